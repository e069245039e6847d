"""What the rules of security groups let through of a set of addresses, and which rule says so.

A group remembers connections, so answers always pass. Rules add up: any that fits lets pass, and one that isn't known
may. Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from seatrial.analyses.reach.addresses import ALL, EVERYWHERE, NOTHING, AddressSet
from seatrial.analyses.reach.crossing import EVERY_PROTOCOL, FIRST_PORT, ICMP, LAST_PORT, Crossing, Place, ports_text
from seatrial.model.span import PropertyPath
from seatrial.model.value import Mistaken, Unknown

if TYPE_CHECKING:
    from seatrial.analyses.reach.security_groups import Group


# What CloudFront's own prefix list holds: the servers by which it calls origins.
CLOUDFRONT = "cloudfront"
_GROUP_WORDS = re.compile(r"(security|group|sg)+$", re.IGNORECASE)


class Peers(Struct, frozen=True):
    """The other side: its addresses, the groups that it is in, the AWS services that answer at its addresses."""

    addresses: AddressSet
    groups: frozenset[str | Unknown] = frozenset()
    services: frozenset[str] = frozenset()

    @property
    def mistaken(self) -> str:
        """Why one of its groups may be any of the template's: the name that stands there leads nowhere."""
        return next((item.reason for item in self.groups if isinstance(item, Mistaken)), "")


class Rule(Struct, frozen=True):
    """Its peers are ``addresses``, the members of ``group``, or the hosts of an AWS ``service``.

    With a ``doubt`` it may be for any of what it names. ``hints`` are the groups that an unknown one may be.
    """

    place: Place | None
    addresses: AddressSet = NOTHING
    group: str | Unknown = ""
    service: str = ""
    protocol: int = EVERY_PROTOCOL
    low: int = FIRST_PORT
    high: int = LAST_PORT
    doubt: str = ""
    peer: str = ""
    hints: frozenset[str] = frozenset()

    def fits(self, protocol: int, port: int) -> bool:
        if self.protocol == EVERY_PROTOCOL:
            return True
        return self.protocol == protocol and (self.low <= port <= self.high or (protocol == ICMP and port < 0))

    def reaches(self, peers: Peers) -> AddressSet:
        """The peers that this rule is for, or may be for where it has a doubt."""
        if self.group:
            if isinstance(self.group, Unknown):
                # What isn't known yet can't be a group that the stack makes, unless the text names it there.
                near = any(not isinstance(item, str) or item in self.hints for item in peers.groups)
                return peers.addresses if near else NOTHING
            return peers.addresses if self.group in peers.groups or peers.mistaken else NOTHING
        if self.service:
            return peers.addresses if self.service in peers.services else NOTHING
        return peers.addresses & self.addresses

    @property
    def text(self) -> str:
        return f"{ports_text(self.protocol, self.low, self.high)} {self.peer}"


def passes(groups: Sequence[Group], peers: Peers, protocol: int, port: int, inward: bool) -> Crossing:
    """What these groups together let in from, or out to, the peers."""
    sure: list[AddressSet] = []
    may: list[AddressSet] = []
    doubt = ""
    found: tuple[Group, Rule] | None = None
    doubtful: tuple[Group, Rule] | None = None
    # What the text has wrong may be meant for any of the template's groups.
    mistaken = next((item for item in peers.groups if isinstance(item, Mistaken)), None)
    for group in groups:
        for rule in group.rules(inward):
            fits = rule.fits(protocol, port)
            reached = rule.reaches(peers) if fits else NOTHING
            if not reached and fits and rule.group and mistaken is not None:
                may.append(peers.addresses)
                doubt, doubtful = doubt or mistaken.reason, doubtful or (group, rule)
            if not reached:
                continue
            unsure = rule.doubt or (peers.mistaken if rule.group and rule.group not in peers.groups else "")
            if unsure:
                may.append(reached)
                doubt, doubtful = doubt or unsure, doubtful or (group, rule)
                continue
            if reached.ranges == peers.addresses.ranges:
                return _crossing((group, rule), inward, reached, reached)
            sure.append(reached)
            found = found or (group, rule)
        if group.doubt(inward):
            doubt = doubt or group.doubt(inward)
            may.append(peers.addresses)
    certain = AddressSet.union(sure)
    if not doubt or peers.addresses <= certain:
        return _crossing(found, inward, certain, certain)
    return _crossing(doubtful or found, inward, certain, AddressSet.union([*sure, *may]), doubt)


