"""Whether automatic scaling moves the service that it is meant for: scalable targets and what belongs to them.

Sources (read 2026-11-23): https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

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
