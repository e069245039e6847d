"""What mends a network ACL that keeps something from its way: the entry to change, or the one to add.

Where an entry denies what a later one allows, that entry is at fault; where it denies what should be allowed, its
action is. Otherwise an entry is missing. Answers go to ports that nobody chooses, from whoever was asked, so one entry
for all of them is what AWS recommends: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
(ephemeral ports; read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.reach.addresses import AddressSet, block_of
from seatrial.analyses.reach.crossing import ICMP, TCP, UDP, ports_text
from seatrial.analyses.reach.network_acls import Acl, Entry, Ports, passes
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

# Between two entries, and before the first: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
# ("we recommend that you leave gaps"; read 2026-11-29).
_GAP, _FIRST = 10, 100
# How an entry for what comes in, or goes out, is called.
_CALLED = {True: re.compile(r"In(?![a-z])|Ingress|Inbound"), False: re.compile(r"Out(?![a-z])|Egress|Outbound")}


def mend_of(
    acl: Acl, denying: Resource | None, wanted: AddressSet, cidr: str, protocol: int, ports: Ports, inward: bool
) -> str:
    """What lets ``wanted`` through on all of these ports; "" for a default ACL, which is no resource.

    ``denying`` is the entry that denies it, ``cidr`` the block that a new entry is for.
    """
    if acl.resource is None:
        return ""
    entries = acl.ingress if inward else acl.egress
    entry = next((item for item in entries if item.resource is denying), None) if denying is not None else None
    if entry is not None and not entry.allow:
        name = entry.text
        after = [item for item in entries if item.number > entry.number and item.allow]
        if after and _lets(acl, [item for item in entries if item is not entry], wanted, protocol, ports, inward):
            return f"remove {name}, or give it a RuleNumber above {after[-1].number}, after what allows this traffic"
        changed = [replace(item, allow=True) if item is entry else item for item in entries]
        if _lets(acl, changed, wanted, protocol, ports, inward):
            return f"set RuleAction: allow in {name}"
    number = _number(acl, entries, inward, (inward, protocol, cidr, ports))
    port_range = f", PortRange: {{ From: {ports[0]}, To: {ports[1]} }}" if protocol != ICMP else ""
    block = f'Ipv6CidrBlock: "{cidr}"' if ":" in cidr else f"CidrBlock: {cidr}"
    return (
        f"add an AWS::EC2::NetworkAclEntry to {acl.name}: {{ RuleNumber: {number}, Egress: "
        f"{'false' if inward else 'true'}, RuleAction: allow, Protocol: {protocol}, {block}{port_range} }}"
    )


class NearEntry(Struct, frozen=True):
    """The entry that was to allow something and is for another protocol, port or block: where it says so, what that is,
    and what to write.
    """

    resource: Resource
    path: PropertyPath
    says: str
    mend: str


def near_entry(acl: Acl, wanted: AddressSet, cidr: str, protocol: int, ports: Ports, inward: bool) -> NearEntry | None:
    """The one entry that would let ``wanted`` through if one of its properties were another, and that is of little use
    as it is: it has some of the ports that are needed, a block outside of the VPC, or UDP for TCP.
    """
    found: list[NearEntry] = []
    entries = acl.ingress if inward else acl.egress
    local = bool(wanted) and wanted <= acl.blocks
    for entry in entries:
        if not entry.allow or entry.resource is None or entry.doubt:
            continue
        name, block = entry.text, "CidrBlock" if entry.resource.get("Ipv6CidrBlock") is None else "Ipv6CidrBlock"
        written = as_text(entry.resource.get(block))
        says, tries = f"{name} of it is for {ports_text(entry.protocol, entry.low, entry.high)}", []
        if {entry.protocol, protocol} == {TCP, UDP}:
            changed = replace(entry, protocol=protocol)
            tries.append((changed, ("Protocol",), says, f"write Protocol: {protocol} in {name}"))
        if entry.protocol == protocol and entry.low < entry.high and entry.low <= ports[1] and ports[0] <= entry.high:
            wide = (min(entry.low, ports[0]), max(entry.high, ports[1]))
            changed = replace(entry, low=wide[0], high=wide[1])
            mend = f"write PortRange: {{ From: {wide[0]}, To: {wide[1]} }} in {name}"
            tries.append((changed, ("PortRange",), says, mend))
        if local and not entry.addresses & acl.blocks and entry.addresses.is_six == wanted.is_six:
            says = f"{name} of it is for {written}, which is not in the VPC"
            right = block_for(acl, wanted, cidr)
            tries.append((replace(entry, addresses=acl.blocks), (block,), says, f"write {block}: {right} in {name}"))
        own = entry.protocol == protocol and wanted <= entry.addresses and not acl.blocks <= entry.addresses
        if own and _has_twin(entries, entry, ports) and not _has_twin(entries, entry, (entry.low, entry.high)):
            # The block is the one that is meant, and another entry has the port, and not its own, for another block.
            changed = replace(entry, low=ports[0], high=ports[1])
            mend = f"write PortRange: {{ From: {ports[0]}, To: {ports[1]} }} in {name}"
            tries.append((changed, ("PortRange",), says, mend))
        for changed, path, is_for, mend in tries:
            others = [changed if item is entry else item for item in entries]
            if changed != entry and _lets(acl, others, wanted, protocol, ports, inward):
                found.append(NearEntry(entry.resource, path, is_for, mend))
    found = found or _turned_round(acl, wanted, protocol, ports, inward)
    return found[0] if len(found) == 1 else None


def _turned_round(acl: Acl, wanted: AddressSet, protocol: int, ports: Ports, inward: bool) -> list[NearEntry]:
    """The entries of the other direction that would do in this one, and that something gives away."""
    entries, others = (acl.ingress, acl.egress) if inward else (acl.egress, acl.ingress)
    found: list[NearEntry] = []
    signs: tuple[Callable[[Entry], object], ...] = (
        # A twin in this direction: the same port for another block. Ranges for answers are in both.
        lambda entry: ports[0] == ports[1] and _allows(entry, protocol, ports) and _has_twin(entries, entry, ports),
        # What it is called.
        lambda entry: _CALLED[inward].search(entry.text) and not _CALLED[not inward].search(entry.text),
    )
    for gives_away in signs:
        for entry in others if not found else ():
            if not entry.allow or entry.resource is None or entry.doubt or not gives_away(entry):
                continue
            with_it = sorted([*entries, entry], key=lambda item: item.number)
            if _lets(acl, with_it, wanted, protocol, ports, inward):
                path: PropertyPath = ("Egress",) if entry.resource.get("Egress") is not None else ()
                is_for = f"{entry.text} of it is for {'outbound' if inward else 'inbound'} traffic"
                mend = f"write Egress: {'false' if inward else 'true'} in {entry.text}"
                found.append(NearEntry(entry.resource, path, is_for, mend))
    return found


def _allows(entry: Entry, protocol: int, ports: Ports) -> bool:
    """Whether an entry allows just these ports by this protocol."""
    return entry.allow and entry.protocol == protocol and (entry.low, entry.high) == ports


def _has_twin(entries: list[Entry], entry: Entry, ports: Ports) -> bool:
    """Whether another entry allows just these ports by the same protocol."""
    return any(item is not entry and _allows(item, entry.protocol, ports) for item in entries)


def block_for(acl: Acl, addresses: AddressSet, cidr: str) -> str:
    """The block of an entry for some addresses: the VPC's where they are in it, since its other subnets need it too."""
    for text in acl.blocks.blocks:
        found = block_of(text)
        if found is not None and addresses and addresses <= found:
            return text
    return cidr


def _lets(acl: Acl, entries: list[Entry], wanted: AddressSet, protocol: int, ports: Ports, inward: bool) -> bool:
    other = Acl(acl.name, acl.resource, ingress=entries, egress=entries)
    return wanted <= passes(other, wanted, protocol, (ports,), inward).sure


def _number(acl: Acl, entries: list[Entry], inward: bool, key: tuple[object, ...]) -> int:
    """A number that no entry has, before the first that denies; another one for each entry that is proposed."""
    found = acl.advised.get(key)
    if found is None:
        taken = {entry.number for entry in entries} | {number for it, number in acl.advised.items() if it[0] is inward}
        denying = next((entry.number for entry in entries if not entry.allow), 0)
        free = [number for number in range(denying - 1, 0, -1) if number not in taken] if denying else []
        found = acl.advised[key] = free[0] if free else max(taken, default=_FIRST - _GAP) + _GAP
    return found