def _crossing(
    found: tuple[Group, Rule] | None, inward: bool, sure: AddressSet, may: AddressSet, doubt: str = ""
) -> Crossing:
    if found is None:
        return Crossing(sure, may, doubt)
    group, rule = found
    place = rule.place or (Place(group.resource) if group.resource is not None else None)
    return Crossing(sure, may, doubt, place, f"{group.name} allows {'inbound' if inward else 'outbound'} {rule.text}")


class Near(Struct, frozen=True):
    """A rule that nearly lets pass, and at which property it is wrong. ``group`` is its peer, where that is wrong."""

    place: Place
    says: str
    group: str | Unknown = ""


def near_miss(
    groups: Sequence[Group], peers: Peers, protocol: int, port: int, inward: bool, named: Sequence[str] = ()
) -> Near | None:
    """The one rule that is right but for its peer, or for its port. ``named`` are the peer's groups.

    One for this very port is nearer than one for this peer, and a rule for everybody, or for a prefix list, is for
    something else where it has others beside it. Of several rules apart, the one that is called after the peer is
    meant.
    """
    for but in ("peer", "port"):
        found = list(_nearly(groups, peers, protocol, port, inward, but))
        if len(found) > 1 and but == "peer":
            found = [item for item in found if _is_called_after(item[2], named)]
        if len(found) > 1 and but == "port":
            # For the right port of another protocol is nearer than for another port.
            found = [item for item in found if item[1].fits(item[1].protocol, port)]
        several = sum(len(group.rules(inward)) for group in groups) > 1
        if len(found) == 1 and not (but == "peer" and several and _is_for_a_list(found[0][2])):
            group, rule, place = found[0]
            says = f"{group.name} allows {'inbound' if inward else 'outbound'} {rule.text}"
            wrong = Place(place.resource, (*place.path, *_miss(rule, but, protocol, place)))
            return Near(wrong, says, rule.group if but == "peer" else "")
    return None


def _nearly(
    groups: Sequence[Group], peers: Peers, protocol: int, port: int, inward: bool, but: str
) -> Iterator[tuple[Group, Rule, Place]]:
    several = sum(len(group.rules(inward)) for group in groups) > 1
    for group in groups:
        for rule in group.rules(inward):
            known = not rule.doubt or isinstance(rule.group, Unknown)
            if rule.place is None or not known or (but == "peer" and rule.protocol == EVERY_PROTOCOL):
                continue
            if but == "port" and several and rule.addresses == ALL and not peers.addresses >= EVERYWHERE:
                continue
            if rule.fits(protocol, port) is (but == "peer") and bool(rule.reaches(peers)) is (but == "port"):
                yield group, rule, rule.place


def _is_for_a_list(place: Place) -> bool:
    """Whether a rule is for a prefix list, such as that of S3: with others beside it, it is for what is behind that."""
    given = place.resource.get(*place.path) if place.path else dict(place.resource.properties)
    return isinstance(given, dict) and any(key in given for key in ("SourcePrefixListId", "DestinationPrefixListId"))


def _is_called_after(place: Place, named: Sequence[str]) -> bool:
    """Whether a rule apart has the peer's name in its own: OrdersFromGateway is for GatewaySg."""
    stems = [_GROUP_WORDS.sub("", name).lower() for name in named]
    return not place.path and any(stem and stem in place.resource.logical_id.lower() for stem in stems)


def _miss(rule: Rule, but: str, protocol: int, place: Place) -> PropertyPath:
    """The property of a rule that is wrong."""
    given = place.resource.get(*place.path) if place.path else dict(place.resource.properties)
    if not isinstance(given, dict):
        return ()
    if but == "port":
        key = "IpProtocol" if rule.protocol != protocol else "FromPort"
        return (key,) if key in given else ()
    peers = (key for key in given if key in ("CidrIp", "CidrIpv6") or key.startswith(("Source", "Destination")))
    return next(((key,) for key in peers if not key.endswith("OwnerId")), ())
