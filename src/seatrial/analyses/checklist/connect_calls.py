"""Who calls whom over Service Connect, read from the addresses in containers' variables; and whether DNS has a name.

An address that is a server's alias makes a client of the tasks that are told it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.analyses.checklist.connect import CONNECT, Offer
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.value import Unknown, as_list, as_text, at

RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
DISCOVERY = "AWS::ServiceDiscovery::Service"


@dataclass(frozen=True, slots=True)
class Call:
    """Tasks of ``client`` are told an address that ``offer`` gives."""

    client: Placement
    address: Address
    offer: Offer


def calls(inquiry: Inquiry) -> Iterator[Call]:
    for address in inquiry.addresses if inquiry.connect.offers else ():
        for offer in inquiry.connect.offered(address):
            for placement in inquiry.placements_of(address.definition):
                if placement.by is not offer.service:
                    yield Call(placement, address, offer)


def within(inquiry: Inquiry, call: Call) -> bool:
    """Whether the client takes part in the server's namespace."""
    member = inquiry.connect.member(call.client.by)
    return member is not None and member.key == call.offer.member.key


def misread(inquiry: Inquiry, offer: Offer) -> bool:
    """Whether it is told that what the service says of Service Connect can't stand."""
    return any(name == offer.service.logical_id and path[:1] == (CONNECT,) for name, path in inquiry.misread)


def in_dns(inquiry: Inquiry, host: str) -> bool:
    """Whether DNS has the host, or may have it: by a service of Cloud Map, or by a record.

    What Service Connect registers in a namespace gets no record, whatever the namespace's kind.
    """
    entries = [item for system in inquiry.systems for item in system.of_type(DISCOVERY)]
    names = [item.get("Name") for item in entries]
    if any(isinstance(name, Unknown) or as_text(name).lower() == host.partition(".")[0] for name in names):
        return True
    records = [item for system in inquiry.systems for item in system.of_type(*RECORDS)]
    listed = [one for item in records for one in (dict(item.properties), *as_list(item.get("RecordSets")))]
    names = [at(one, "Name") for one in listed]
    return any(isinstance(name, Unknown) or as_text(name).rstrip(".").lower() in (host, _any(host)) for name in names)


def _any(host: str) -> str:
    """The wildcard that covers a host."""
    return f"*.{host.partition('.')[2]}"
