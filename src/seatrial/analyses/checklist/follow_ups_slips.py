"""What follows from one value that is wrong in itself, or belongs to another kind of thing than all around it."""

from __future__ import annotations

import re

from seatrial.analyses.checklist.absentees import is_a_slip, may_be_named
from seatrial.analyses.checklist.follow_ups_roles import of_a_role_without_policies
from seatrial.analyses.checklist.follow_ups_words import refers, same_resource, speaks_of
from seatrial.analyses.checklist.unresolved import name_of
from seatrial.model.finding import Finding, Severity
from seatrial.model.system import System

# Without these, nothing leads out of a network.
_ROUTED = tuple(
    f"AWS::EC2::{name}" for name in ("NatGateway", "VPCGatewayAttachment", "Route", "RouteTable", "Subnet", "VPC")
)


def has_that_value(system: System, cause: Finding, item: Finding) -> bool:
    """An API refuses a resource for a value that its schema refuses: of the property, or what holds it."""
    if cause.logical_id != item.logical_id or not cause.path or item.severity is not Severity.ERROR:
        return False
    resource = system.resources.get(cause.logical_id)
    value = resource.get(*cause.path) if resource is not None else None
    above = item.path == cause.path[: len(item.path)]
    return above and (bool(item.path) or f"({value})" in item.what or f"'{value}'" in item.what)


def is_for_another_kind_of_target(system: System, cause: Finding, item: Finding) -> bool:
    """A target group's kind of target takes neither the service nor the protocol beside it."""
    return cause.path == ("TargetType",) and cause.logical_id == item.logical_id


def looks_for_instances_as_well(system: System, cause: Finding, item: Finding) -> bool:
    """What only Fargate takes stands beside the launch type of another."""
    beside = cause.path[:-1] == item.path[:-1] and item.path != cause.path
    about = cause.logical_id == item.logical_id and "launch type" in item.what
    return cause.path[-1:] == ("LaunchType",) and (beside or about)


def is_not_let_in(system: System, cause: Finding, item: Finding) -> bool:
    """What sends to the wrong queue, which doesn't let it in."""
    return speaks_of(cause, item.logical_id)


def registers_another_port(system: System, cause: Finding, item: Finding) -> bool:
    """What a load balancer doesn't reach of a service that registers with it in a way that ECS refuses."""
    return cause.path[:1] == ("LoadBalancers",) and speaks_of(item, cause.logical_id)


def is_in_the_circle(system: System, cause: Finding, item: Finding) -> bool:
    """An error at what is never made, because it waits for itself, or about it."""
    if item.severity is not Severity.ERROR:
        return False
    own = [name for name in re.findall(r"[\w/]+", cause.what) if name in system.resources]
    network = any(system.resources[name].type in _ROUTED for name in own)
    if network and item.code.startswith(("STA00", "CRE001")):
        return True
    return item.logical_id in own or any(re.search(rf"\b{re.escape(name)}\b", item.what) for name in own)


def is_passed_by_mistake(system: System, cause: Finding, item: Finding) -> bool:
    """Whoever starts a task may not pass a role that ECS may not assume: another one is meant in its place."""
    if cause.path[-1:] not in (("TaskRoleArn",), ("ExecutionRoleArn",)):
        return False
    resource = system.resources.get(cause.logical_id)
    named = {one.target for one in resource.references if one.path == cause.path} if resource is not None else set()
    return any(item.what.endswith(f" {name}") for name in named)


def is_not_there_either(system: System, cause: Finding, item: Finding) -> bool:
    """A listener names what a condition keeps from being made: it is meant to be under that condition itself."""
    return re.search(rf"\b{re.escape(cause.logical_id)}\b", f"{item.what} {item.why}") is not None


def names_what_is_lost(system: System, cause: Finding, item: Finding) -> bool:
    """A way is shut, and something waits for a route, an attachment or a rule that isn't there by any name like it."""
    name = name_of(cause)
    return item.severity is Severity.ERROR and not is_a_slip(name, system.resources) and may_be_named(item, [name])


def has_that_name_on_it(system: System, cause: Finding, item: Finding) -> bool:
    """A certificate is refused for its names, and doesn't cover one."""
    return "ValidationOptions" in cause.what and cause.logical_id != item.logical_id


def leads_through_the_subnet(system: System, cause: Finding, item: Finding) -> bool:
    """A rule that allows a subnet's addresses, and the subnet has other ones, which are refused."""
    resource = system.resources.get(cause.logical_id)
    return resource is not None and resource.type == "AWS::EC2::Subnet" and cause.path[:1] == ("CidrBlock",)


def is_of_no_role(system: System, cause: Finding, item: Finding) -> bool:
    """The first of what a role may not do to which no policy belongs, and all else."""
    return of_a_role_without_policies(system, cause, item) and (cause.code, cause.what) < (item.code, item.what)


def is_filled_in_as_well(system: System, cause: Finding, item: Finding) -> bool:
    """One of several placeholders of a state machine that has no substitutions at all."""
    machine = system.resources.get(cause.logical_id)
    lacks = machine is not None and cause.logical_id == item.logical_id and not machine.get("DefinitionSubstitutions")
    return lacks and cause.what < item.what


def is_of_the_same_policy(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that is wrong in itself lets nobody in: what it is for is refused as well."""
    return (
        same_resource(system, cause, item)
        or refers(system, cause.logical_id, item.logical_id)
        or _shares(system, cause, item)
    )


def stands_in_a_zone_by_chance(system: System, cause: Finding, item: Finding) -> bool:
    """What is told of zones that two subnets share, where AWS chooses the zone of one."""
    resource = system.resources.get(item.logical_id)
    if resource is None or not re.search(r"zone|[a-z]-\d[a-z]\b", f"{item.what} {item.why}", re.IGNORECASE):
        return False
    listed = item.path[:-1] if item.path and isinstance(item.path[-1], int) else item.path
    named = {one.target for one in resource.references if one.path[: len(listed)] == listed[: len(one.path)]}
    return cause.logical_id in named


def _shares(system: System, cause: Finding, item: Finding) -> bool:
    """Whether both name one thing: the policy its queue, the bucket the queue that it notifies."""
    ends = [
        {one.target for one in found.references}
        for name in (cause.logical_id, item.logical_id)
        if (found := system.resources.get(name)) is not None
    ]
    return len(ends) > 1 and not ends[0].isdisjoint(ends[1])
