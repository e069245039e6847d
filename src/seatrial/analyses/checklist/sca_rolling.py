"""How a service is rolled: which services ECS itself rolls, and how many tasks may run and stop meanwhile.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html (minimum
rounded up, maximum down).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_number, as_text

DEPLOYMENT = "DeploymentConfiguration"
# Defaults: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
LEAST_PERCENT, MOST_PERCENT = 100, 200


class Roll(Struct, frozen=True):
    """A service's numbers during a rolling deployment; ``desired`` is the least count that it is meant to have."""

    placement: Placement
    desired: int
    least_percent: int
    most_percent: int

    @property
    def service(self) -> Resource:
        return self.placement.by

    @property
    def least(self) -> int:
        return math.ceil(self.desired * self.least_percent / 100)

    @property
    def most(self) -> int:
        return math.floor(self.desired * self.most_percent / 100)


def rolled_services(inquiry: Inquiry) -> Iterator[Placement]:
    """Services that ECS itself rolls."""
    for placement in inquiry.placements:
        service = placement.by
        if service.type != SERVICE or service.logical_id in inquiry.refused:
            continue
        controller = service.get("DeploymentController", "Type")
        strategy = service.get(DEPLOYMENT, "Strategy")
        daemon = as_text(service.get("SchedulingStrategy")) == "DAEMON"
        if not daemon and as_text(controller, "ECS") == "ECS" and as_text(strategy, "ROLLING") == "ROLLING":
            yield placement


def roll_of(inquiry: Inquiry, placement: Placement) -> Roll | None:
    """The numbers of a service's deployments; None where they aren't known, or no task is wanted."""
    service = placement.by
    target = inquiry.scaling.target_of(service)
    count: Value = service.get("DesiredCount")
    if target is not None:
        count = target.resource.get("MinCapacity")
    least, most = (service.get(DEPLOYMENT, key) for key in ("MinimumHealthyPercent", "MaximumPercent"))
    if any(isinstance(item, Unknown) for item in (count, least, most, service.get(DEPLOYMENT))):
        return None
    desired = as_number(count, 1)
    if desired <= 0:
        return None
    return Roll(placement, desired, as_number(least, LEAST_PERCENT), as_number(most, MOST_PERCENT))
