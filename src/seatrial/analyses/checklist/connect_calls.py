"""Who calls whom over Service Connect, read from the addresses in containers' variables; and whether DNS has a name.

An address that is a server's alias makes a client of the tasks that are told it.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.connect import CONNECT, NAMESPACES, Offer, is_private
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.value import Unknown, as_list, as_text, at

RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
DISCOVERY = "AWS::ServiceDiscovery::Service"
# Words that somebody may name a namespace by, and under which there are public names; two letters are a country.
# https://www.iana.org/domains/root/db (read 2026-11-29)
_WORDS = """
    academy agency app apps art aws bank bar beer bet bike bio biz blog book bot build business buy cafe cam car
    care cash cat chat city click cloud club codes coffee com company computer cool data day deal delivery
    design dev digital direct docs domains earth eco email energy engineer engineering events exchange express
    farm finance fit flights food foo forum fun fund gallery game games gift global gmbh gold green group guru
    health help host hosting hotel how inc info ink jobs kitchen land law life link live loan lol love market
    marketing media menu mobi mobile money movie music name net network new news ninja now one online org page
    parts party pay photo pizza play plus press pro property pub radio red rent report rest review rocks room
    run safe sale save school science search secure security select services shop shopping show site social
    software space store stream studio support systems talk tax team tech technology tickets tips today tools
    top trade trading training travel tube video vip wiki win work works world xyz zip zone
"""
PUBLIC_ENDS = frozenset(_WORDS.split())


class Call(Struct, frozen=True):
    """Tasks of ``client`` are told an address that ``offer`` gives."""

    client: Placement
    address: Address
    offer: Offer


def calls(inquiry: Inquiry) -> Iterator[Call]:
    """The addresses of containers that a service offers by Service Connect, for each use of their definition."""
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


def is_ours(inquiry: Inquiry, host: str) -> bool:
    """Whether no public name can be meant: a private end, or that of a namespace of one word that is made here."""
    end = host.rpartition(".")[2]
    if is_private(host) or "." not in host or len(end) < 3 or end in PUBLIC_ENDS:
        return is_private(host)
    return any(as_text(item.get("Name")).lower() == end for item in of_type(inquiry.systems, *NAMESPACES))


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
