"""Whether scaling that stands in the template is let do anything: suspended scaling, scheduled actions out of bounds.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html ("In some cases,
however, you must include both sizes to ensure that the new minimum capacity is not greater than the maximum capacity")
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import Target


def own_targets(inquiry: Inquiry) -> Iterator[Target]:
    for target in inquiry.scaling.targets:
        if target.of_ecs and inquiry.owns(target.resource) and target.resource.logical_id not in inquiry.refused:
            yield target
