"""The scalable targets and the scaling policies that are of this system, and that no API refuses."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import ScalingPolicy, Target


def ecs_targets(inquiry: Inquiry) -> Iterator[Target]:
    """The targets of this system that are of ECS, by namespace or dimension, and that no API refuses."""
    for target in inquiry.scaling.targets:
        if target.of_ecs and inquiry.owns(target.resource) and target.resource.logical_id not in inquiry.refused:
            yield target


def own_policies(inquiry: Inquiry) -> Iterator[ScalingPolicy]:
    """The scaling policies of this system that no API refuses."""
    for policy in inquiry.scaling.policies:
        if inquiry.owns(policy.resource) and policy.resource.logical_id not in inquiry.refused:
            yield policy
