"""What CloudFormation cannot know of the order: a service's target group must be behind a load balancer before it, and
a load balancer that faces the internet comes after the gateway is attached.

Only the template can say it, for the service refers to the target group and not to the listener, the load balancer to
its subnets and not to the gateway. Whether it goes wrong without is a race. The service loses it when the load balancer
takes longer than everything else; the load balancer mostly wins it, by seconds.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html,
https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import creation_order
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        service, group = entry.placement.by, entry.group
        if group is None or inquiry.refused_at(service, "LoadBalancers"):
            continue
        forwards = [item.by for item in inquiry.arrivals.forwards_to(group)]
        made_before = inquiry.after(service.logical_id)
        # A listener of another stack is there before, or that stack couldn't have been imported from.
        if not forwards or any(item.logical_id in made_before or not inquiry.owns(item) for item in forwards):
            continue
        names = " or ".join(dict.fromkeys(item.logical_id for item in forwards))
        arn = as_text(group.physical_id)
        wins = _wins(inquiry, service, forwards)
        yield Found(
            service,
            (*entry.path, "TargetGroupArn"),
            f"{service.logical_id} does not wait for {names}, which puts {group.logical_id} behind the load balancer",
            f"nothing makes CloudFormation create {names} first, and ECS takes a target group only when it is behind a "
            f"load balancer: {'mostly it is by then, but ' if wins else ''}the service fails when it comes earlier",
            f"add DependsOn: {forwards[0].logical_id} to {service.logical_id}",
            f"The target group with targetGroupArn {arn} does not have an associated load balancer.",
            Severity.WARNING if wins else None,
            fix=(wait_for(service.logical_id, forwards[0].logical_id),),
        )


def _wins(inquiry: Inquiry, service: Resource, forwards: list[Resource]) -> bool:
    """Whether a listener is typically there in time all the same: its load balancer stands already, and the service
    waits for something slower, a role for instance.
    """
    times = {item.resource.logical_id: item for item in creation_order(inquiry.system)}
    balancers = {item.logical_id for item in inquiry.system.of_type(BALANCER)}
    quick = [item.logical_id for item in forwards if not inquiry.after(item.logical_id) & balancers]
    return any(times[name].ends <= times[service.logical_id].starts for name in quick if name in times)


def _balancers(inquiry: Inquiry) -> Iterator[Said]:
    for balancer in inquiry.system.of_type(BALANCER):
        if (as_text(balancer.get("Scheme")) or "internet-facing") != "internet-facing" or _unknown(balancer):
            continue
        made_before = inquiry.after(balancer.logical_id)
        if inquiry.refused_at(balancer) or made_before & inquiry.refused:
            continue
        subnets = [inquiry.find(value, "AWS::EC2::Subnet") for value in as_list(balancer.get("Subnets"))]
        vpcs = {as_text(item.get("VpcId")) for item in subnets if item is not None}
        attachments = [
            item
            for item in inquiry.system.of_type("AWS::EC2::VPCGatewayAttachment")
            if item.get("InternetGatewayId") is not None and as_text(item.get("VpcId")) in vpcs
        ]
        if not attachments or any(item.logical_id in made_before for item in attachments):
            continue
        name = attachments[0].logical_id
        yield Found(
            balancer,
            ("Subnets",),
            f"{balancer.logical_id} does not wait for {name}, which attaches the internet gateway",
            f"nothing makes CloudFormation create {name} first: mostly it is there in time, and when it isn't, the "
            "load balancer is refused and the stack is rolled back",
            f"add DependsOn: {name} to {balancer.logical_id}",
            f"VPC {sorted(vpcs)[0]} has no internet gateway",
        )


def _unknown(balancer: Resource) -> bool:
    return isinstance(balancer.get("Scheme"), Unknown)


CHECKS = (
    Check(
        "CRE007",
        Severity.ERROR,
        Question.CREATE,
        "A service does not wait for the listener that puts its target group behind the load balancer",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
        _ask,
    ),
    Check(
        "CRE017",
        Severity.WARNING,
        Question.CREATE,
        "A load balancer does not wait for the internet gateway",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html",
        _balancers,
    ),
)
