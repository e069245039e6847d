"""Task definitions that run on Fargate and don't say that they are for it.

RequiresCompatibilities has ECS validate a definition for a launch type when it is registered. Without it, a definition
that fits Fargate runs there all the same; one that doesn't is only refused when a service or a task wants it there.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
(requiresCompatibilities)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.ecs_task_definition import unfit_for_fargate
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        if definition.get("RequiresCompatibilities") not in (None, []) or not inquiry.owns(definition):
            continue
        if definition.logical_id in inquiry.refused or unfit_for_fargate(definition) is not None:
            continue
        yield Found(
            definition,
            ("RequiresCompatibilities",),
            f"{definition.logical_id} runs on Fargate and is not validated for it",
            "ECS takes it, because it fits Fargate as it stands; a change that doesn't fit is refused only when its "
            "tasks are to run",
            f"add RequiresCompatibilities: [FARGATE] to {definition.logical_id}",
            fix=(set_property(definition.logical_id, "RequiresCompatibilities", to=["FARGATE"]),),
        )


CHECK = Check(
    "CRE078",
    Severity.WARNING,
    Question.CREATE,
    "A task definition that runs on Fargate does not name it under RequiresCompatibilities",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    _ask,
)
