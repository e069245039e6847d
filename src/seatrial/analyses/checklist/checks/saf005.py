"""Tasks go out by a NAT gateway in another Availability Zone.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import default_routes
from seatrial.analyses.refusals.ec2_ipv6 import is_native
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

NAT, SUBNET = "AWS::EC2::NatGateway", "AWS::EC2::Subnet"


def _single_nat(inquiry: Inquiry) -> Iterator[Said]:
    gateways = list(inquiry.system.of_type(NAT))
    # What has IPv6 alone goes out another way.
    subnets = [it for placement in inquiry.placements for it in placement.known_subnets if not is_native(it)]
    zones = {inquiry.zone_of(item) for item in subnets}
    if len(gateways) == 1 and len(zones) > 1:
        yield Found(
            gateways[0],
            (),
            f"{gateways[0].logical_id} is the only way out for tasks in {len(zones)} Availability Zones",
            "when its Availability Zone fails, tasks in the others cannot reach the internet, and new ones may not "
            "start",
            "add a NAT gateway in a public subnet of each zone, and route each private subnet to the one in its zone",
        )
    elif len(zones) > 1:
        yield from _elsewhere(inquiry, gateways)


def _elsewhere(inquiry: Inquiry, gateways: list[Resource]) -> Iterator[Said]:
    """Subnets that go out by another zone's gateway although their own zone has one."""
    of_zone: dict[str, list[Resource]] = {}
    for gateway in gateways:
        home = inquiry.find(gateway.get("SubnetId"), SUBNET)
        if home is not None and inquiry.zone_of(home):
            of_zone.setdefault(inquiry.zone_of(home), []).append(gateway)
    told: set[str] = set()
    for subnet in (item for placement in inquiry.placements for item in placement.known_subnets):
        zone, routes = inquiry.zone_of(subnet), default_routes(inquiry, subnet)
        # Two of them, or two tables, is what is told then.
        for route in routes if len(routes) == 1 and not inquiry.refused_at(routes[0]) else ():
            used = inquiry.find(route.get("NatGatewayId"), NAT)
            away = [name for name, items in of_zone.items() if used in items and name != zone]
            if used is None or not away or zone not in of_zone or route.logical_id in told:
                continue
            told.add(route.logical_id)
            yield Found(
                route,
                ("NatGatewayId",),
                f"{subnet.logical_id} in {zone} goes out by {used.logical_id} in {away[0]}, although "
                f"{inquiry.names(of_zone[zone])} is in its own zone",
                f"when {away[0]} fails, tasks in {zone} cannot reach the internet either, and what they send between "
                "the zones costs",
                f"write NatGatewayId: !Ref {of_zone[zone][0].logical_id} in {route.logical_id}",
            )


CHECK = Check(
    "SAF005",
    Severity.NOTE,
    Question.SEEMLY,
    "Tasks go out by a NAT gateway in another Availability Zone",
    "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    _single_nat,
)
