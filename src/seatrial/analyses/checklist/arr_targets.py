"""Target groups: which take turns while a service is deployed, which stay empty, and which entry is in a wrong one."""

from __future__ import annotations

import re

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

_OWN = re.compile(r"(?P<scheme>https?)://(?:localhost|127\.0\.0\.1|\[::1\])(?::(?P<port>\d+))?(?=[/\s'\"?]|\Z)")
_DEFAULTS = {"http": 80, "https": 443}


def alternate_groups(inquiry: Inquiry) -> set[str]:
    """Target groups that take turns in blue/green deployments, ECS's own or CodeDeploy's."""
    found: set[str] = set()
    for placement in inquiry.placements:
        if as_text(placement.by.get("DeploymentController", "Type")) in ("CODE_DEPLOY", "EXTERNAL"):
            return {item.group.logical_id for item in inquiry.arrivals.forwards}
        for item in as_list(placement.by.get("LoadBalancers")):
            other = inquiry.find(at(item, "AdvancedConfiguration", "AlternateTargetGroupArn"))
            if other is not None:
                found.add(other.logical_id)
    return found


def empty_groups(inquiry: Inquiry) -> list[Resource]:
    """Target groups that something forwards to and that no service names."""
    used = {entry.group.logical_id for entry in inquiry.arrivals.entries if entry.group is not None}
    found = {item.group.logical_id: item.group for item in inquiry.arrivals.forwards}
    return [item for name, item in found.items() if name not in used and not item.get("Targets")]


def misplaced_entry(inquiry: Inquiry, entries: list[Entry], idle: list[Resource]) -> tuple[Entry, Resource] | None:
    """The entry of several in one target group that belongs to another: the port says which."""
    if len({(item.container, item.port) for item in entries}) < len(entries) or len(entries) < 2:
        return None
    for entry in entries:
        wanted = [item for item in idle if as_text(item.get("Port")) == str(entry.port)]
        if entry.group is not None and as_text(entry.group.get("Port")) != str(entry.port) and len(wanted) == 1:
            return entry, wanted[0]
    return None


def spoken_on(inquiry: Inquiry, entry: Entry) -> str:
    """What the container's own health check speaks on the port that the load balancer sends to; "" where it says none,
    or both.
    """
    definition = entry.placement.definition
    found = inquiry.container(definition, entry.container) if definition is not None else None
    line = " ".join(as_text(word) for word in as_list(at(found[1], "HealthCheck", "Command"))) if found else ""
    asked = {
        item["scheme"].upper()
        for item in _OWN.finditer(line)
        if int(item["port"] or _DEFAULTS[item["scheme"]]) == entry.port
    }
    return asked.pop() if len(asked) == 1 else ""
