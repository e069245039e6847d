"""When a finding only follows from another one of VPCs, subnets, routes and endpoints; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.follow_ups_words import (
    names,
    of,
    refers,
    speaks_of,
)
from seatrial.model.finding import Finding
from seatrial.model.system import System
from seatrial.model.value import as_list, as_number


def same_file_system(system: System, cause: Finding, item: Finding) -> bool:
    return "already exists in this AZ" in cause.what and names(system, cause, item.logical_id)


def is_of_no_service(system: System, cause: Finding, item: Finding) -> bool:
    """What the policy of an endpoint allows, of which nobody knows the service."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("ServiceName",)


def keeps_tasks_apart(system: System, cause: Finding, item: Finding) -> bool:
    """A host in a variable to which tasks have no way, where that way is told by itself."""
    if cause.logical_id == item.logical_id and cause.path == item.path:
        return True
    ends = re.findall(r"tasks of ([\w/]+)", item.why)
    return bool(ends) and all(re.search(rf"\b{re.escape(end)}\b", f"{cause.what} {cause.why}") for end in ends)


def names_the_same_vpc(system: System, cause: Finding, item: Finding) -> bool:
    """What the template does not create is nothing but the VPC that is told to be another one."""
    return item.what.endswith(f": {cause.what.partition(' in ')[2].partition(',')[0]}")


def is_another_engine(system: System, cause: Finding, item: Finding) -> bool:
    """A store of an engine that there isn't has no port of its own either."""
    return cause.path == ("Engine",) and re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def stands_in_two_networks(system: System, cause: Finding, item: Finding) -> bool:
    """What a service's tasks don't reach from the other one of two VPCs."""
    apart = "belong to different networks" in cause.what
    return apart and re.search(rf"\btasks of {re.escape(cause.logical_id)}\b", item.what) is not None


def waits_through_it(system: System, cause: Finding, item: Finding) -> bool:
    """A NAT gateway without a route to the internet, which waited for the gateway by that route."""
    return "no route" in cause.why and re.search(rf"\b{re.escape(item.logical_id)}\b", cause.why) is not None


def lacks_a_mount_target(system: System, cause: Finding, item: Finding) -> bool:
    """A file system without a mount target in a zone, and those in the others that its tasks should wait for."""
    named = re.findall(r"[\w/]+", item.what)
    return "no mount target" in cause.what and any(refers(system, name, cause.logical_id) for name in named)


def has_an_odd_subnet(system: System, cause: Finding, item: Finding) -> bool:
    """A service of which some subnets are of another kind, and the zones that are left without these."""
    service = of(system, cause)
    if service is None or cause.logical_id != item.logical_id:
        return False
    given = as_list(service.get("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"))
    words = re.findall(r"[\w/]+", cause.what)
    blamed = [one for one in system.of_type("AWS::EC2::Subnet") if one.physical_id in given and one.logical_id in words]
    return 0 < len(blamed) < len(given)


def is_no_gateway(system: System, cause: Finding, item: Finding) -> bool:
    """A NAT gateway that EC2 refuses, and what can't be reached through it."""
    resource = of(system, cause)
    return resource is not None and resource.type == "AWS::EC2::NatGateway" and cause.logical_id == item.logical_id


def is_in_no_network(system: System, cause: Finding, item: Finding) -> bool:
    """What is given for a VPC and is none, and who is then in another network."""
    if cause.path != ("VpcId",) or cause.logical_id == item.logical_id:
        return False
    apart = "different networks" in item.what or "different VPC" in item.what
    resource = of(system, item)
    named = {one.target for one in resource.references} if resource is not None else set()
    return apart and (cause.logical_id in named or speaks_of(item, cause.logical_id))


def is_its_route(system: System, cause: Finding, item: Finding) -> bool:
    """A route that EC2 refuses, and a table that lacks it."""
    resource = of(system, cause)
    if resource is None or resource.type != "AWS::EC2::Route":
        return False
    return any(one.target == item.logical_id for one in resource.references if one.path == ("RouteTableId",))


def puts_all_in_one_zone(system: System, cause: Finding, item: Finding) -> bool:
    """Two subnets in one zone that must not be, and the tasks that run there."""
    return " are both in " in cause.what


def is_in_too_few_subnets(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer with a subnet too few, and the zone of tasks that it is not in therefore."""
    return cause.path[:1] == ("Subnets",) and speaks_of(item, cause.logical_id)


def attaches_something_else(system: System, cause: Finding, item: Finding) -> bool:
    """A gateway that is attached nowhere, where what should attach it is refused for that very gateway."""
    resource = of(system, cause)
    named = re.search(r"ID '(\S+)' does not exist", cause.what)
    if resource is None or resource.type != "AWS::EC2::VPCGatewayAttachment" or named is None:
        return False
    return f" {named[1]} is not attached to " in item.what


def is_no_rule(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a rule would open if EC2 took it."""
    group = of(system, cause)
    if group is None or cause.logical_id != item.logical_id or cause.path[:1] != ("SecurityGroupIngress",):
        return False
    first, last = (as_number(group.get(*cause.path[:2], key)) for key in ("FromPort", "ToPort"))
    return any(first <= int(port) <= last for port in re.findall(r"\(port (\d+)\)", item.what))
