"""Whether the subnets of a service have an address for each of its tasks: on Fargate every task takes one.

Of each subnet's addresses AWS keeps five. What else stands there (load balancers, endpoints, other services) takes some
as well and isn't counted here, so what doesn't fit by this count can't fit.

Sources (read 2026-11-29): https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (five addresses),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (one per task),
https://github.com/paradisec-archive/nabu/pull/1259 (how tasks stop: InsufficientFreeAddressesInSubnet)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.reach.addresses import block
from seatrial.model.finding import Severity
from seatrial.model.value import as_number, as_text, is_whole

KEPT_BY_AWS = 5
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (read 2026-11-29)
USUAL_MAXIMUM_PERCENT = 200


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        service = placement.by
        desired = as_text(service.get("DesiredCount"), "1")
        free = _free(placement)
        if service.type != SERVICE or free is None or not is_whole(desired) or inquiry.misplaced(placement):
            continue
        most = service.get("DeploymentConfiguration", "MaximumPercent")
        rolling = int(desired) * as_number(most, USUAL_MAXIMUM_PERCENT) // 100
        subnets = inquiry.names({item.logical_id: item for item in placement.known_subnets}.values())
        there = f"{subnets} {_have(placement)} {free} addresses to give"
        mend = f"give {subnets} larger blocks, or {service.logical_id} more subnets"
        if int(desired) > free:
            yield Found(
                service,
                ("DesiredCount",),
                f"{service.logical_id} wants {desired} tasks, and {there}",
                f"each task takes an address, and AWS keeps {KEPT_BY_AWS} of each subnet: the rest of the tasks stop "
                "before they start, and the service does not reach a steady state",
                f"{mend}, or set DesiredCount to at most {free}",
                "InsufficientFreeAddressesInSubnet",
            )
        elif rolling > free and int(desired) > 1:
            yield Found(
                service,
                ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"),
                f"a deployment of {service.logical_id} may run {rolling} tasks, and {there}",
                "while it rolls, old and new tasks stand side by side, and each takes an address: some of the new ones "
                "stop before they start",
                f"{mend}, or lower MaximumPercent",
                severity=Severity.WARNING,
            )


def _have(placement: Placement) -> str:
    return "have" if len(placement.known_subnets) > 1 else "has"


def _free(placement: Placement) -> int | None:
    """The addresses of a placement's subnets; None where they are not all known."""
    subnets = {item.logical_id: item for item in placement.known_subnets}
    if not subnets or len(placement.known_subnets) != len(placement.subnets):
        return None
    total = 0
    for subnet in subnets.values():
        addresses = block(subnet.get("CidrBlock"))
        if addresses is None:
            return None
        total += max(0, addresses.size - KEPT_BY_AWS)
    return total


CHECKS = (
    Check(
        "STA051",
        Severity.ERROR,
        Question.START,
        "The subnets of a service have fewer addresses than it has tasks",
        "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html "
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
        _ask,
    ),
)
