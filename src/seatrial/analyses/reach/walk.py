"""A walk from one end to the other, with what is left of either end's addresses after each rule.

Rules that look at where a packet comes from narrow the source, those that look at where it goes narrow the target; no
rule looks at both. So what gets through is some of the sources to some of the targets, and an answer takes the same
way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.analyses.reach import group_rules, network_acls
from seatrial.analyses.reach.acl_mends import block_for, mend_of, near_entry
from seatrial.analyses.reach.addresses import ALL, EVERYBODY, EVERYBODY_SIX, AddressSet
from seatrial.analyses.reach.crossing import ICMP, NAMES, Crossing, Place, ports_text
from seatrial.analyses.reach.group_rules import Peers, near_miss
from seatrial.analyses.reach.interface import Interface
from seatrial.analyses.reach.network_acls import Acl, Ranges
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.security_groups import Group
from seatrial.model.value import Unknown

# From which ports connections come, so to which ports answers go: Linux kernels 32768-60999, other clients of the
# internet up to 65535, load balancers and NAT gateways 1024-65535.
# https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports (read 2026-11-23)
TASK_PORTS: Ranges = ((32768, 60999),)
CLIENT_PORTS: Ranges = ((32768, 65535),)
AWS_PORTS: Ranges = ((1024, 65535),)
# Some kernels use other ports than most do: Windows, and what is older than 2008. (as above)
OTHER_PORTS: Ranges = ((49152, 65535), (1025, 5000))


class End(Struct):
    """One side of a connection. ``whole`` are its addresses, ``now`` those that still get through.

    ``vague`` is why the real address is only known to be among these. So many as ``spare`` may be lost without it
    mattering. ``cidr`` is the block to write into a rule for it. ``four`` is whether it is asked by IPv4 alone,
    although whoever asks has both.
    """

    label: str
    whole: AddressSet
    now: AddressSet
    groups: frozenset[str | Unknown] = frozenset()
    services: frozenset[str] = frozenset()
    vague: str = ""
    spare: int = 0
    cidr: str = "0.0.0.0/0"
    be: str = "is"
    group_names: tuple[str, ...] = ()
    four: bool = False

    @property
    def peers(self) -> Peers:
        return Peers(self.now, self.groups, self.services)


class Walk(Struct):
    """``replies`` are the ports to which answers go, and ``rare`` those of few clients: what each ACL left of them.

    ``narrowed_by`` says which ACL left only some. ``names`` are the logical ids of groups by their ids.
    """

    source: End
    target: End
    protocol: int
    port: int
    replies: Ranges
    names: Mapping[str, str]
    rare: Ranges = ()
    narrowed_by: str = ""
    hops: list[Hop] = field(default_factory=list)

    def fork(self, part: AddressSet) -> Walk:
        """The same walk to a part of the targets."""
        target = replace(self.target, now=part)
        return replace(self, source=replace(self.source), target=target, hops=list(self.hops))

    def add(self, hop: Hop) -> bool:
        """Goes one hop on; whether anything may still get through."""
        self.hops.append(hop)
        return hop.verdict is not Verdict.NO

    @property
    def wanted(self) -> str:
        name = NAMES.get(self.protocol, f"protocol {self.protocol}")
        return f"{name} {self.port}" if self.protocol != ICMP else name

    # ---------------------------------------------------------------------------------------------- security groups

    def through_groups(self, groups: Sequence[Group], inward: bool, interface: Interface) -> bool:
        """Passes the security groups of an interface: out of the source's, or into the target's."""
        end = self.source if inward else self.target
        crossing = group_rules.passes(groups, end.peers, self.protocol, self.port, inward)
        verdict = _verdict(end, crossing)
        if verdict is Verdict.YES:
            place = crossing.by
            hop = Hop(crossing.says, verdict, place.resource if place else None, place.path if place else ())
        elif verdict is Verdict.CANNOT_TELL:
            place = crossing.by or _whole(groups, inward, interface)
            what = crossing.doubt or f"{end.vague}, and {crossing.says}"
            hop = Hop(what, verdict, place.resource if place else None, place.path if place else ())
        else:
            hop = self._closed(groups, inward, interface, end, crossing, verdict)
        end.now &= crossing.may
        return self.add(hop)

    def _closed(
        self,
        groups: Sequence[Group],
        inward: bool,
        interface: Interface,
        end: End,
        crossing: Crossing,
        verdict: Verdict,
    ) -> Hop:
        way, word = ("in", "from") if inward else ("out", "to")
        names = f"{_listed([item.name for item in groups])} {'allow' if len(groups) > 1 else 'allows'} no {way}bound"
        near = None
        if verdict is Verdict.NO:
            near = near_miss(groups, end.peers, self.protocol, self.port, inward, end.group_names)
        place = near.place if near else crossing.by or _whole(groups, inward, interface)
        code = Code.ENI_SG_RULES_MISMATCH
        if verdict is Verdict.PARTLY:
            what = f"{crossing.says}, but not {self.wanted} {word} all addresses of {end.label}"
        elif near and near.group and end.groups:
            what = f"{near.says}, but {end.label} {end.be} in {_listed(end.group_names)}"
        elif near:
            what = f"{near.says}, but not {self.wanted} {word} {end.label}"
        elif any(item.rules(inward) for item in groups):
            what = f"{names} {self.wanted} {word} {end.label}"
        else:
            what, code = f"{names} traffic", Code.SG_HAS_NO_RULES
        mend = self._mend(groups, inward, interface, end)
        if near and near.place.path[-1:] == ("IpProtocol",):
            # Which of both depends on what else the rule is for.
            name = NAMES.get(self.protocol, self.protocol)
            mend = f"{mend}, or write IpProtocol: {name} in {near.place.resource.logical_id}"
        return Hop(what, verdict, place.resource if place else None, place.path if place else (), code, mend)

    def _mend(self, groups: Sequence[Group], inward: bool, interface: Interface, end: End) -> str:
        """The rule to add, as one would write it."""
        way, word = ("in", "from") if inward else ("out", "to")
        named = next((item for item in groups if item.resource is not None), None)
        if named is None:
            return f"give {interface.name} a security group that allows {self.wanted} {way} {word} {end.label}"
        key, side = ("SecurityGroupIngress", "Source") if inward else ("SecurityGroupEgress", "Destination")
        known = sorted(self.names[item] for item in end.groups if isinstance(item, str) and item in self.names)
        peer, passed = f'CidrIpv6: "{end.cidr}"' if ":" in end.cidr else f"CidrIp: {end.cidr}", ""
        if end.cidr == EVERYBODY:
            peer = _like_the_others(named, inward, self.port) or peer
        if known:
            value, passed = written_in(named.name, known[0])
            peer = f"{side}SecurityGroupId: {value}"
        first = (
            f"FromPort: {self.port}, ToPort: {self.port}, " if self.protocol != ICMP else "FromPort: -1, ToPort: -1, "
        )
        rule = f"IpProtocol: {NAMES.get(self.protocol, self.protocol)}, {first}{peer}"
        if known and known[0] in {named.name, *named.named_by}:
            # Inside of the group itself, or of both groups, it would be a circle.
            own = named.name.rpartition("/")[2]
            return f"add an AWS::EC2::{key}: {{ GroupId: !GetAtt {own}.GroupId, {rule} }}{passed}"
        return f"add to {key} of {named.name}: {{ {rule} }}{passed}"

    # -------------------------------------------------------------------------------------------------- network ACLs

    def through_acl(self, acl: Acl, subnet: str, inward: bool, end: End, answer: bool = False) -> bool:
        """Passes a subnet's network ACL; ``answer`` on the way back. ``end`` is the side that its entries look at."""
        if acl.trivial:
            return True
        ports = self.replies if answer else ((self.port, self.port),)
        crossing = network_acls.passes(acl, end.now, self.protocol, ports, inward)
        verdict, passed = _verdict(end, crossing), crossing
        if answer:
            rare = self._rarely(acl, end, inward)
            if verdict is Verdict.NO and rare:
                passed, verdict = rare[0], Verdict.CANNOT_TELL if rare[0].doubt else Verdict.PARTLY
        way = f"{'in from' if inward else 'out to'} {end.label}"
        traffic = " and ".join(ports_text(self.protocol, *item) for item in ports or self.rare)
        if answer:
            traffic = f"replies ({traffic}{self.narrowed_by})"
        resource = crossing.by.resource if crossing.by else acl.resource or acl.association
        by = f"{crossing.says} of {acl.name}" if crossing.says else f"{acl.name}, which guards {subnet},"
        if verdict is Verdict.YES:
            hop = Hop(f"{by} allows {traffic} {way}", verdict, resource)
        elif verdict is Verdict.CANNOT_TELL:
            what = passed.doubt or f"{end.vague}, and {by} denies some of {traffic} {way}"
            hop = Hop(what, verdict, resource)
        else:
            what = f"{by} {'denies' if crossing.says else 'has no entry that allows'} {traffic} {way}"
            if verdict is Verdict.PARTLY and passed is crossing:
                lost = end.now - crossing.may
                what += f" for {lost}" if lost else " on all of these ports"
            denying = crossing.by.resource if crossing.by else None
            everybody = EVERYBODY_SIX if end.now.is_six else EVERYBODY
            cidr = everybody if answer else block_for(acl, end.whole, end.cidr)
            wide = AWS_PORTS[0] if answer else ports[0]
            near = near_entry(acl, end.now, cidr, self.protocol, wide, inward) if denying is None else None
            if near is not None:
                what += f" ({near.says})"
                hop = Hop(what, verdict, near.resource, near.path, Code.SUBNET_ACL_RESTRICTION, near.mend)
            else:
                mend = mend_of(acl, denying, end.now, cidr, self.protocol, wide, inward)
                hop = Hop(what, verdict, resource, (), Code.SUBNET_ACL_RESTRICTION, mend)
        end.now &= passed.may
        if answer:
            self._narrow(acl, crossing.ports, tuple(item.ports[0] for item in rare))
        return self.add(hop)

    def _rarely(self, acl: Acl, end: End, inward: bool) -> list[Crossing]:
        """The ranges of few clients that an ACL lets through as a whole: a single port of one is chance."""
        found = [network_acls.passes(acl, end.now, self.protocol, (item,), inward) for item in self.rare]
        return [replace(it, ports=(part,)) for it, part in zip(found, self.rare, strict=True) if it.sure or it.doubt]

    def _narrow(self, acl: Acl, replies: Ranges, rare: Ranges) -> None:
        if replies != self.replies:
            self.narrowed_by = f", all that {acl.name} lets through"
        self.replies, self.rare = replies, rare


