"""Ways from tasks to what their containers are given, put together by the one rule that decides on them.

A way that already keeps tasks from starting is not told again: whoever mends that one looks once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.uses import Used
from seatrial.analyses.reach import ELSEWHERE, Path, Verdict
from seatrial.model.resource import Resource

Rule = tuple[object, ...]


class Way(Struct):
    """What one deciding rule keeps from its way. ``things`` are what isn't reached, ``hosts`` by which names."""

    path: Path
    placement: Placement
    things: dict[str, Resource] = field(default_factory=dict)
    hosts: dict[str, None] = field(default_factory=dict)
    subnets: dict[str, Resource] = field(default_factory=dict)
    users: dict[str, Resource] = field(default_factory=dict)

    def add(self, thing: Resource, host: str, subnet: Resource, user: Resource) -> None:
        self.things[thing.logical_id] = thing
        self.hosts[host] = None
        self.subnets[subnet.logical_id] = subnet
        self.users[user.logical_id] = user


def rule_of(path: Path) -> Rule:
    """What decides on a way: the resource, the place in it, and why; () where nothing does."""
    hop = path.deciding
    return (hop.resource.logical_id if hop.resource else "", hop.path, hop.code) if hop is not None else ()


def from_there(inquiry: Inquiry, subnets: Sequence[Resource]) -> str:
    """Where tasks are, for a sentence; nothing where it is the same wherever they are."""
    known = [item for item in subnets if item.type != ELSEWHERE]
    return f" from {inquiry.names(known)}" if known else ""


def told_already(inquiry: Inquiry) -> set[Rule]:
    """The rules that keep tasks from starting, which is a finding of its own."""
    return {rule_of(attempt.path) for blocked in inquiry.launches.blocked for attempt in blocked.attempts}


def service_rules(inquiry: Inquiry) -> set[Rule]:
    """The rules that keep tasks from services that they are given something of."""
    by_definition: dict[str, list[Used]] = {}
    for item in inquiry.used:
        by_definition.setdefault(item.gift.definition.logical_id, []).append(item)
    return {
        rule_of(path)
        for placement in inquiry.placements
        if placement.definition is not None
        for _, _, _, path in attempts(inquiry, placement, by_definition.get(placement.definition.logical_id, []))
        if path.verdict in (Verdict.NO, Verdict.PARTLY)
    }


def attempts(
    inquiry: Inquiry, placement: Placement, items: Sequence[Used]
) -> Iterator[tuple[Used, str, Resource, Path]]:
    """The way from each subnet of a placement to the service of each thing that is used: thing, host, subnet, way."""
    for interface in placement.interfaces(inquiry.paper) if items else ():
        for item in items:
            host = item.use.host(item.resource, inquiry.system.scope.region)
            if host and not (item.use.private and next(of_type(inquiry.systems, item.use.private), None)):
                yield item, host, interface.subnet, inquiry.paper.to_host(interface, host, item.use.port)


def finding_of(inquiry: Inquiry, way: Way, consequence: str) -> Found:
    """The finding about one rule that keeps some tasks from some things."""
    hop = way.path.deciding
    resource = hop.resource if hop is not None and hop.resource is not None else way.placement.by
    things, users = inquiry.names(list(way.things.values())), inquiry.names(list(way.users.values()))
    subnets = inquiry.names(list(way.subnets.values()))
    there = from_there(inquiry, list(way.subnets.values()))
    reach = "cannot always reach" if way.path.verdict is Verdict.PARTLY else "cannot reach"
    hosts = [host for host in way.hosts if host]
    reached = f": {' and '.join(hosts)} cannot be reached" if hosts else ""
    return Found(
        resource,
        hop.path if hop is not None else (),
        f"tasks of {users} {reach} {things}{there}",
        f"{way.path.why}, so {consequence}{reached}",
        (hop.mend if hop is not None else "") or f"give {subnets} a route to {things}",
    )
