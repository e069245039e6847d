"""Whether a task that is started on Fargate has a definition that is made for it.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.refusals.ecs_task_definition import unfit_for_fargate
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _compatible(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        definition = trigger.definition
        if definition is None or not inquiry.owns(definition):
            continue
        unfit = unfit_for_fargate(definition)
        if as_text(trigger.parameter("LaunchType")) != "FARGATE" or unfit is None:
            continue
        yield Found(
            definition,
            ("RequiresCompatibilities",),
            f"{definition.logical_id} is not made for Fargate, on which {trigger.by.logical_id} runs it",
            f"{unfit.rstrip('.')}, so RunTask refuses it; {trigger.never}",
            f"add RequiresCompatibilities: [FARGATE] to {definition.logical_id}",
            "Task definition does not support launch_type FARGATE.",
            fix=(set_property(definition.logical_id, "RequiresCompatibilities", to=["FARGATE"]),),
        )


CHECK = Check(
    "TRI035",
    Severity.ERROR,
    Question.TRIGGER,
    "A task is started on Fargate whose definition is not made for it",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _compatible,
)
