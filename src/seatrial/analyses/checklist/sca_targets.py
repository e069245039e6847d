"""The scalable targets and the scaling policies that are of this system and of ECS."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import Target


def ecs_targets(inquiry: Inquiry) -> Iterator[Target]:
    """The targets of this system that are of ECS, by namespace or dimension, and that no API refuses."""
    for target in inquiry.scaling.targets:
        name = target.resource.logical_id
        if inquiry.system.resources.get(name) is target.resource and target.of_ecs and name not in inquiry.refused:
            yield target
