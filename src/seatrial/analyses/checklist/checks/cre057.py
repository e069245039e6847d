"""Whether the transit gateway that a route leads to is attached to the route's VPC, and is by then.

EC2 knows a transit gateway in the routes of a VPC only once that is attached.

Sources: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html,
https://github.com/hashicorp/terraform-provider-aws/issues/10025 and
https://github.com/aws-ia/terraform-aws-vpc/issues/101 (both read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_network import VPC, comes_after, is_given_away, parts_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

ROUTE, TABLE = "AWS::EC2::Route", "AWS::EC2::RouteTable"
ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")


def _transit(inquiry: Inquiry) -> Iterator[Said]:
    by_vpc: dict[str, tuple[Resource, list[Resource]]] = {}
    for route in inquiry.system.of_type(ROUTE):
        table = inquiry.find(route.get("RouteTableId"), TABLE)
        vpc = inquiry.find(table.get("VpcId"), VPC) if table is not None else None
        given = route.get("TransitGatewayId") not in (None, "") and not inquiry.refused_at(route)
        if given and vpc is not None and inquiry.owns(vpc):
            by_vpc.setdefault(vpc.logical_id, (vpc, []))[1].append(route)
    for vpc, routes in by_vpc.values():
        attachments = parts_of(inquiry, vpc, *ATTACHMENTS)
        if attachments is None or is_given_away(inquiry, vpc):
            continue
        early = [route for route in routes if not comes_after(inquiry, route, attachments)]
        if early:
            yield _unattached(inquiry, vpc, early, attachments)


def _unattached(inquiry: Inquiry, vpc: Resource, routes: Sequence[Resource], attachments: Sequence[Resource]) -> Found:
    names, one = inquiry.names(routes), len(routes) == 1
    path = ("TransitGatewayId",)
    if not attachments:
        return Found(
            routes[0],
            path,
            f"{names} {'leads' if one else 'lead'} to a transit gateway that is not attached to {vpc.logical_id}",
            f"the template makes {vpc.logical_id} and no attachment for it, so EC2 knows no such transit gateway there "
            f"and refuses {'the route' if one else 'the routes'}: the stack is rolled back",
            f"add an AWS::EC2::TransitGatewayAttachment with VpcId: !Ref {vpc.logical_id}, and let {names} depend on "
            "it",
        )
    attachment = attachments[0].logical_id
    return Found(
        routes[0],
        path,
        f"{names} {'does' if one else 'do'} not wait for {attachment}, which attaches the transit gateway to "
        f"{vpc.logical_id}",
        f"nothing makes CloudFormation create {attachment} first, and EC2 refuses a route that is created earlier",
        f"add DependsOn: {attachment} to {names}",
        severity=Severity.WARNING,
        fix=tuple(wait_for(route.logical_id, attachment) for route in routes),
    )


CHECK = Check(
    "CRE057",
    Severity.ERROR,
    Question.CREATE,
    "A route leads to a transit gateway that is not attached to its VPC",
    "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
    _transit,
)
