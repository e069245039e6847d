"""All tasks of a service run in one Availability Zone.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.same_zone import refused_pairs
from seatrial.model.finding import Severity


def _one_zone(inquiry: Inquiry) -> Iterator[Said]:
    told = [pair for pair in refused_pairs(inquiry) if pair is not None]
    for placement in inquiry.placements:
        here = placement.known_subnets
        if any(one in here and other in here for one, other in told):
            continue
        if placement.by.type != "AWS::ECS::Service" or placement.unknown:
            continue
        zones = {inquiry.zone_of(item) for item in placement.known_subnets}
        if len(zones) == 1 and "" not in zones:
            yield Found(
                placement.by,
                placement.subnets_path,
                f"all tasks of {placement.by.logical_id} run in {zones.pop()}",
                "when that Availability Zone fails, the service fails too",
                f"add a subnet in another Availability Zone to Subnets of {placement.by.logical_id}",
            )


CHECK = Check(
    "SAF004",
    Severity.WARNING,
    Question.SEEMLY,
    "All tasks of a service run in one Availability Zone",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    _one_zone,
)
