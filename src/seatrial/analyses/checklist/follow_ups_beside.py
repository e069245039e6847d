"""More pairs of findings of which the second only follows from the first: what is refused beside tasks, and orders.

The shape is that of ``follow_ups``, which adds these to its own.
"""

from __future__ import annotations

import re

from seatrial.model.finding import Finding
from seatrial.model.system import System
from seatrial.model.value import as_list

_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::Role")


def refers_to_it(system: System, cause: Finding, item: Finding) -> bool:
    """Whether the cause's resource names the other one."""
    return _refers(system, cause.logical_id, item.logical_id)


def is_referred_to(system: System, cause: Finding, item: Finding) -> bool:
    """Whether the other resource names the cause's, or waits for it."""
    return _refers(system, item.logical_id, cause.logical_id)


def of_one_pair(system: System, cause: Finding, item: Finding) -> bool:
    """What a deployment group says of its target groups, of which it has not two."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("LoadBalancerInfo",)


def lets_it_be_called(system: System, cause: Finding, item: Finding) -> bool:
    """A permission that is refused, and who may therefore not call the function."""
    resource = system.resources.get(cause.logical_id)
    if resource is None or resource.type != "AWS::Lambda::Permission":
        return False
    return any(re.search(rf"\b{re.escape(one.target)}\b", item.what) for one in resource.references)


def in_one_policy(system: System, cause: Finding, item: Finding) -> bool:
    """The policy of a key that is refused as a whole, and what one of its statements lacks."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1]


def stands_there_too(system: System, cause: Finding, item: Finding) -> bool:
    """What two checks say of one property."""
    return cause.logical_id == item.logical_id and cause.path == item.path


def is_of_the_same_size(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id and cause.path[:1] in (("MinCapacity",), ("MaxCapacity",))


def is_of_the_wrong_definition(system: System, cause: Finding, item: Finding) -> bool:
    """What a role may not start and tasks cannot reach, where another task definition is meant."""
    if not cause.path or "are for" not in cause.what:
        return False
    return refers_to_it(system, cause, item) or f"tasks of {cause.logical_id} " in item.what


def is_an_instance_of_it(system: System, cause: Finding, item: Finding) -> bool:
    """A cluster of an engine that there is not, and its instances, which are of another one."""
    return cause.path == item.path == ("Engine",) and is_referred_to(system, cause, item)


def has_that_name(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service that is refused, and the host that it would have been."""
    service = system.resources.get(cause.logical_id)
    if service is None or service.type != "AWS::ServiceDiscovery::Service":
        return False
    host = re.search(r" names ([\w.-]+)", item.what)
    return host is not None and host[1].partition(".")[0] == service.get("Name")


def is_of_its_role(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that is refused, and what its role therefore may not do."""
    policy = system.resources.get(cause.logical_id)
    if policy is None or policy.type not in _POLICIES or not cause.path:
        return False
    return cause.path[0] == "Roles" or cause.logical_id == item.logical_id or refers_to_it(system, cause, item)


def reads_the_same_secret(system: System, cause: Finding, item: Finding) -> bool:
    """A secret without any value, as another task definition reads it, or before its attachment is there."""
    empty = re.search(r"(\S+), which has no value$", cause.what)
    if empty is None:
        return False
    if item.code == cause.code:
        return item.what.endswith(f" {empty[0]}") and item.span.line > cause.span.line
    return _refers(system, item.logical_id, empty[1])


def waits_through_it(system: System, cause: Finding, item: Finding) -> bool:
    """A NAT gateway without a route to the internet, which waited for the gateway by that route."""
    return "no route" in cause.why and re.search(rf"\b{re.escape(item.logical_id)}\b", cause.why) is not None


def watches_too_little(system: System, cause: Finding, item: Finding) -> bool:
    """An alarm whose dimensions lack one: whoever adds it has an alarm on the service again."""
    alarm = system.resources.get(cause.logical_id)
    watched = alarm.get("Namespace") if alarm is not None else None
    return cause.path[:1] == ("Dimensions",) and watched in ("AWS/ApplicationELB", "AWS/NetworkELB", "AWS/ECS")


def scales_twice(system: System, cause: Finding, item: Finding) -> bool:
    """A service with two scalable targets, of which one is another service's, and what scales by them."""
    return "ScalableTarget' with identifier" in cause.what


def lacks_a_mount_target(system: System, cause: Finding, item: Finding) -> bool:
    """A file system without a mount target in a zone, and those in the others that its tasks should wait for."""
    named = re.findall(r"[\w/]+", item.what)
    return "no mount target" in cause.what and any(_refers(system, name, cause.logical_id) for name in named)


def has_an_odd_subnet(system: System, cause: Finding, item: Finding) -> bool:
    """A service of which some subnets are of another kind, and the zones that are left without these."""
    service = system.resources.get(cause.logical_id)
    if service is None or cause.logical_id != item.logical_id:
        return False
    given = as_list(service.get("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"))
    words = re.findall(r"[\w/]+", cause.what)
    blamed = [one for one in system.of_type("AWS::EC2::Subnet") if one.physical_id in given and one.logical_id in words]
    return 0 < len(blamed) < len(given)


def _refers(system: System, source: str, target: str) -> bool:
    resource = system.resources.get(source)
    return resource is not None and any(item.target == target for item in resource.references)
