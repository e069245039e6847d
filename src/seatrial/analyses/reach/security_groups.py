"""Security groups: what they let in and out of a set of addresses, and which rule says so.

A group remembers connections, so answers always pass. Rules add up: any that fits lets pass, and one that isn't known
may. A group without egress rules lets everything out. Once it has one, inside the group or as a resource of its own,
that default is gone: CloudFormation takes it away with the first AWS::EC2::SecurityGroupEgress, as it does for a rule
inside. It recognizes the default by what it says, so the same rule written inside a group goes with it:
https://github.com/aws/aws-cdk/issues/987 and
https://github.com/aws-cloudformation/cfn-language-discussion/issues/157.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (read
2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seatrial.analyses.reach.addresses import ALL, NOTHING, AddressSet, block
from seatrial.analyses.reach.crossing import (
    EVERY_PROTOCOL,
    FIRST_PORT,
    ICMP,
    LAST_PORT,
    NAMES,
    Crossing,
    Place,
    first_unknown,
    ports_of,
    ports_text,
    protocol_number,
)
from seatrial.analyses.reach.survey import VPC, Key, Survey
from seatrial.kinds.endpoint_services import PREFIX_LISTS
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, Unknown, Value, as_list, as_text, at

GROUP = "AWS::EC2::SecurityGroup"
INGRESS, EGRESS = "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"
PREFIX_LIST = "AWS::EC2::PrefixList"


@dataclass(frozen=True, slots=True)
class Rule:
    """Its peers are ``addresses``, the members of ``group``, or the hosts of an AWS ``service``.

    A rule with a ``doubt`` may be for any of what it names.
    """

    place: Place | None
    addresses: AddressSet = NOTHING
    group: str = ""
    service: str = ""
    protocol: int = EVERY_PROTOCOL
    low: int = FIRST_PORT
    high: int = LAST_PORT
    doubt: str = ""
    peer: str = ""

    def fits(self, protocol: int, port: int) -> bool:
        if self.protocol == EVERY_PROTOCOL:
            return True
        return self.protocol == protocol and (self.low <= port <= self.high or (protocol == ICMP and port < 0))

    def reaches(self, peers: Peers) -> AddressSet:
        """The peers that this rule is for."""
        if self.group:
            return peers.addresses if self.group in peers.groups else NOTHING
        if self.service:
            return peers.addresses if self.service in peers.services else NOTHING
        return peers.addresses & self.addresses

    @property
    def text(self) -> str:
        return f"{ports_text(self.protocol, self.low, self.high)} {self.peer}"


@dataclass(frozen=True, slots=True)
class Peers:
    """The other side: its addresses, the groups that it is in, the AWS services that answer at its addresses."""

    addresses: AddressSet
    groups: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Group:
    """``doubts`` are reasons why there may be more rules: for what comes in, for what goes out."""

    key: Key
    name: str
    resource: Resource | None = None
    ingress: list[Rule] = field(default_factory=list)
    egress: list[Rule] = field(default_factory=list)
    doubt_in: str = ""
    doubt_out: str = ""


class SecurityGroups:
    """All groups of the stacks, with the rules that stand apart from them."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._groups: dict[Key, Group] = {}
        self._apart: dict[tuple[str, str], list[Resource]] | None = None
        self._names: dict[str, str] | None = None
        self.names: dict[str, str] = {}
        """Logical ids of groups by their ids."""

    def key_of(self, value: Resource | Value) -> Key:
        """What a group is known by: its id, or the reason why that isn't known."""
        if isinstance(value, Resource):
            found = value.attributes.get("GroupId")
            id = found if isinstance(found, str) else value.physical_id
            self.names[id] = value.logical_id
            return id
        if isinstance(value, Unknown):
            return value
        resource = self._survey.find(value, GROUP)
        if resource is not None:
            return self.key_of(resource)
        text = as_text(value)
        return text or Unknown("a security group of its list is no text")

    def get(self, key: Key) -> Group:
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = self._make(key)
        return found

    def _make(self, key: Key) -> Group:
        if isinstance(key, Unknown):
            return Group(key, "a security group", doubt_in=key.reason, doubt_out=key.reason)
        resource = self._survey.find(key, GROUP)
        if resource is not None:
            group = Group(key, resource.logical_id, resource)
            self._inside(group, resource)
            meddler = self._survey.meddler(resource)
            group.doubt_in = group.doubt_in or meddler
            group.doubt_out = group.doubt_out or meddler
        else:
            group = self._outside(key)
        self._add_apart(group)
        return group

    def _outside(self, key: str) -> Group:
        vpc = self._survey.find(key, VPC)
        if vpc is None or vpc.attributes.get("DefaultSecurityGroup") != key:
            name = key if key.startswith("the default") else f"the security group {key}"
            reason = f"{name} is in no template here"
            return Group(key, name, doubt_in=reason, doubt_out=reason)
        name = f"the default security group of {vpc.logical_id}"
        group = Group(key, name, vpc)
        group.ingress.append(Rule(None, group=key, peer="from its own members"))
        group.egress.append(Rule(None, ALL, peer="to 0.0.0.0/0"))
        meddler = self._survey.meddler(vpc)
        if meddler:
            # As CDK does it: Custom::VpcRestrictDefaultSG takes the default group's rules away.
            return Group(key, name, vpc, doubt_in=meddler, doubt_out=meddler)
        return group

    def _inside(self, group: Group, resource: Resource) -> None:
        for key, rules in (("SecurityGroupIngress", group.ingress), ("SecurityGroupEgress", group.egress)):
            listed = resource.get(key)
            if isinstance(listed, Unknown):
                if rules is group.ingress:
                    group.doubt_in = listed.reason
                else:
                    group.doubt_out = listed.reason
                continue
            side = "Source" if rules is group.ingress else "Destination"
            for index, item in enumerate(as_list(listed)):
                place = Place(resource, (key, index) if isinstance(listed, list) else (key,))
                rules += self._rules(item, side, place, group.key)

    def _add_apart(self, group: Group) -> None:
        if self._apart is None:
            self._apart = {}
            for type in (INGRESS, EGRESS):
                for resource in self._survey.of_type(type):
                    self._apart.setdefault((type, self._owner(resource)), []).append(resource)
        owner = str(group.key) if isinstance(group.key, str) else ""
        for resource in self._apart.get((INGRESS, owner), ()):
            group.ingress += self._rules(dict(resource.properties), "Source", Place(resource), group.key)
        apart = self._apart.get((EGRESS, owner), ())
        if apart and group.resource is not None:
            group.egress = [_overtaken(rule, apart[0]) if _says_default(rule) else rule for rule in group.egress]
        elif group.resource is not None and not group.egress and not group.doubt_out and _is_open(group.resource):
            group.egress.append(Rule(None, ALL, peer="to 0.0.0.0/0"))
        for resource in apart:
            group.egress += self._rules(dict(resource.properties), "Destination", Place(resource), group.key)
        # A rule whose group isn't known may be one of this group's.
        for type in (INGRESS, EGRESS):
            for resource in self._apart.get((type, ""), ()):
                reason = first_unknown(resource.get("GroupId"), resource.get("GroupName"))
                if type == INGRESS:
                    group.doubt_in = group.doubt_in or reason
                else:
                    group.doubt_out = group.doubt_out or reason

    def _owner(self, resource: Resource) -> str:
        value = resource.get("GroupId")
        if value is None:
            return self._by_name(resource.get("GroupName"))
        key = self.key_of(value)
        return key if isinstance(key, str) else ""

    def _by_name(self, value: Value) -> str:
        if self._names is None:
            self._names = {}
            for resource in self._survey.of_type(GROUP):
                key = self.key_of(resource)
                for name in (resource.attributes.get("GroupName"), resource.physical_id):
                    if isinstance(name, str) and isinstance(key, str):
                        self._names.setdefault(name, key)
        return self._names.get(as_text(value), as_text(value))

    def _rules(self, item: Value, side: str, place: Place, own: Key) -> Iterator[Rule]:
        if isinstance(item, Unknown):
            yield Rule(place, ALL, doubt=item.reason, peer="with an unknown peer")
            return
        if not isinstance(item, dict):
            return
        value = item.get("IpProtocol")
        protocol = EVERY_PROTOCOL if isinstance(value, Unknown) else protocol_number(value)
        if protocol is None:
            return
        first, last = item.get("FromPort"), item.get("ToPort")
        doubt = first_unknown(value, first, last)
        low, high = (FIRST_PORT, LAST_PORT) if doubt else ports_of(protocol, first, last)
        word = "from" if side == "Source" else "to"
        yield from self._peers(item, side, Rule(place, protocol=protocol, low=low, high=high, doubt=doubt), word, own)

    def _peers(self, item: Properties, side: str, rule: Rule, word: str, own: Key) -> Iterator[Rule]:
        for key in ("CidrIp", f"{side}SecurityGroupId", f"{side}SecurityGroupName", f"{side}PrefixListId"):
            value = item.get(key)
            if value is None or value == "":
                continue
            if isinstance(value, Unknown):
                doubt = rule.doubt or value.reason
                yield _with(rule, ALL, doubt=doubt, peer=f"{word} an unknown peer")
            elif key == "CidrIp":
                addresses = block(value)
                if addresses is not None:
                    yield _with(rule, addresses, peer=f"{word} {as_text(value)}")
            elif key.endswith("PrefixListId"):
                yield self._listed(rule, as_text(value), word)
            else:
                group = self._by_name(value) if key.endswith("Name") else self.key_of(value)
                name = self._name_of(group)
                if isinstance(group, str):
                    yield _with(rule, group=group, peer=f"{word} {name}")

    def _name_of(self, key: Key) -> str:
        resource = self._survey.find(key, GROUP, VPC) if isinstance(key, str) else None
        if resource is None:
            return as_text(key)
        return resource.logical_id if resource.type == GROUP else f"the default security group of {resource.logical_id}"

    def _listed(self, rule: Rule, id: str, word: str) -> Rule:
        if service := PREFIX_LISTS.get(id):
            return _with(rule, service=service, peer=f"{word} the prefix list {id} ({service})")
        resource = self._survey.find(id, PREFIX_LIST)
        if resource is None:
            doubt = rule.doubt or f"what the prefix list {id} holds is in no template here"
            return _with(rule, ALL, doubt=doubt, peer=f"{word} the prefix list {id}")
        addresses, doubt = NOTHING, rule.doubt
        entries = resource.get("Entries")
        doubt = doubt or first_unknown(entries)
        for entry in as_list(entries):
            value = at(entry, "Cidr")
            found = block(value)
            if found is not None:
                addresses |= found
            elif isinstance(value, Unknown):
                doubt = doubt or value.reason
        return _with(rule, ALL if doubt else addresses, doubt=doubt, peer=f"{word} {resource.logical_id}")


