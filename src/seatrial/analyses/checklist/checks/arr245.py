"""Whether an internal load balancer can answer the networks behind a transit gateway that it is open for.

Requests come in through the attachment without a route in the VPC; the answers need one, in the table of the load
balancer's subnets. A route that stands in another table is the slip.

Source (read 2026-11-30): https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html ("If there is a route to
the transit gateway in a subnet route table, traffic is forwarded to the transit gateway").
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_network import VPC
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import GROUP, ingress_rules
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text

_ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
_SUBNET, _TABLE, _ROUTE = "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::Route"
_ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
# By these a table has routes that no template shows.
_PROPAGATION = "AWS::EC2::VPNGatewayRoutePropagation"
_Block = ipaddress.IPv4Network


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    attached = {as_text(item.get("VpcId")): item for item in inquiry.system.of_type(*_ATTACHMENTS)}
    told: set[str] = set()
    for balancer in inquiry.system.of_type(BALANCER) if attached else ():
        if as_text(balancer.get("Scheme")) != "internal":
            continue
        subnets = [inquiry.find(item, _SUBNET) for item in as_list(balancer.get("Subnets"))]
        vpc = inquiry.find(subnets[0].get("VpcId"), VPC) if subnets and subnets[0] is not None else None
        own = _block(vpc.get("CidrBlock")) if vpc is not None else None
        if vpc is None or own is None or vpc.physical_id not in attached or not inquiry.owns(vpc):
            continue
        outside = [item for item in _let_in(inquiry, balancer) if not item.subnet_of(own)]
        for table in _tables(inquiry, [item for item in subnets if item is not None]):
            lost = next((item for item in outside if not _has_route(inquiry, table, item)), None)
            if lost is not None and table.logical_id not in told:
                told.add(table.logical_id)
                yield _unanswered(inquiry, balancer, table, lost, attached[vpc.physical_id])


def _let_in(inquiry: Inquiry, balancer: Resource) -> list[_Block]:
    """The private blocks that the load balancer's security groups let in."""
    groups = [inquiry.find(item, GROUP) for item in as_list(balancer.get("SecurityGroups"))]
    ids = {as_text(item.attributes.get("GroupId")) or item.physical_id for item in groups if item is not None}
    ids |= {item.physical_id for item in groups if item is not None}
    blocks = [_block(rule.get("CidrIp")) for _, _, group, rule in ingress_rules(inquiry) if as_text(group) in ids]
    return [item for item in blocks if item is not None and item.is_private]


def _block(value: object) -> _Block | None:
    try:
        return _Block(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _tables(inquiry: Inquiry, subnets: Sequence[Resource]) -> list[Resource]:
    """The route tables of subnets. Of a subnet in the main table, nothing is known."""
    ids = {item.physical_id for item in subnets}
    found = [
        inquiry.find(item.get("RouteTableId"), _TABLE)
        for item in inquiry.system.of_type(_ASSOCIATION)
        if as_text(item.get("SubnetId")) in ids
    ]
    return list({item.logical_id: item for item in found if item is not None and inquiry.owns(item)}.values())


def _has_route(inquiry: Inquiry, table: Resource, block: _Block) -> bool:
    for item in inquiry.system.of_type(_PROPAGATION):
        if table.physical_id in as_list(item.get("RouteTableIds")):
            return True
    routes = [item for item in inquiry.system.of_type(_ROUTE) if item.get("RouteTableId") == table.physical_id]
    for route in routes:
        to = route.get("DestinationCidrBlock")
        known = _block(to)
        if known is None or known.overlaps(block):
            return True
    return False


def _unanswered(inquiry: Inquiry, balancer: Resource, table: Resource, block: _Block, attachment: Resource) -> Found:
    name = balancer.logical_id
    gateway = as_text(attachment.get("TransitGatewayId"))
    astray = next(
        (
            item
            for item in inquiry.system.of_type(_ROUTE)
            if item.get("TransitGatewayId") is not None
            and (to := _block(item.get("DestinationCidrBlock"))) is not None
            and to.overlaps(block)
        ),
        None,
    )
    return Found(
        astray or table,
        ("RouteTableId",) if astray is not None else (),
        f"{name} is open for {block}, and its subnets have no route there",
        f"requests come in through {attachment.logical_id}, and {table.logical_id} has no route for what {name} answers"
        + (f"; that of {astray.logical_id} is in another table" if astray is not None else "")
        + ": clients outside of the VPC wait until they time out",
        f"write RouteTableId: !Ref {table.logical_id}, or add such a route to it"
        if astray is not None
        else f"add an AWS::EC2::Route to {table.logical_id}: {{ DestinationCidrBlock: {block}, TransitGatewayId: "
        f"{gateway} }}",
    )


CHECK = Check(
    "ARR245",
    Severity.WARNING,
    Question.ARRIVE,
    "An internal load balancer is open for a network behind a transit gateway, and has no route there",
    "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
    _ask,
)
