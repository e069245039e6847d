"""Whether those whom an internal load balancer lets in have a way to it.

Clients of other networks (of the company, of other VPCs) come by a virtual private gateway, a transit gateway or a
peering, and the answers go back by a route of the load balancer's subnets. Without one nobody whom its security groups
let in ever gets an answer. Another stack may add such a route; where other subnets of the template have one, it is the
load balancer that stands in the wrong ones.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html ("Clients cannot
connect to an internal load balancer"), https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

_SUBNET, _GROUP = "AWS::EC2::Subnet", "AWS::ElasticLoadBalancingV2::TargetGroup"


def _cut_off(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    # Behind a Network Load Balancer the answers go back as the requests came, and that may have clients of PrivateLink.
    if any(as_text(item.get("TargetType")) == "alb" for item in inquiry.system.of_type(_GROUP)):
        return
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or balancer.logical_id in told or not inquiry.owns(balancer) or not listener.port:
            continue
        if balancer.get("Scheme") != "internal" or as_text(balancer.get("Type")) not in ("", "application"):
            continue
        lost = [inquiry.paper.without_way_back(item, listener.port) for item in inquiry.paper.balancer(balancer)]
        if not lost or not all(who for who, _ in lost):
            continue
        told.add(balancer.logical_id)
        who, tables = lost[0][0], sorted({table for _, table in lost if table})
        others = _with_a_way(inquiry, balancer, listener.port)
        yield Found(
            balancer,
            ("Subnets",),
            f"{balancer.logical_id} lets in {who} alone, to which its subnets have no route",
            f"these are of another network, and {' and '.join(tables) or 'the route table'} has no route there: "
            "clients get no answer, and wait until they time out",
            f"use {inquiry.names(others)} in Subnets, which have one"
            if others
            else f"add an AWS::EC2::Route to {who} in the route table of its subnets, or let in the clients of the VPC",
            severity=Severity.ERROR if others else None,
        )


def _with_a_way(inquiry: Inquiry, balancer: Resource, port: int) -> list[Resource]:
    """Other subnets from which there is a route to them."""
    own = inquiry.paper.balancer(balancer)
    groups = [inquiry.find(item) or item for item in own[0].groups if isinstance(item, str)]
    mine = {item.subnet.logical_id for item in own}
    found = []
    for subnet in inquiry.system.of_type(_SUBNET):
        there = inquiry.paper.interface(balancer.logical_id, subnet, groups, False)
        if subnet.logical_id not in mine and not inquiry.paper.without_way_back(there, port)[0]:
            found.append(subnet)
    return found


CHECK = Check(
    "ARR216",
    Severity.WARNING,
    Question.ARRIVE,
    "Those whom an internal load balancer lets in have no way to it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html "
    "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
    _cut_off,
    gravest=Severity.ERROR,
)
