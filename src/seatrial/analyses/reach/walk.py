"""A walk from one end to the other, with what is left of either end's addresses after each rule.

Rules that look at where a packet comes from narrow the source, those that look at where it goes narrow the target; no
rule looks at both. So what gets through is some of the sources to some of the targets, and an answer takes the same
way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from seatrial.analyses.reach import network_acls, security_groups
from seatrial.analyses.reach.addresses import AddressSet
from seatrial.analyses.reach.crossing import ICMP, UDP, Crossing, Place, ports_text
from seatrial.analyses.reach.network_acls import Acl, Ports
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.security_groups import Group, Peers, near_miss, wanted_text
from seatrial.analyses.reach.survey import VPC

# From which ports connections come, so to which ports answers go.
# https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports (read 2026-11-23): Linux
# kernels 32768-60999, Windows 49152-65535, load balancers and NAT gateways 1024-65535.
TASK_PORTS: Ports = (32768, 60999)
CLIENT_PORTS: Ports = (32768, 65535)
AWS_PORTS: Ports = (1024, 65535)


@dataclass(slots=True)
class End:
    """One side of a connection. ``whole`` are its addresses, ``now`` those that still get through.

    ``vague`` is why the real address is only known to be among these; then ``spare`` of them may be lost without a
    doubt. ``cidr`` is the block to write into a rule for it.
    """

    label: str
    whole: AddressSet
    now: AddressSet
    groups: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    vague: str = ""
    spare: int = 0
    cidr: str = "0.0.0.0/0"

    @property
    def peers(self) -> Peers:
        return Peers(self.now, self.groups, self.services)


@dataclass(slots=True)
class Walk:
    """``replies`` are the ports to which answers go."""

    source: End
    target: End
    protocol: int
    port: int
    replies: Ports = TASK_PORTS
    hops: list[Hop] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether it is certain that nothing gets through."""
        return bool(self.hops) and self.hops[-1].verdict is Verdict.NO

    def fork(self, part: AddressSet, of_source: bool = False) -> Walk:
        """The same walk for a part of the targets (or sources)."""
        source, target = replace(self.source), replace(self.target)
        end = source if of_source else target
        end.now = part
        return Walk(source, target, self.protocol, self.port, self.replies, list(self.hops))

    def add(self, hop: Hop) -> bool:
        """Goes one hop on; whether anything may still get through."""
        self.hops.append(hop)
        return hop.verdict is not Verdict.NO

    @property
    def wanted(self) -> str:
        return wanted_text(self.protocol, self.port)

    def through_groups(self, groups: Sequence[Group], inward: bool) -> bool:
        """Passes the security groups of one end: out of the source's, or into the target's."""
        end = self.source if inward else self.target
        peers = end.peers
        crossing = security_groups.passes(groups, peers, self.protocol, self.port, inward)
        verdict = _verdict(end, crossing)
        if verdict is Verdict.YES:
            place = crossing.by
            says = crossing.says if crossing.says.startswith(tuple(item.name for item in groups)) else ""
            what = says or f"{_names(groups)} {_let(groups)} {'in' if inward else 'out'} {self.wanted}"
            hop = Hop(what, verdict, place.resource if place else None, place.path if place else ())
        else:
            hop = self._closed(groups, inward, end, crossing, verdict)
        end.now &= crossing.may
        return self.add(hop)

    def _closed(self, groups: Sequence[Group], inward: bool, end: End, crossing: Crossing, verdict: Verdict) -> Hop:
        way, word = ("in", "from") if inward else ("out", "to")
        near = near_miss(groups, end.peers, self.protocol, self.port, inward) if verdict is Verdict.NO else None
        place = near[0] if near else crossing.by or _whole(groups, inward)
        if verdict is Verdict.CANNOT_TELL:
            reason = crossing.doubt or f"{end.vague}, and {_names(groups)} {_let(groups)} {way} {crossing.says}"
            return Hop(reason, verdict, place.resource if place else None, place.path if place else ())
        names = _names(groups)
        mend = self._group_mend(groups, inward, end)
        if verdict is Verdict.PARTLY:
            what = f"{names} {_let(groups)} {way} {self.wanted} {word} {end.now & crossing.may} alone, of {end.label}"
            code = Code.ENI_SG_RULES_MISMATCH
        elif not any(item.ingress if inward else item.egress for item in groups):
            what = f"{names} {_let(groups)} nothing {way}"
            code = Code.SG_HAS_NO_RULES
        else:
            instead = f", but {near[1]}" if near else ""
            what = f"{names} {_let(groups)} no {self.wanted} {way} {word} {end.label}{instead}"
            code = Code.ENI_SG_RULES_MISMATCH
        return Hop(what, verdict, place.resource if place else None, place.path if place else (), code, mend)

    def _group_mend(self, groups: Sequence[Group], inward: bool, end: End) -> str:
        named = [item for item in groups if item.resource is not None and item.resource.type != VPC]
        if not named:
            return ""
        side = "SourceSecurityGroupId" if inward else "DestinationSecurityGroupId"
        key = "SecurityGroupIngress" if inward else "SecurityGroupEgress"
        # A group's own id can't be told from a stranger's here; the name that a rule would carry is its logical id.
        peer = f"CidrIp: {end.cidr}"
        if end.groups:
            name = min(self.names.get(item, item) for item in end.groups) if self.names else min(end.groups)
            peer = f"{side}: !GetAtt {name}.GroupId" if not name.startswith("sg-") else f"{side}: {name}"
        ports = "" if self.protocol == ICMP else f", FromPort: {self.port}, ToPort: {self.port}"
        name = "udp" if self.protocol == UDP else "icmp" if self.protocol == ICMP else "tcp"
        return f"add to {key} of {named[0].name}: {{ IpProtocol: {name}{ports}, {peer} }}"

    names: dict[str, str] = field(default_factory=dict)
    """Logical ids of groups by their ids."""

    def through_acl(self, acl: Acl, subnet: str, inward: bool, answer: bool = False, end: End | None = None) -> bool:
        """Passes a subnet's network ACL; ``answer`` on the way back."""
        if acl.trivial:
            return True
        # On its way in a packet is looked at for where it comes from; an answer comes from the target.
        end = end or ((self.target if inward else self.source) if answer else (self.source if inward else self.target))
        ports = self.replies if answer else (self.port, self.port)
        crossing = network_acls.passes(acl, end.now, self.protocol, ports, inward)
        verdict = _verdict(end, crossing)
        if verdict is not Verdict.YES and answer and not crossing.may and ports != AWS_PORTS:
            # Some kernels use other ports than most do.
            crossing = network_acls.passes(acl, end.now, self.protocol, AWS_PORTS, inward)
            verdict = Verdict.PARTLY if crossing.may and not crossing.doubt else verdict
        hop = self._at_acl(acl, subnet, inward, answer, end, ports, crossing, verdict)
        end.now &= crossing.may
        return self.add(hop)

    def _at_acl(
        self,
        acl: Acl,
        subnet: str,
        inward: bool,
        answer: bool,
        end: End,
        ports: Ports,
        crossing: Crossing,
        verdict: Verdict,
    ) -> Hop:
        way, word = ("in", "from") if inward else ("out", "to")
        traffic = ports_text(self.protocol, *ports)
        traffic = f"answers ({traffic})" if answer else traffic
        place = crossing.by or (Place(acl.resource) if acl.resource is not None else None)
        resource, path = (place.resource, place.path) if place else (None, ())
        if verdict is Verdict.YES:
            what = f"{crossing.says or 'rule 100'} of {acl.name} lets {traffic} {way} {word} {end.label}"
            return Hop(what, verdict, resource, path)
        if verdict is Verdict.CANNOT_TELL:
            return Hop(crossing.doubt or f"{end.vague}, and {acl.name} denies some", verdict, resource, path)
        if crossing.by is not None:
            what = f"{crossing.says} of {acl.name} denies {traffic} {way} {word} "
        else:
            what = f"{acl.name}, which guards {subnet}, has no entry that lets {traffic} {way} {word} "
        lost = end.now - crossing.may if verdict is Verdict.PARTLY else end.now
        what += f"{lost}" if verdict is Verdict.PARTLY and lost and lost != end.whole else end.label
        if verdict is Verdict.PARTLY and not lost:
            what += " on all of these ports"
        return Hop(what, verdict, resource, path, Code.SUBNET_ACL_RESTRICTION, _acl_mend(acl, inward, end, ports, self))


