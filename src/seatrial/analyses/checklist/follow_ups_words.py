"""What two findings may have to do with each other, whatever they are about; for the pairs of ``follow_ups``."""

from __future__ import annotations

import re

from seatrial.model.finding import Finding
from seatrial.model.resource import Resource
from seatrial.model.system import System


def of(system: System, finding: Finding) -> Resource | None:
    """The resource that a finding stands at."""
    return system.resources.get(finding.logical_id)


def refers(system: System, source: str, target: str) -> bool:
    resource = system.resources.get(source)
    return resource is not None and any(item.target == target for item in resource.references)


def names(system: System, finding: Finding, target: str) -> bool:
    """Whether the resource of a finding refers to another one."""
    return refers(system, finding.logical_id, target)


def speaks_of(item: Finding, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", item.what) is not None


def same_resource(system: System, cause: Finding, item: Finding) -> bool:
    return cause.logical_id == item.logical_id


def same_place(system: System, cause: Finding, item: Finding) -> bool:
    """What two checks say of one property."""
    return cause.logical_id == item.logical_id and cause.path == item.path


def refers_to_it(system: System, cause: Finding, item: Finding) -> bool:
    """Whether the cause's resource names the other one."""
    return names(system, cause, item.logical_id)


def is_referred_to(system: System, cause: Finding, item: Finding) -> bool:
    """Whether the other resource names the cause's, or waits for it."""
    return names(system, item, cause.logical_id)


def is_spoken_of(system: System, cause: Finding, item: Finding) -> bool:
    """Whether the other finding names the resource that is wrong in itself."""
    return speaks_of(item, cause.logical_id)