def written_in(place: str, group: str) -> tuple[str, str]:
    """How a group is named in the stack of another resource, and how its id gets there from the stack that has it.

    Nested stacks know each other only by what they are given as parameters and give as outputs.
    """
    here, there, bare = place.rpartition("/")[0], group.rpartition("/")[0], group.rpartition("/")[2]
    if here == there:
        return f"!GetAtt {bare}.GroupId", ""
    name = f"{group.replace('/', '')}Id"
    given = f"from an Output of {there} with !GetAtt {bare}.GroupId" if there else f"with !GetAtt {bare}.GroupId"
    taken = f"a Parameter that {here} is given {given}" if here else f"here the value {given}"
    return f"!Ref {name}", f", {name} being {taken}"


def _verdict(end: End, crossing: Crossing) -> Verdict:
    if not crossing.may:
        return Verdict.NO
    if end.now <= crossing.sure or (end.now - crossing.sure).size <= end.spare:
        return Verdict.YES
    # Whichever of the addresses it is: where none gets through on all ports, no doubt about the address helps.
    unsure = bool(end.vague) and bool(end.now & crossing.sure)
    return Verdict.CANNOT_TELL if crossing.doubt or unsure else Verdict.PARTLY


def _like_the_others(group: Group, inward: bool, port: int) -> str:
    """Whom a group's rules for other ports are for, as one writes it, where they let in somebody and not everybody; ""
    otherwise: one that has this port already is not to be added again. A list is for more people than a block.
    """
    rules = group.rules(inward) if inward else []
    if any(rule.fits(rule.protocol, port) for rule in rules):
        return ""
    for rule in rules:
        listed = rule.place.resource.get(*rule.place.path, "SourcePrefixListId") if rule.place is not None else None
        if isinstance(listed, str) and listed:
            return f"SourcePrefixListId: {listed}"
    blocks = [rule for rule in rules if rule.addresses and not rule.addresses.is_six and not rule.doubt]
    if any(rule.addresses == ALL for rule in blocks):
        return ""
    return next((f"CidrIp: {rule.peer.removeprefix('from ')}" for rule in blocks), "")


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _whole(groups: Sequence[Group], inward: bool, interface: Interface) -> Place | None:
    """Where a rule would stand: in the first group that the text has, else at what has the interface."""
    key = "SecurityGroupIngress" if inward else "SecurityGroupEgress"
    for item in groups:
        if item.resource is not None:
            return Place(item.resource, (key,) if key in item.resource.properties else ())
    return Place(interface.resource) if interface.resource is not None else None