def _acl_mend(acl: Acl, inward: bool, end: End, ports: Ports, walk: Walk) -> str:
    if acl.resource is None:
        return ""
    entries = acl.ingress if inward else acl.egress
    numbers = {entry.number for entry in entries}
    first_denial = next((entry.number for entry in entries if not entry.allow), 0)
    number = first_denial - 1 if first_denial > 1 and first_denial - 1 not in numbers else max(numbers, default=90) + 10
    low, high = ports
    port_range = "" if walk.protocol == ICMP else f", PortRange: {{ From: {low}, To: {high} }}"
    return (
        f"add an AWS::EC2::NetworkAclEntry to {acl.name}: {{ Egress: {'false' if inward else 'true'}, RuleNumber: "
        f"{number}, RuleAction: allow, Protocol: {walk.protocol}, CidrBlock: {end.cidr}{port_range} }}"
    )


def _verdict(end: End, crossing: Crossing) -> Verdict:
    if not crossing.may & end.now:
        return Verdict.NO
    if end.now <= crossing.sure:
        return Verdict.YES
    if crossing.doubt:
        return Verdict.CANNOT_TELL
    if end.vague:
        return Verdict.YES if len(end.now - crossing.sure) <= end.spare else Verdict.CANNOT_TELL
    return Verdict.PARTLY


def _names(groups: Sequence[Group]) -> str:
    names = [item.name for item in groups]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "no security group"


def _let(groups: Sequence[Group]) -> str:
    return "let" if len(groups) > 1 else "lets"


def _whole(groups: Sequence[Group], inward: bool) -> Place | None:
    key = "SecurityGroupIngress" if inward else "SecurityGroupEgress"
    for item in groups:
        if item.resource is not None and item.resource.type != VPC:
            return Place(item.resource, (key,) if key in item.resource.properties else ())
    return None
