"""Network ACLs: numbered, stateless rules at a subnet's boundary. The first rule that matches decides; none is a
denial.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html (read 2026-11-23).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_flag, as_number, as_text
from seatrial.runtimes.twin.decide.security_groups import ALL_PROTOCOLS, ICMP, protocol_of


class Entry(Struct, frozen=True, order=True):
    number: int
    allow: bool
    block: str
    protocol: int = ALL_PROTOCOLS
    from_port: int = -1
    to_port: int = -1


class Acl(Struct, frozen=True):
    id: str
    ingress: tuple[Entry, ...]
    egress: tuple[Entry, ...]


def acl_of(subnet_id: str, systems: Sequence[System]) -> Acl | None:
    """The ACL that a template gives a subnet; None for the default one, which allows everything."""
    for association in of_type(systems, "AWS::EC2::SubnetNetworkAclAssociation"):
        if association.get("SubnetId") == subnet_id:
            acl = find(systems, association.get("NetworkAclId"), "AWS::EC2::NetworkAcl")
            if acl is not None:
                return _acl(acl, systems)
    return None


def _acl(resource: Resource, systems: Sequence[System]) -> Acl:
    entries: dict[bool, list[Entry]] = {True: [], False: []}
    for item in of_type(systems, "AWS::EC2::NetworkAclEntry"):
        if item.get("NetworkAclId") == resource.physical_id and (entry := _entry(item)) is not None:
            entries[as_flag(item.get("Egress"))].append(entry)
    return Acl(resource.physical_id, tuple(sorted(entries[False])), tuple(sorted(entries[True])))


def _entry(item: Resource) -> Entry | None:
    protocol = protocol_of(item.get("Protocol"))
    try:
        block = str(ipaddress.IPv4Network(as_text(item.get("CidrBlock")), strict=False))
    except ValueError:
        return None
    if protocol is None:
        return None
    low, high = as_number(item.get("PortRange", "From"), -1), as_number(item.get("PortRange", "To"), -1)
    if protocol == ICMP:
        low, high = as_number(item.get("Icmp", "Type"), -1), as_number(item.get("Icmp", "Code"), -1)
    allow = as_text(item.get("RuleAction")).lower() == "allow"
    return Entry(as_number(item.get("RuleNumber"), 0), allow, block, protocol, low, high)
