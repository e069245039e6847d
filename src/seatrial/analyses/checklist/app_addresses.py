"""The addresses in containers' variables that lead to load balancers, by their own names or by records.

An application is often told its own address, for links and redirects, without ever calling it: the load balancer in
front of the same tasks is left out (``in_front``).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

RECORD_SET, RECORD_SETS, ZONE = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup", "AWS::Route53::HostedZone"


class Call(Struct, frozen=True):
    """An address that leads to a load balancer. ``record`` is what gives it that name, None for its own name."""

    address: Address
    balancer: Resource
    record: Resource | None
    zone: Resource | None


def calls_of(inquiry: Inquiry) -> Iterator[Call]:
    """The addresses that lead to a load balancer of the templates."""
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


def in_front(inquiry: Inquiry, balancer: Resource, definition: Resource) -> bool:
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


def ports_of(inquiry: Inquiry, balancer: Resource) -> list[int]:
    """The ports that a load balancer has listeners on."""
    return [item.port for item in inquiry.arrivals.listeners if item.balancer is balancer]


def is_unheard(inquiry: Inquiry, call: Call) -> bool:
    """Whether no listener of the load balancer has the address's port."""
    listened = ports_of(inquiry, call.balancer)
    return bool(call.address.port and listened and call.address.port not in listened)


def is_unresolved(call: Call, placement: Placement) -> bool:
    """Whether the name is one of a private zone that the tasks' VPC does not have."""
    if call.zone is None or not as_list(call.zone.get("VPCs")):
        return False
    vpcs = [at(item, "VPCId") for item in as_list(call.zone.get("VPCs"))]
    own = [item.get("VpcId") for item in placement.known_subnets]
    known = all(isinstance(item, str) for item in (*vpcs, *own))
    return bool(known and own and not any(item in vpcs for item in own))
