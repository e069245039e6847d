"""What the triggers of the system override of their tasks, and the form that RunTask wants it in."""

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
