"""The host conditions of listener rules, and the target groups that something forwards to and nobody is in.

Source (read 2026-11-29): https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
(host conditions).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at, unknowns

IPV4, HTTPS = "ipv4", 443


def patterns_of(rule: Resource) -> Iterator[tuple[PropertyPath, frozenset[str]]]:
    """The host conditions of a rule: each with its place and its patterns."""
    for index, item in enumerate(as_list(rule.get("Conditions"))):
        if as_text(at(item, "Field")) == "host-header":
            values = as_list(at(item, "HostHeaderConfig", "Values")) or as_list(at(item, "Values"))
            yield ("Conditions", index), frozenset(as_text(value).lower() for value in values)


def is_open(rule: Resource) -> bool:
    """Whether a rule takes requests for any host, or for ones that aren't known."""
    conditions = rule.get("Conditions")
    regular = any(
        at(item, "HostHeaderConfig", "RegexValues") or (at(item, "Field") == "host-header" and at(item, "RegexValues"))
        for item in as_list(conditions)
    )
    return next(unknowns(conditions), None) is not None or regular or not any(True for _ in patterns_of(rule))


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
