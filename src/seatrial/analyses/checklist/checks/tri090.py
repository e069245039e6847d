"""Names under a private hosted zone of the template that the zone doesn't hold.

A private zone answers for all of its domain in the VPCs that it is associated with: a name that it lacks does not
exist there, even where public DNS has it. The zone may be told to others by its id, and records may be added by hand,
so it is a warning; where the zone has no record at all here, others are sure to add them, and nothing is said.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html ("If there's a
matching private hosted zone but there's no record that matches the domain name and type in the request, Resolver
doesn't forward the request to a public DNS resolver. Instead, it returns NXDOMAIN"; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect_calls import RECORDS
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.tri_plain_names import nearest
from seatrial.analyses.reach import Hop
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

ZONE = "AWS::Route53::HostedZone"
_HTTPS = 443


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    if not any(inquiry.system.of_type(ZONE)):
        return
    offered = {name for offer in inquiry.connect.offers for name in (*offer.names, offer.default)}
    told: set[tuple[str, str]] = set()
    for address in inquiry.addresses:
        key = (address.definition.logical_id, address.host)
        if "." not in address.host or address.host in offered or key in told:
            continue
        for placement in inquiry.placements_of(address.definition):
            hop = _without(inquiry, placement, address)
            if hop is not None and hop.resource is not None:
                told.add(key)
                yield _missing(inquiry, address, placement, hop.resource)
                break


def _without(inquiry: Inquiry, placement: Placement, address: Address) -> Hop | None:
    """The step at which a zone of this template says that there is no such name."""
    for source in placement.interfaces(inquiry.paper):
        path = inquiry.paper.to_host(source, address.host, address.port or _HTTPS)
        zone = path.deciding.resource if path.deciding is not None else None
        if path.fails_as == "no such host" and zone is not None and zone.type == ZONE and inquiry.owns(zone):
            return path.deciding
    return None


def _missing(inquiry: Inquiry, address: Address, placement: Placement, zone: Resource) -> Found:
    definition, host = address.definition, address.host
    domain = as_text(zone.get("Name")).rstrip(".").lower()
    names = _names(inquiry, domain)
    near = nearest(host, names) or (names[0] if len(names) == 1 else "")
    record = f"an AWS::Route53::RecordSet for {host} in {zone.logical_id}"
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {host}, which {zone.logical_id} doesn't have",
        f"{zone.logical_id} answers for all of {domain} where tasks of {placement.by.logical_id} run"
        + (f", and has {' and '.join(names)}" if names else "")
        + f": unless somebody adds the record elsewhere, {host} does not resolve, even if it is public",
        f"write {near}, or add {record}" if near else f"add {record}",
    )


def _names(inquiry: Inquiry, domain: str) -> list[str]:
    """The names of records in a domain."""
    listed = [
        as_text(at(one, "Name")).rstrip(".").lower()
        for item in of_type(inquiry.systems, *RECORDS)
        for one in (dict(item.properties), *as_list(item.get("RecordSets")))
    ]
    return sorted({name for name in listed if name == domain or name.endswith(f".{domain}")})


CHECK = Check(
    "TRI090",
    Severity.WARNING,
    Question.TRIGGER,
    "A name that tasks are told to call is not in the private hosted zone that answers for its domain",
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html",
    _ask,
)
