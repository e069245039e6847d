"""Network ACLs: numbered rules at a subnet's boundary that remember nothing, so the answer needs rules of its own.

The entry with the lowest number that fits decides; what no entry fits is denied. A VPC's default ACL allows everything
(rule 100), and templates may put entries before that. What stays within a subnet meets no ACL.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html and
https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html (ephemeral ports; read 2026-11-23).
"""

from __future__ import annotations

from msgspec import Struct, field

from seatrial.analyses.reach.addresses import ALL, ALL_SIX, ANY, NOTHING, AddressSet, block
from seatrial.analyses.reach.crossing import (
    EVERY_PROTOCOL,
    FIRST_PORT,
    ICMP,
    LAST_PORT,
    Crossing,
    Place,
    first_unknown,
    ports_of,
    protocol_number,
)
from seatrial.analyses.reach.survey import Subnet, Survey
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_number, as_text

ACL, ENTRY = "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"
ASSOCIATION = "AWS::EC2::SubnetNetworkAclAssociation"
DEFAULT_NUMBER = 100

Ports = tuple[int, int]
# Several ranges, apart from each other and in order.
Ranges = tuple[Ports, ...]


class Entry(Struct, frozen=True):
    number: int
    allow: bool
    addresses: AddressSet
    protocol: int = EVERY_PROTOCOL
    low: int = FIRST_PORT
    high: int = LAST_PORT
    doubt: str = ""
    resource: Resource | None = None

    @property
    def text(self) -> str:
        return self.resource.logical_id if self.resource is not None else f"rule {self.number}"


class Acl(Struct, eq=False):
    """``resource`` is None for a default ACL; with a ``doubt`` nothing of it is known.

    ``blocks`` are the VPC's. ``advised`` has the numbers of entries that were proposed, so that each is another's.
    """

    name: str
    resource: Resource | None = None
    ingress: list[Entry] = field(default_factory=list)
    egress: list[Entry] = field(default_factory=list)
    doubt: str = ""
    meddler: str = ""
    association: Resource | None = None
    blocks: AddressSet = NOTHING
    advised: dict[tuple[object, ...], int] = field(default_factory=dict)
    judged: dict[tuple[object, ...], Crossing] = field(default_factory=dict)

    @property
    def trivial(self) -> bool:
        """Whether it is a default ACL as it is made, which lets everything through."""
        return self.resource is None and not self.doubt and len(self.ingress) == len(self.egress) == 1


class NetworkAcls:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._acls: dict[str, Acl] = {}
        self._by_subnet: dict[int, Acl] = {}
        self._associations: dict[str, Resource] | None = None
        self._loose: list[Resource] = []
        self._entries: dict[str, list[Resource]] = {}
        self._loose_entries: list[Resource] = []

    def of(self, subnet: Subnet) -> Acl:
        """The ACL of a subnet."""
        found = self._by_subnet.get(id(subnet))
        if found is None:
            found = self._by_subnet[id(subnet)] = self._find(subnet)
        return found

    def _index(self) -> dict[str, Resource]:
        if self._associations is None:
            self._associations = {}
            for resource in self._survey.of_type(ASSOCIATION):
                value = resource.get("SubnetId")
                if isinstance(value, Unknown):
                    self._loose.append(resource)
                else:
                    self._associations.setdefault(as_text(value), resource)
            for resource in self._survey.of_type(ENTRY):
                value = resource.get("NetworkAclId")
                if isinstance(value, Unknown):
                    self._loose_entries.append(resource)
                else:
                    self._entries.setdefault(as_text(value), []).append(resource)
        return self._associations

    def _find(self, subnet: Subnet) -> Acl:
        association = self._index().get(subnet.resource.physical_id)
        if association is not None:
            value = association.get("NetworkAclId")
            acl = self._survey.find(value, ACL)
            if acl is not None:
                return self._acl(acl.physical_id, acl.logical_id, acl, subnet.vpc.blocks)
            if isinstance(value, Unknown):
                return Acl("a network ACL", doubt=value.reason, association=association)
            default = subnet.vpc.resource.attributes.get("DefaultNetworkAcl") if subnet.vpc.resource else None
            if value != default:
                name = f"the network ACL {as_text(value)}"
                return Acl(name, doubt=f"{name} is not in the templates", association=association)
        for item in self._loose:
            if subnet.name in self._survey.hints(item, "SubnetId"):
                return Acl("a network ACL", doubt=first_unknown(item.get("SubnetId")), association=item)
        key = as_text(subnet.vpc.resource.attributes.get("DefaultNetworkAcl")) if subnet.vpc.resource else ""
        name = f"the default network ACL of {subnet.vpc.name}"
        return self._acl(key or subnet.vpc.name, name, None, subnet.vpc.blocks)

    def _acl(self, key: str, name: str, resource: Resource | None, blocks: AddressSet) -> Acl:
        found = self._acls.get(key)
        if found is not None:
            return found
        acl = self._acls[key] = Acl(name, resource, meddler=self._survey.meddler(resource), blocks=blocks)
        if resource is None:
            # The default ACL of a VPC with IPv6 has a rule 101 that is the same for that.
            allowed = Entry(DEFAULT_NUMBER, True, ANY)
            acl.ingress.append(allowed)
            acl.egress.append(allowed)
        for item in self._entries.get(key, ()):
            self._add(acl, item)
        for item in self._loose_entries:
            if resource is not None and resource.logical_id in self._survey.hints(item, "NetworkAclId"):
                acl.doubt = acl.doubt or first_unknown(item.get("NetworkAclId"))
        acl.ingress.sort(key=lambda entry: entry.number)
        acl.egress.sort(key=lambda entry: entry.number)
        return acl

    def _add(self, acl: Acl, item: Resource) -> None:
        order = first_unknown(item.get("RuleNumber"), item.get("RuleAction"), item.get("Egress"))
        if order:
            acl.doubt = acl.doubt or order
            return
        cidr, six, value = item.get("CidrBlock"), item.get("Ipv6CidrBlock"), item.get("Protocol")
        whole = ALL if six is None else ALL_SIX
        cidr = cidr if six is None else six
        addresses = whole if isinstance(cidr, Unknown) else block(cidr)
        protocol = EVERY_PROTOCOL if isinstance(value, Unknown) else protocol_number(value)
        if addresses is None or protocol is None:
            return
        first, last = item.get("PortRange", "From"), item.get("PortRange", "To")
        if protocol == ICMP:
            first = last = item.get("Icmp", "Type")
        doubt = first_unknown(cidr, value, first, last)
        low, high = (FIRST_PORT, LAST_PORT) if doubt else ports_of(protocol, first, last)
        allow = as_text(item.get("RuleAction")).lower() == "allow"
        entry = Entry(as_number(item.get("RuleNumber")), allow, addresses, protocol, low, high, doubt, item)
        (acl.egress if as_flag(item.get("Egress")) else acl.ingress).append(entry)


