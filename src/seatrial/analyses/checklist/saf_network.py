"""Who can get at what: open security groups, public tasks, plain HTTP, one zone."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, Value, as_dict, as_list, as_text

GROUP, INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"
ANYWHERE = ("0.0.0.0/0", "::/0")


def ingress_rules(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value, Properties]]:
    """Every ingress rule with its place and the group that it belongs to."""
    for group in inquiry.system.of_type(GROUP):
        for index, item in enumerate(as_list(group.get("SecurityGroupIngress"))):
            yield group, ("SecurityGroupIngress", index), group.physical_id, as_dict(item)
    for rule in inquiry.system.of_type(INGRESS):
        yield rule, (), rule.get("GroupId"), rule.properties


def is_open(rule: Properties) -> bool:
    """Whether a rule of a security group is for the whole internet."""
    return as_text(rule.get("CidrIp")) in ANYWHERE or as_text(rule.get("CidrIpv6")) in ANYWHERE


def is_private(inquiry: Inquiry, subnet: Resource) -> bool:
    """Whether a subnet's default route is known to lead to a NAT gateway."""
    ways = default_routes(inquiry, subnet)
    return bool(ways) and all(item.get("NatGatewayId") is not None for item in ways)


def default_routes(inquiry: Inquiry, subnet: Resource) -> list[Resource]:
    """The routes of a subnet's own tables that lead to everywhere."""
    tables = [
        item.get("RouteTableId")
        for item in inquiry.system.of_type("AWS::EC2::SubnetRouteTableAssociation")
        if item.get("SubnetId") == subnet.physical_id
    ]
    routes = [item for item in inquiry.system.of_type("AWS::EC2::Route") if item.get("RouteTableId") in tables]
    return [item for item in routes if as_text(item.get("DestinationCidrBlock")) == "0.0.0.0/0"]
