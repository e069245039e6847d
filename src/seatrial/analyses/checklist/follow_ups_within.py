"""More pairs of findings of which the second only follows from the first: around one listener, one target group, one
role, one database. The shape is that of ``follow_ups``, which adds these to its own.
"""

from __future__ import annotations

import re

from seatrial.model.finding import Finding
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_text

_LISTENER = re.compile(r"\breach (\S+ \(port \d+\))")


def _of(system: System, finding: Finding) -> Resource | None:
    return system.resources.get(finding.logical_id)


def speaks_of(item: Finding, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", item.what) is not None


def _named_at(system: System, finding: Finding) -> set[str]:
    """What the property of a finding refers to."""
    resource, length = _of(system, finding), len(finding.path)
    return {one.target for one in resource.references if one.path[:length] == finding.path} if resource else set()


def registers_with_another(system: System, cause: Finding, item: Finding) -> bool:
    """A service in another's target group: what that group, its load balancer and its metrics say of it."""
    if item.code == "ARR006":
        return item.logical_id in _named_at(system, cause)
    return cause.logical_id == item.logical_id or speaks_of(item, cause.logical_id)


def has_the_wrong_role(system: System, cause: Finding, item: Finding) -> bool:
    """What a role lacks for ECS Exec that stands in the other role's place."""
    return speaks_of(cause, item.logical_id)


def is_scaled_by_none(system: System, cause: Finding, item: Finding) -> bool:
    """A policy that names something else than its scalable target, and the target that nothing scales."""
    return cause.path[:1] == ("ScalingTargetId",)


def answers_in_no_way(system: System, cause: Finding, item: Finding) -> bool:
    """An action that a listener can't do, and what is said of how it answers."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("DefaultActions",)


def has_a_certificate(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that has a certificate and doesn't speak TLS, and a redirect that expects it to."""
    return cause.path[:1] == ("Certificates",) and speaks_of(item, cause.logical_id)


def is_on_the_wrong_balancer(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that its load balancer can't have, and the ways to it and on from it."""
    listener = _of(system, cause)
    if listener is None or "must be one of" not in cause.what:
        return False
    balancers = {one.target for one in listener.references if one.path == ("LoadBalancerArn",)}
    return speaks_of(item, cause.logical_id) or any(item.what.startswith(f"{name} cannot reach") for name in balancers)


def is_the_same_listener(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that nobody reaches, where it is told of the one who should."""
    ends = [_LISTENER.search(one.what) for one in (cause, item)]
    return all(ends) and ends[0][1] == ends[1][1]  # type: ignore[index]


def registers_that_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a service registers and doesn't have, and who can't reach it there."""
    port = re.search(r"\bport (\d+)", cause.what)
    return port is not None and speaks_of(item, cause.logical_id) and speaks_of(item, port[1])


def is_no_gateway(system: System, cause: Finding, item: Finding) -> bool:
    """A NAT gateway that EC2 refuses, and what can't be reached through it."""
    resource = _of(system, cause)
    return resource is not None and resource.type == "AWS::EC2::NatGateway" and cause.logical_id == item.logical_id


def conflicts_with_it(system: System, cause: Finding, item: Finding) -> bool:
    """A record of a wrong type, and another of its name that Route 53 takes no more beside that."""
    one, other = _of(system, cause), _of(system, item)
    if one is None or other is None or one is other or "conflicting RRSet" not in item.what:
        return False
    return cause.path[:1] == ("Type",) and as_text(one.get("Name")) == as_text(other.get("Name"))


def is_of_the_namespace(system: System, cause: Finding, item: Finding) -> bool:
    """Records that a namespace for API calls can't have, and the namespace that isn't one for DNS."""
    return cause.logical_id == item.logical_id and cause.path[:1] == item.path[:1] == ("DnsConfig",)


def makes_that_database(system: System, cause: Finding, item: Finding) -> bool:
    """The name of a database that RDS refuses, and who is told another one."""
    return cause.path in (("DBName",), ("DatabaseName",)) and speaks_of(item, cause.logical_id)


def is_in_one_list(system: System, cause: Finding, item: Finding) -> bool:
    """Two of one list that are things of another kind."""
    both = bool(cause.path and item.path) and isinstance(cause.path[-1], int) and isinstance(item.path[-1], int)
    return both and cause.logical_id == item.logical_id and cause.path[:-1] == item.path[:-1]


def has_that_option(system: System, cause: Finding, item: Finding) -> bool:
    """An option of a log driver that is misspelt, and the one that is missing for it."""
    return (
        "disallows options" in cause.what
        and cause.logical_id == item.logical_id
        and cause.path[:-1] == item.path[: len(cause.path) - 1]
    )


def is_misplaced_there(system: System, cause: Finding, item: Finding) -> bool:
    """Load balancers of a service that stand at a wrong depth, and what a service without any can't have."""
    grace = item.path[:1] == ("HealthCheckGracePeriodSeconds",)
    return grace and cause.logical_id == item.logical_id and cause.path[-1:] == ("LoadBalancers",)


def is_in_no_network(system: System, cause: Finding, item: Finding) -> bool:
    """What is given for a VPC and is none, and who is then in another network."""
    if cause.path != ("VpcId",) or cause.logical_id == item.logical_id:
        return False
    apart = "different networks" in item.what or "different VPC" in item.what
    resource = _of(system, item)
    named = {one.target for one in resource.references} if resource is not None else set()
    return apart and (cause.logical_id in named or speaks_of(item, cause.logical_id))


def has_no_credentials(system: System, cause: Finding, item: Finding) -> bool:
    """A task without a task role, or with the policy of one at another, as its sidecars find it."""
    if cause.path[-1:] not in (("TaskRoleArn",), ("Roles",), ("RoleName",)):
        return False
    same = cause.logical_id == item.logical_id
    return same and (cause.path == item.path or "has no task role" in item.what)


def reads_the_same_key(system: System, cause: Finding, item: Finding) -> bool:
    """A key that a secret doesn't have, for whoever asks for it."""
    asked = re.search(r"reads (the JSON key \S+ of [\w/]+)", cause.what)
    return asked is not None and asked[1] in item.what


def is_its_route(system: System, cause: Finding, item: Finding) -> bool:
    """A route that EC2 refuses, and a table that lacks it."""
    resource = _of(system, cause)
    if resource is None or resource.type != "AWS::EC2::Route":
        return False
    return any(one.target == item.logical_id for one in resource.references if one.path == ("RouteTableId",))


def listens_there(system: System, cause: Finding, item: Finding) -> bool:
    """A listener on another port than the one that its load balancer is open on, and that it is closed on."""
    return cause.path == ("Port",) and speaks_of(item, cause.logical_id)
