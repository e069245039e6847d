"""Whether a rule, a schedule or a pipe that runs a task is switched off.

Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import PIPES
from seatrial.model.finding import Severity


def _off(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for trigger in accepted_triggers(inquiry):
        if trigger.off and trigger.by.logical_id not in seen:
            seen.add(trigger.by.logical_id)
            stopped = trigger.service == PIPES
            key = "DesiredState" if stopped else "State"
            yield Found(
                trigger.by,
                (key,),
                f"{trigger.by.logical_id} is {'stopped' if stopped else 'disabled'}",
                f"while its {key} is {'STOPPED' if stopped else 'DISABLED'} it starts nothing",
                f"write {key}: {'RUNNING' if stopped else 'ENABLED'}",
            )


CHECK = Check(
    "TRI010",
    Severity.NOTE,
    Question.TRIGGER,
    "A rule, a schedule or a pipe that runs a task is disabled",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html",
    _off,
)
