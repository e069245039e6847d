"""Which target groups a load balancer sends requests to, and through which listeners and rules."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, at

LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


def groups_of(resource: Resource) -> Iterator[tuple[Value, PropertyPath]]:
    """Every target group that a listener's or a rule's actions name, with its place."""
    key = "DefaultActions" if resource.type == LISTENER else "Actions"
    for index, action in enumerate(entries(resource.get(key))):
        if is_given(at(action, "TargetGroupArn")):
            yield at(action, "TargetGroupArn"), (key, index, "TargetGroupArn")
        for place, item in enumerate(entries(at(action, "ForwardConfig", "TargetGroups"))):
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


def may_be_forwarded(world: World, group: Resource) -> bool:
    """Whether a listener or rule forwards to a target group, or might, since what it does isn't fully known."""
    return group.physical_id in forwarded_groups(world) or any(
        not known(resource.get("DefaultActions" if resource.type == LISTENER else "Actions"))
        for resource in world.of_type(LISTENER, LISTENER_RULE)
    )
