"""When a finding only follows from another one of what stands in front: listeners, names, proxies; for ``follow_ups``.

Each is asked of two findings, of which the first is the cause.
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.follow_ups_words import names, of, refers, speaks_of
from seatrial.model.finding import Finding
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at


def is_of_its_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port that a container doesn't map, and who is told to call or to check it."""
    if cause.path[-1:] != ("ContainerPort",):
        return False
    spoken = {name for name in re.findall(r"[\w/]+", item.what) if name in system.resources}
    mapped = cause.logical_id in spoken or any(refers(system, name, cause.logical_id) for name in spoken)
    return mapped or names(system, cause, item.logical_id)


def runs_it(system: System, cause: Finding, item: Finding) -> bool:
    """What is wrong with an image or a secret of a definition, and what its tasks don't reach for its sake."""
    spoken = [name for name in re.findall(r"[\w/]+", item.what) if name in system.resources]
    return any(refers(system, name, cause.logical_id) for name in spoken)


def is_written_otherwise(system: System, cause: Finding, item: Finding) -> bool:
    """A property that is there by another name, which is told, and that an API misses."""
    meant = cause.mend.removeprefix("write ").partition(" ")[0]
    return cause.logical_id == item.logical_id and item.path[-1:] == (meant,) != (cause.mend,)


def is_of_its_kind(system: System, cause: Finding, item: Finding) -> bool:
    """A load balancer of a type that there isn't, or that is another's, and where its metrics are."""
    return cause.path == ("Type",) and names(system, item, cause.logical_id)


def is_for_that_protocol(system: System, cause: Finding, item: Finding) -> bool:
    """A target group whose protocol doesn't fit its listener, and what it can't have with that protocol."""
    group = of(system, item)
    return (
        "incompatible protocols" in cause.what
        and group is not None
        and names(system, cause, item.logical_id)
        and f"{as_text(group.get('Protocol'))} protocol" in item.what
    )


def is_a_subnet_elsewhere(system: System, cause: Finding, item: Finding) -> bool:
    """A zone that isn't of the region, and a load balancer that lacks the right one."""
    subnet = of(system, cause)
    if subnet is None or subnet.type != "AWS::EC2::Subnet" or cause.path != ("AvailabilityZone",):
        return False
    return as_text(subnet.get("AvailabilityZone")) in item.why


def are_exchanged(system: System, cause: Finding, item: Finding) -> bool:
    """Two properties of which each names what the other takes, and what an API says of one."""
    both = cause.what.endswith(" are exchanged") and cause.logical_id == item.logical_id
    return both and any(isinstance(part, str) and speaks_of(cause, part) for part in item.path)


def is_another_database(system: System, cause: Finding, item: Finding) -> bool:
    """A database of another engine than all around it, and what doesn't go with that."""
    return cause.path == ("Engine",) and (speaks_of(item, cause.logical_id) or cause.logical_id == item.logical_id)


def is_in_no_cluster(system: System, cause: Finding, item: Finding) -> bool:
    """An instance that doesn't say of which cluster it is, and the cluster without one."""
    return cause.path == ("DBClusterIdentifier",)


def has_its_name(system: System, cause: Finding, item: Finding) -> bool:
    """A name that is refused, and who names the thing by it or looks for it there."""
    if cause.path not in (("Name",), ("TargetGroupName",)):
        return False
    return names(system, item, cause.logical_id) or speaks_of(item, cause.logical_id)


def has_the_name_of_the_record(system: System, cause: Finding, item: Finding) -> bool:
    """A record that Route 53 refuses for its name, and the certificate that isn't for that."""
    record = of(system, cause)
    name = as_text(record.get(*cause.path)).rstrip(".") if record is not None and cause.path else ""
    return bool(name) and cause.path[-1:] == ("Name",) and re.search(rf"\b{re.escape(name)}$", item.what) is not None


def needs_https(system: System, cause: Finding, item: Finding) -> bool:
    """A listener with a certificate that isn't for HTTPS, and what its rules can do with HTTPS alone."""
    plain = cause.path[:1] == ("Certificates",) and "needs an HTTPS listener" in item.what
    return plain and names(system, item, cause.logical_id)


def is_of_no_such_service(system: System, cause: Finding, item: Finding) -> bool:
    """An endpoint for a service that there isn't, and what tasks don't reach for want of the right one."""
    return cause.logical_id == item.logical_id and cause.path[:1] == ("ServiceName",)


def offers_on_another_port(system: System, cause: Finding, item: Finding) -> bool:
    """A port of a client alias that is refused, and who calls it on the right one."""
    service = of(system, cause)
    if service is None or "ClientAliases" not in cause.path:
        return False
    aliases = as_list(service.get(*cause.path[: cause.path.index("ClientAliases") + 1]))
    return any(speaks_of(item, as_text(at(alias, "Port"))) for alias in aliases)


def is_all_that_is_named(system: System, cause: Finding, item: Finding) -> bool:
    """An ARN that is none, and the note that the template doesn't create that."""
    return cause.logical_id == item.logical_id and cause.path == item.path and ", " not in item.what
