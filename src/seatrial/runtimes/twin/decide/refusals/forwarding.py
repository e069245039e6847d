"""Which target groups a load balancer sends requests to, and through which listeners and rules."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, at
from seatrial.runtimes.twin.decide.refusals.world import World

LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


def groups_of(resource: Resource) -> Iterator[tuple[Value, PropertyPath]]:
    """Every target group that a listener's or a rule's actions name, with its place."""
    key = "DefaultActions" if resource.type == LISTENER else "Actions"
    for index, action in enumerate(as_list(resource.get(key))):
        if at(action, "TargetGroupArn") is not None:
            yield at(action, "TargetGroupArn"), (key, index, "TargetGroupArn")
        for place, item in enumerate(as_list(at(action, "ForwardConfig", "TargetGroups"))):
            path: PropertyPath = (key, index, "ForwardConfig", "TargetGroups", place, "TargetGroupArn")
            yield at(item, "TargetGroupArn"), path


def balancer_of(world: World, resource: Resource) -> str:
    """The ARN of the load balancer that a listener or rule belongs to; "" where that isn't known."""
    if resource.type == LISTENER:
        named = resource.get("LoadBalancerArn")
        return named if isinstance(named, str) else ""
    listener = world.find(resource.get("ListenerArn"), LISTENER)
    return balancer_of(world, listener) if listener is not None else ""


def forwarded_groups(world: World, *, colliding: bool = False) -> dict[str, set[str]]:
    """Target group ARN → ARNs of the load balancers that forward to it; ``colliding`` as in ``World.taken``."""
    found: dict[str, set[str]] = {}
    resources = world.taken if colliding else world.of_type
    for resource in resources(LISTENER, LISTENER_RULE):
        for group, _ in groups_of(resource):
            target = world.find(group, TARGET_GROUP)
            if target is not None:
                found.setdefault(target.physical_id, set()).add(balancer_of(world, resource))
    return found
