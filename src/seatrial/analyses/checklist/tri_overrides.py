"""Whether what a rule or a schedule overrides of its task is something that RunTask takes.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.task_overrides import Overrides, overrides_of
from seatrial.analyses.checklist.tri_targets import asked
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.model.resource import Resource

FORM_OF_OVERRIDES = 'write {"containerOverrides": [{"name": "...", "command": ["..."]}]}'


def given_overrides(inquiry: Inquiry) -> Iterator[tuple[Trigger, Overrides, Resource]]:
    for trigger in asked(inquiry):
        overrides = overrides_of(trigger)
        if overrides is not None and trigger.definition is not None:
            yield trigger, overrides, trigger.definition
