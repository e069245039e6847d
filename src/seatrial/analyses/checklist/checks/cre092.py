"""Whether the subnets of an Application Load Balancer have the room that it wants.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (subnets: a block of
at least /27 and eight free addresses).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SUBNET
from seatrial.analyses.refusals.world import network
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

SMALLEST_SUBNET = 27


def _small(inquiry: Inquiry) -> Iterator[Said]:
    """Subnets too small for an Application Load Balancer that grows."""
    small: dict[str, tuple[Resource, Resource]] = {}
    for balancer in inquiry.system.of_type(BALANCER):
        if balancer.get("Type") not in (None, "", "application") or inquiry.refused_at(balancer):
            continue
        mapped = [at(item, "SubnetId") for item in as_list(balancer.get("SubnetMappings"))]
        for value in (*as_list(balancer.get("Subnets")), *mapped):
            subnet = inquiry.find(value, SUBNET)
            block = network(subnet.get("CidrBlock")) if subnet is not None else None
            if subnet is not None and block is not None and block.prefixlen > SMALLEST_SUBNET:
                small.setdefault(subnet.logical_id, (subnet, balancer))
    for subnet, balancer in small.values():
        cidr = as_text(subnet.get("CidrBlock"))
        yield Found(
            subnet,
            ("CidrBlock",),
            f"{subnet.logical_id} ({cidr}) is small for {balancer.logical_id}",
            f"an Application Load Balancer wants subnets of at least /{SMALLEST_SUBNET}, with eight free addresses "
            "each: in a smaller one it is refused when others have the addresses, or can't grow with its requests",
            f"give {subnet.logical_id} a CidrBlock of /{SMALLEST_SUBNET} or larger",
        )


CHECK = Check(
    "CRE092",
    Severity.WARNING,
    Question.CREATE,
    "A subnet of an Application Load Balancer is smaller than /27",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    _small,
)
