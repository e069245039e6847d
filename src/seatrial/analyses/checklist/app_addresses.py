"""Whether the addresses in containers' variables lead somewhere: load balancers by their own names or by records.

An application is often told its own address, for links and redirects, without ever calling it: the load balancer in
front of the same tasks is left out. And what a browser calls, a front end is only told of: of a load balancer that
faces the internet it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

RECORD_SET, RECORD_SETS, ZONE = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup", "AWS::Route53::HostedZone"


class Call(Struct, frozen=True):
    """An address that leads to a load balancer. ``record`` is what gives it that name, None for its own name."""

    address: Address
    balancer: Resource
    record: Resource | None
    zone: Resource | None


def _calls(inquiry: Inquiry) -> Iterator[Call]:
    if not inquiry.addresses:
        return
    balancers = {
        as_text(item.attributes.get("DNSName")).lower(): item
        for system in inquiry.systems
        for item in system.of_type(BALANCER)
    }
    balancers.pop("", None)
    records = dict(_records(inquiry, balancers)) if balancers else {}
    for address in inquiry.addresses:
        balancer = balancers.get(address.host.removeprefix("dualstack."))
        if balancer is not None:
            yield Call(address, balancer, None, None)
        elif address.host in records:
            balancer, record, zone = records[address.host]
            yield Call(address, balancer, record, zone)


def _records(
    inquiry: Inquiry, balancers: dict[str, Resource]
) -> Iterator[tuple[str, tuple[Resource, Resource, Resource | None]]]:
    """Names that records give to load balancers."""
    for system in inquiry.systems:
        for resource in system.of_type(RECORD_SET, RECORD_SETS):
            listed = as_list(resource.get("RecordSets")) or [dict(resource.properties)]
            for item in listed:
                for name in (at(item, "AliasTarget", "DNSName"), *as_list(at(item, "ResourceRecords"))):
                    bare = as_text(name).rstrip(".").lower().removeprefix("dualstack.")
                    if bare in balancers:
                        zone = inquiry.find(at(item, "HostedZoneId") or resource.get("HostedZoneId"), ZONE)
                        yield as_text(at(item, "Name")).rstrip(".").lower(), (balancers[bare], resource, zone)


def _in_front(inquiry: Inquiry, balancer: Resource, definition: Resource) -> bool:
    """Whether a load balancer sends to tasks of this definition."""
    groups = {
        entry.group.logical_id
        for entry in inquiry.arrivals.entries
        if entry.group is not None and entry.placement.definition is definition
    }
    return any(
        forward.group.logical_id in groups and forward.listener.balancer is balancer
        for forward in inquiry.arrivals.forwards
    )


def _ports(inquiry: Inquiry, balancer: Resource) -> list[int]:
    return [item.port for item in inquiry.arrivals.listeners if item.balancer is balancer]


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told, doubts = told_already(inquiry), set[tuple[str, str]]()
    ways: dict[tuple[bool, Rule], Way] = {}
    for call in _calls(inquiry):
        if _in_front(inquiry, call.balancer, call.address.definition) or _unheard(inquiry, call):
            continue
        listened = _ports(inquiry, call.balancer)
        port = call.address.port or (listened[0] if len(listened) == 1 else 0)
        host = as_text(call.balancer.attributes.get("DNSName"))
        inside = as_text(call.balancer.get("Scheme")) == "internal"
        for placement in inquiry.placements_of(call.address.definition) if port else ():
            if _unresolved(inquiry, call, placement):
                continue
            for source in placement.interfaces(inquiry.paper):
                path = inquiry.paper.to_host(source, host, port)
                rule = rule_of(path)
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule not in told:
                    way = ways.setdefault((inside, rule), Way(path, placement))
                    way.add(call.balancer, f"{call.address.host}:{port}", source.subnet, placement.by)
                elif (
                    path.verdict is Verdict.CANNOT_TELL and inside and (placement.by.logical_id, path.why) not in doubts
                ):
                    doubts.add((placement.by.logical_id, path.why))
                    what = f"whether tasks of {placement.by.logical_id} reach {call.balancer.logical_id}"
                    yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for (inside, _), way in ways.items():
        told_of = found(inquiry, way, "calls from the application time out")
        severity = None if inside else Severity.WARNING
        yield Found(
            told_of.resource, told_of.path, told_of.what, told_of.why, told_of.mend, told_of.aws, severity=severity
        )


def _unheard(inquiry: Inquiry, call: Call) -> bool:
    """Whether no listener of the load balancer has the address's port."""
    listened = _ports(inquiry, call.balancer)
    return bool(call.address.port and listened and call.address.port not in listened)


def _unresolved(inquiry: Inquiry, call: Call, placement: Placement) -> bool:
    """Whether the name is one of a private zone that the tasks' VPC does not have."""
    if call.zone is None or not as_list(call.zone.get("VPCs")):
        return False
    vpcs = [at(item, "VPCId") for item in as_list(call.zone.get("VPCs"))]
    own = [item.get("VpcId") for item in placement.known_subnets]
    known = all(isinstance(item, str) for item in (*vpcs, *own))
    return bool(known and own and not any(item in vpcs for item in own))


def _nobody(inquiry: Inquiry) -> Iterator[Said]:
    for call in _calls(inquiry):
        address, definition = call.address, call.address.definition
        inside = as_text(call.balancer.get("Scheme")) == "internal"
        if _in_front(inquiry, call.balancer, definition):
            continue
        if _unheard(inquiry, call):
            listened = " and ".join(str(port) for port in sorted(_ports(inquiry, call.balancer)))
            yield Found(
                definition,
                address.path,
                f"{address.variable} of {definition.logical_id} names port {address.port} of "
                f"{call.balancer.logical_id}, which has no listener on that port",
                f"{call.balancer.logical_id} has listeners on {listened}: a connection to "
                f"{address.host}:{address.port} is refused or times out",
                f"use a port that has a listener, or add a listener on {address.port} to {call.balancer.logical_id}",
                severity=None if inside else Severity.WARNING,
            )
            continue
        for placement in inquiry.placements_of(definition):
            if call.zone is not None and _unresolved(inquiry, call, placement):
                yield Found(
                    call.zone,
                    ("VPCs",),
                    f"{address.host} does not resolve where tasks of {placement.by.logical_id} run",
                    f"{call.zone.logical_id} is a private hosted zone: only the VPCs that it lists resolve its names",
                    f"add the VPC of {placement.by.logical_id} to VPCs of {call.zone.logical_id}",
                )
                break


_INTERNAL = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
CHECKS = (
    Check(
        "APP007",
        Severity.ERROR,
        Question.REACH,
        "Tasks cannot reach a load balancer that their containers are told to call",
        f"{_INTERNAL}load-balancer-update-security-groups.html",
        _ways,
    ),
    Check(
        "APP008",
        Severity.ERROR,
        Question.REACH,
        "An address in a container's environment has no listener, or does not resolve",
        f"{_INTERNAL}load-balancer-listeners.html "
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html",
        _nobody,
    ),
)