def _with(rule: Rule, addresses: AddressSet = NOTHING, **more: str) -> Rule:
    return Rule(
        rule.place,
        addresses,
        more.get("group", ""),
        more.get("service", ""),
        rule.protocol,
        rule.low,
        rule.high,
        more.get("doubt", rule.doubt),
        more.get("peer", ""),
    )


def _is_open(resource: Resource) -> bool:
    """Whether a group has its default rule for what goes out: a list of its own, even one of IPv6, takes it away."""
    return resource.type == GROUP and resource.get("SecurityGroupEgress") in (None, [])


def _says_default(rule: Rule) -> bool:
    return rule.protocol == EVERY_PROTOCOL and rule.addresses is ALL and not rule.doubt


def _overtaken(rule: Rule, by: Resource) -> Rule:
    if rule.place is None:
        return rule
    reason = (
        f"CloudFormation was seen to remove {rule.place.resource.logical_id}'s rule for all traffic to 0.0.0.0/0 "
        f"when it adds {by.logical_id}"
    )
    return _with(rule, rule.addresses, doubt=reason, peer=rule.peer)


def passes(groups: Iterable[Group], peers: Peers, protocol: int, port: int, inward: bool) -> Crossing:
    """What these groups together let in from, or out to, the peers."""
    sure, may, doubt = NOTHING, NOTHING, ""
    by: Rule | None = None
    for group in groups:
        for rule in group.ingress if inward else group.egress:
            if not rule.fits(protocol, port):
                continue
            found = rule.reaches(peers)
            if not found:
                continue
            may |= found
            if rule.doubt:
                doubt = doubt or rule.doubt
                continue
            sure |= found
            by = by or rule
            if peers.addresses <= sure:
                says = f"{group.name} lets {'in' if inward else 'out'} {rule.text}"
                return Crossing(sure, may, by=rule.place or _of(group), says=says)
        reason = group.doubt_in if inward else group.doubt_out
        if reason:
            doubt = doubt or reason
            may = peers.addresses
    return Crossing(sure, may, doubt, by.place if by else None, by.text if by else "")