def passes(acl: Acl, addresses: AddressSet, protocol: int, ports: Ranges, inward: bool) -> Crossing:
    """What an ACL lets in from, or out to, these addresses.

    ``sure`` is what it lets pass on all of the ports, ``may`` on any of them, and ``ports`` are those of them on which
    anything may pass.
    """
    if acl.doubt:
        return Crossing(NOTHING, addresses, acl.doubt, ports=ports)
    key = (addresses, protocol, ports, inward)
    found = acl.judged.get(key)
    if found is None:
        found = acl.judged[key] = _judged(acl, addresses, protocol, ports, inward)
    return found


def _judged(acl: Acl, addresses: AddressSet, protocol: int, ports: Ranges, inward: bool) -> Crossing:
    entries = [entry for entry in (acl.ingress if inward else acl.egress) if _is_for(entry, protocol, ports)]
    doubtful = next((entry for entry in entries if entry.doubt), None)
    sure, some, open_, by = _decided(entries, addresses, ports, hopeful=False)
    doubt = ""
    if not addresses <= sure:
        if doubtful is not None:
            _, most, perhaps, _ = _decided(entries, addresses, ports, hopeful=True)
            if most != some:
                some, open_, doubt, by = most, perhaps, doubtful.doubt, doubtful
        if acl.meddler:
            some, open_, doubt = addresses, ports, doubt or acl.meddler
    place = Place(by.resource) if by is not None and by.resource is not None else None
    return Crossing(sure, some, doubt, place, by.text if by is not None else "", open_)


def _is_for(entry: Entry, protocol: int, ports: Ranges) -> bool:
    if entry.protocol == EVERY_PROTOCOL or entry.doubt:
        return True
    if entry.protocol != protocol:
        return False
    return protocol == ICMP or any(entry.low <= high and low <= entry.high for low, high in ports)


def _decided(
    entries: list[Entry], addresses: AddressSet, ports: Ranges, hopeful: bool
) -> tuple[AddressSet, AddressSet, Ranges, Entry | None]:
    """The addresses that pass on all ports, those that pass on any, the ports on which any passes, and who decides.

    That is the first entry that denies something; where nothing is denied by an entry, the first that allows, if all
    pass. Between the ends of the entries' port ranges, all ports go the same way.
    """
    ends = {*(entry.low for entry in entries), *(entry.high + 1 for entry in entries)}
    everywhere, anywhere = addresses, NOTHING
    open_: list[Ports] = []
    denied: Entry | None = None
    allowed: Entry | None = None
    for first, last in ports:
        starts = sorted({first, *(end for end in ends if first < end <= last)})
        for start, beyond in zip(starts, [*starts[1:], last + 1], strict=True):
            left, passed = addresses, NOTHING
            for entry in entries:
                if not left:
                    break
                if entry.doubt:
                    if entry.allow is not hopeful:
                        continue
                elif not entry.low <= start <= entry.high and entry.protocol not in (EVERY_PROTOCOL, ICMP):
                    continue
                hit = left & entry.addresses
                if not hit:
                    continue
                left -= hit
                if entry.allow:
                    passed |= hit
                    allowed = allowed or entry
                else:
                    denied = denied or entry
            everywhere &= passed
            anywhere |= passed
            if passed and open_ and open_[-1][1] + 1 == start:
                open_[-1] = (open_[-1][0], beyond - 1)
            elif passed:
                open_.append((start, beyond - 1))
    return everywhere, anywhere, tuple(open_), allowed if addresses <= everywhere else denied
