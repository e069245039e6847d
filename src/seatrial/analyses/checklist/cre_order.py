"""What CloudFormation cannot know of the order: a service's target group must be behind a load balancer before it, and
what needs the internet gateway (a default route, a NAT gateway, a load balancer) comes after that is attached.

Only the template can say it, for the service refers to the target group and not to the listener, the load balancer to
its subnets and not to the gateway. Whether it goes wrong without is a race. The service loses it when the load balancer
takes longer than everything else (``refusals`` says so then), and may win it when it waits for something as slow; what
needs the gateway mostly wins it, by seconds.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html,
https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import NEED_THE_GATEWAY, creation_order, may_be_there
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


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        service, group = entry.placement.by, entry.group
        if group is None or inquiry.refused_at(service, "LoadBalancers"):
            continue
        forwards = [item.by for item in inquiry.arrivals.forwards_to(group)]
        # Rules whose listener is in no template here.
        forwards += [by for by, to, _ in inquiry.arrivals.blind if to is group and by not in forwards]
        made_before = inquiry.after(service.logical_id)
        # A listener of another stack is there before, or that stack couldn't have been imported from.
        if not forwards or any(item.logical_id in made_before or not inquiry.owns(item) for item in forwards):
            continue
        names = " or ".join(dict.fromkeys(item.logical_id for item in forwards))
        arn = as_text(group.physical_id)
        chance = _chance(inquiry, service, forwards)
        yield Found(
            service,
            (*entry.path, "TargetGroupArn"),
            f"{service.logical_id} does not wait for {names}, which puts {group.logical_id} behind the load balancer",
            f"nothing makes CloudFormation create {names} first, and ECS refuses a target group that is not attached "
            f"to a load balancer: {chance}the service fails when it is created earlier",
            f"add DependsOn: {forwards[0].logical_id} to {service.logical_id}",
            f"The target group with targetGroupArn {arn} does not have an associated load balancer.",
            Severity.WARNING if chance else None,
            fix=(wait_for(service.logical_id, forwards[0].logical_id),),
        )


def _chance(inquiry: Inquiry, service: Resource, forwards: list[Resource]) -> str:
    """What may save a service that doesn't wait for its listener: the load balancer stands already, or the service
    waits for something that takes as long, a database for instance; "" where nothing does.
    """
    times = {item.resource.logical_id: item for item in creation_order(inquiry.system)}
    starts = times[service.logical_id].starts
    known = [times[item.logical_id] for item in forwards if item.logical_id in times]
    balancers = {item.logical_id for item in inquiry.system.of_type(BALANCER)}
    quick = [item for item in known if not inquiry.after(item.resource.logical_id) & balancers]
    if any(item.ends <= starts for item in quick):
        return "usually it is by then, but "
    if any(may_be_there(item, starts) for item in known):
        return (
            f"whether it is by then is a race between the load balancer and what {service.logical_id} waits for, and "
        )
    return ""


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


CHECKS = (
    Check(
        "CRE007",
        Severity.ERROR,
        Question.CREATE,
        "A service does not wait for the listener that attaches its target group to the load balancer",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
        _ask,
    ),
    Check(
        "CRE017",
        Severity.WARNING,
        Question.CREATE,
        "A route, a NAT gateway or a load balancer does not wait for the internet gateway",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html",
        _gateway,
    ),
)
