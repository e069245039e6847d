"""Whether a task that is started on Fargate has a definition that is made for it.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_mends_named import fit_for_fargate
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.refusals.ecs_task_definition import COMPATIBILITIES, what_is_unfit
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _compatible(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        definition = trigger.definition
        if definition is None or not inquiry.owns(definition):
            continue
        unfit = what_is_unfit(definition)
        if as_text(trigger.parameter("LaunchType")) != "FARGATE" or unfit is None:
            continue
        because, path = unfit
        yield Found(
            definition,
            path,
            f"{definition.logical_id} is not made for Fargate, on which {trigger.by.logical_id} runs it",
            f"{because.rstrip('.')}, so RunTask refuses it; {trigger.never}",
            fit_for_fargate(definition),
            "Task definition does not support launch_type FARGATE.",
            fix=(set_property(definition.logical_id, *path, to=["FARGATE"]),) if path == COMPATIBILITIES else (),
        )


CHECK = Check(
    "TRI035",
    Severity.ERROR,
    Question.TRIGGER,
    "A task is started on Fargate whose definition is not made for it",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _compatible,
)
