"""Whether more tasks are started at once than RunTask allows.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers, calls_run_task
from seatrial.analyses.checklist.triggers import EVENTS, SCHEDULER, Trigger
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_number, as_text

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: count is "1-10"
MOST_TASKS = 10


def _typed(trigger: Trigger, key: str) -> str:
    """A key as one types it where it stands."""
    return '"Count"' if trigger.placement.universal and key == "TaskCount" else trigger.spelling(key)


def _count(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        count = trigger.parameter("TaskCount")
        if count is not None and not isinstance(count, Unknown) and as_number(count, 1) > MOST_TASKS:
            yield Found(
                trigger.by,
                trigger.place("TaskCount"),
                f"{trigger.by.logical_id} starts {as_number(count)} tasks at once, but RunTask starts at most "
                f"{MOST_TASKS}",
                f"{trigger.noun} refuses it, and the stack is rolled back"
                if not calls_run_task(trigger)
                else f"RunTask refuses it; {trigger.never}",
                f"write {_typed(trigger, 'TaskCount')}: {MOST_TASKS}, and start more tasks apart from these",
                # cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29)
                f"Parameter(s) TaskCount not valid for target: {as_text(trigger.get('Id'))}."
                if trigger.service in (EVENTS, SCHEDULER) and not trigger.placement.universal
                else "",
            )


CHECK = Check(
    "TRI009",
    Severity.ERROR,
    Question.TRIGGER,
    "More tasks are started at once than RunTask allows",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _count,
)