def _of(group: Group) -> Place | None:
    return Place(group.resource) if group.resource is not None else None


def near_miss(
    groups: Sequence[Group], peers: Peers, protocol: int, port: int, inward: bool
) -> tuple[Place, str] | None:
    """The place of the one rule that nearly lets pass, with what it says: right but for its port, or for its peer."""
    for wanted in ("peer", "port"):
        found: list[Rule] = []
        for group in groups:
            for rule in group.ingress if inward else group.egress:
                if rule.place is None or rule.doubt:
                    continue
                if wanted == "peer" and rule.reaches(peers) and not rule.fits(protocol, port):
                    found.append(rule)
                if wanted == "port" and rule.fits(protocol, port) and not rule.reaches(peers):
                    found.append(rule)
        if len(found) == 1 and found[0].place is not None:
            place = found[0].place
            return Place(place.resource, (*place.path, *_miss(found[0], wanted, protocol, place))), found[0].text
    return None


def _miss(rule: Rule, wanted: str, protocol: int, place: Place) -> PropertyPath:
    given: Mapping[str, Value] = {}
    value = place.resource.get(*place.path) if place.path else dict(place.resource.properties)
    if isinstance(value, dict):
        given = value
    if wanted == "peer":
        return ("IpProtocol",) if rule.protocol != protocol else ("FromPort",) if "FromPort" in given else ()
    return next(((key,) for key in given if key.endswith(("CidrIp", "GroupId", "GroupName", "ListId"))
                 and key not in ("GroupId", "GroupName")), ())  # fmt: skip


def wanted_text(protocol: int, port: int) -> str:
    return f"{NAMES.get(protocol, str(protocol))} {port}" if port >= 0 else NAMES.get(protocol, str(protocol))
