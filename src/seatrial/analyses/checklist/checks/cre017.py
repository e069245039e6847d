"""Whether what needs the internet gateway waits until that is attached: a route, a NAT gateway, a load balancer.

Only the template can say it, for a load balancer refers to its subnets and not to the gateway. Whether it goes wrong
without is a race, which what needs the gateway mostly wins, by seconds.

Source (read 2026-11-23): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import NEED_THE_GATEWAY
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text

BALANCER, ROUTE, NAT = NEED_THE_GATEWAY
# "The resource cannot use the virtual private gateway until it has successfully attached to the VPC. Add a DependsOn":
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpngatewayroutepropagation.html
# (read 2026-11-30).
PROPAGATION = "AWS::EC2::VPNGatewayRoutePropagation"


def _gateway(inquiry: Inquiry) -> Iterator[Said]:
    """One finding for each attachment, however much doesn't wait for it: it is one line that is missing."""
    early: dict[str, list[tuple[Resource, str]]] = {}
    rules = [blocked.first.path.deciding for blocked in inquiry.launches.blocked]
    # A route that should not lead there at all need not wait.
    astray = [rule.resource for rule in rules if rule is not None and rule.path == ("GatewayId",)]
    for resource in inquiry.system.of_type(*NEED_THE_GATEWAY, PROPAGATION):
        if any(item is resource for item in astray):
            continue
        vpn = _vpn_gateway(inquiry, resource)
        key = "VpnGatewayId" if vpn else "InternetGatewayId"
        vpc = _vpc_of_tables(inquiry, resource) if vpn else _public_vpc(inquiry, resource)
        made_before = inquiry.after(resource.logical_id)
        if not vpc or inquiry.refused_at(resource) or made_before & inquiry.refused:
            continue
        attachments = [
            item.logical_id
            for item in inquiry.system.of_type("AWS::EC2::VPCGatewayAttachment")
            if item.get(key) is not None and item.get("VpcId") == vpc
        ]
        if attachments and not made_before & set(attachments):
            early.setdefault(attachments[0], []).append((resource, vpc))
    for name, listed in early.items():
        # What waits for another of them waits for the gateway as soon as that one does.
        names = {item.logical_id for item, _ in listed}
        found = [item for item in listed if not inquiry.after(item[0].logical_id) & names] or listed
        resource, vpc = found[0]
        others = inquiry.names([item for item, _ in found])
        vpn = _vpn_gateway(inquiry, resource)
        gateway = "virtual private" if vpn else "internet"
        yield Found(
            resource,
            _PLACES[resource.type],
            f"{others} {'does' if len(found) == 1 else 'do'} not wait for {name}, which attaches the {gateway} gateway",
            f"nothing makes CloudFormation create {name} first: {_RARELY if vpn else _MOSTLY}"
            f"{resource.logical_id} is refused and the stack is rolled back",
            f"add DependsOn: {name} to {others}",
            ""
            if vpn
            else _TEXTS[resource.type].format(
                vpc=vpc, table=as_text(resource.get("RouteTableId")), gateway=as_text(resource.get("GatewayId"))
            ),
            fix=tuple(wait_for(item.logical_id, name) for item, _ in found),
        )


_MOSTLY, _RARELY = "it is usually there in time; when it is not, ", "until the gateway is attached, "
_PLACES: dict[str, PropertyPath] = {
    BALANCER: ("Subnets",),
    ROUTE: ("GatewayId",),
    NAT: ("SubnetId",),
    PROPAGATION: ("VpnGatewayId",),
}
_TEXTS = {
    BALANCER: "VPC {vpc} has no internet gateway",
    ROUTE: "route table {table} and network gateway {gateway} belong to different networks",
    NAT: "Network {vpc} has no Internet gateway attached",
}


def _vpn_gateway(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether a resource needs a virtual private gateway, and not the internet's."""
    return inquiry.find(resource.get("GatewayId"), "AWS::EC2::VPNGateway") is not None or resource.type == PROPAGATION


def _vpc_of_tables(inquiry: Inquiry, resource: Resource) -> str:
    """The VPC of the route tables that a route or a propagation is for."""
    named = [resource.get("RouteTableId"), *as_list(resource.get("RouteTableIds"))]
    tables = [inquiry.find(value, "AWS::EC2::RouteTable") for value in named]
    return next((as_text(item.get("VpcId")) for item in tables if item is not None), "")


def _public_vpc(inquiry: Inquiry, resource: Resource) -> str:
    """The VPC whose internet gateway a resource needs when it is made; "" where it needs none, or that isn't known."""
    if resource.type == ROUTE:
        gateway = inquiry.find(resource.get("GatewayId"), "AWS::EC2::InternetGateway")
        table = inquiry.find(resource.get("RouteTableId"), "AWS::EC2::RouteTable")
        return as_text(table.get("VpcId")) if gateway is not None and table is not None else ""
    if resource.type == NAT:
        private = as_text(resource.get("ConnectivityType")) == "private"
        named: list[Value] = [] if private else [resource.get("SubnetId")]
    else:
        facing = as_text(resource.get("Scheme")) or "internet-facing"
        unknown = isinstance(resource.get("Scheme"), Unknown)
        named = as_list(resource.get("Subnets")) if facing == "internet-facing" and not unknown else []
    subnets = [inquiry.find(value, "AWS::EC2::Subnet") for value in named]
    return next((as_text(item.get("VpcId")) for item in subnets if item is not None), "")


CHECK = Check(
    "CRE017",
    Severity.WARNING,
    Question.CREATE,
    "A route, a NAT gateway or a load balancer does not wait for the internet gateway",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html",
    _gateway,
)
