"""When a finding only follows from another one, of services, listeners and records; for the pairs of ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.model.finding import Finding
from seatrial.model.system import System


def names(system: System, finding: Finding, target: str) -> bool:
    """Whether the resource of a finding refers to another one."""
    resource = system.resources.get(finding.logical_id)
    return resource is not None and any(item.target == target for item in resource.references)


def registers_in_it(system: System, cause: Finding, item: Finding) -> bool:
    """A Cloud Map service with records of another kind than a service registers, as those see it who ask for them."""
    return cause.path[:1] == ("ServiceRegistries",) and names(system, cause, item.logical_id)


def is_deployed_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """What a deployment controller doesn't do, where the controller is the fault."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("DeploymentController",)


def stands_in_private(system: System, cause: Finding, item: Finding) -> bool:
    """The internet gateway that a load balancer waits for, which is in the wrong subnets or not for the internet."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("Subnets",)


def speaks_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """A listener that can't send to its target group, and the security group that is open for the other protocol."""
    if "incompatible protocols" not in cause.what:
        return False
    return re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def listens_nowhere(system: System, cause: Finding, item: Finding) -> bool:
    """A port that there isn't, and the security group that isn't open on it."""
    return cause.path == ("Port",) and re.search(rf"\breach {re.escape(cause.logical_id)}\b", item.what) is not None


def looks_for_instances(system: System, cause: Finding, item: Finding) -> bool:
    """What a service on instances can't have, where that it looks for instances is the fault."""
    return cause.logical_id == item.logical_id and "EC2 launch type" in item.what


def is_a_secret_as_well(system: System, cause: Finding, item: Finding) -> bool:
    """A variable that is to be a secret, where a secret of its name is refused for it."""
    named = re.search(r"environment variables set on the container, such as '(.+)'", cause.what)
    return named is not None and cause.logical_id == item.logical_id and item.what.startswith(f"{named[1]} of ")


def stands_in_two_networks(system: System, cause: Finding, item: Finding) -> bool:
    """What a service's tasks don't reach from the other one of two VPCs."""
    apart = "belong to different networks" in cause.what
    return apart and re.search(rf"\btasks of {re.escape(cause.logical_id)}\b", item.what) is not None


def is_too_much(system: System, cause: Finding, item: Finding) -> bool:
    """What a property would want beside it that excludes another one."""
    given = " at once" in cause.what and cause.path and cause.logical_id == item.logical_id
    return bool(given) and f"with {cause.path[-1]} lacks" in item.what


def checks_a_port_that_is_refused(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a definition would map, if it didn't map another one twice."""
    return "mapped multiple times" in cause.what and item.what.endswith(f"no container of {cause.logical_id} maps")
