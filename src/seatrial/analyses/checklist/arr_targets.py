"""Target groups: which take turns while a service is deployed, which stay empty, and which entry is in a wrong one."""

from __future__ import annotations

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at


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
