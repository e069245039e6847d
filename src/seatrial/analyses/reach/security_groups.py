"""Security groups: their rules, inside the group and apart from it.

A group without egress rules lets everything out. Once it has one, inside the group or as a resource of its own, that
default is gone: CloudFormation takes it away with the first AWS::EC2::SecurityGroupEgress, as it does for a rule
inside. It knows the default by what it says, so that the same rule written inside the group goes with it:
https://github.com/aws/aws-cdk/issues/987 and https://github.com/aws-cloudformation/cfn-language-discussion/issues/157
(read 2026-11-23). The documentation doesn't say that, so there the answer is "cannot tell".

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html,
https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (read
2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.analyses.reach.addresses import ALL, ALL_SIX, ANY, NOTHING, block
from seatrial.analyses.reach.crossing import (
    EVERY_PROTOCOL,
    FIRST_PORT,
    LAST_PORT,
    Place,
    first_unknown,
    ports_of,
    protocol_number,
    shown,
)
from seatrial.analyses.reach.group_rules import CLOUDFRONT, Rule
from seatrial.analyses.reach.route_tables import PREFIX_LIST
from seatrial.analyses.reach.survey import VPC, Key, Survey
from seatrial.kinds.endpoint_services import is_cloudfront_list, listed_service
from seatrial.model.resource import Resource
from seatrial.model.value import Mistaken, Properties, Unknown, Value, as_list, as_text, at

GROUP = "AWS::EC2::SecurityGroup"
# CDK's custom resource that takes all rules of a VPC's default security group away (restrictDefaultSecurityGroup).
# https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.Vpc.html (read 2026-11-23)
RESTRICTED = "Custom::VpcRestrictDefaultSG"
INGRESS, EGRESS = "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"


class Group(Struct, eq=False):
    """A security group. ``resource`` is None for one of no template and for a VPC's default group.

    ``doubt_in`` and ``doubt_out`` are reasons why there may be more rules than these. ``named_by`` are the groups that
    name this one inside: a rule inside of it that names one of them would close a circle.
    """

    key: Key
    name: str
    resource: Resource | None = None
    ingress: list[Rule] = field(default_factory=list)
    egress: list[Rule] = field(default_factory=list)
    doubt_in: str = ""
    doubt_out: str = ""
    named_by: frozenset[str] = frozenset()

    def rules(self, inward: bool) -> list[Rule]:
        return self.ingress if inward else self.egress

    def doubt(self, inward: bool) -> str:
        return self.doubt_in if inward else self.doubt_out


class SecurityGroups:
    """All groups of the stacks, by their ids. ``names`` has the logical ids of those that were looked at."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._groups: dict[Key, Group] = {}
        self._apart: dict[tuple[str, str], list[Resource]] = {}
        self._loose: list[Resource] = []
        self._by_name: dict[str, str] | None = None
        self._named_by: dict[str, set[str]] | None = None
        self.names: dict[str, str] = {}
        for type in (INGRESS, EGRESS):
            for resource in survey.of_type(type):
                owner = self._owner(resource)
                if owner:
                    self._apart.setdefault((type, owner), []).append(resource)
                else:
                    self._loose.append(resource)

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
        return as_text(value) or Unknown("what is given for a security group is no text")

    def vpc_of(self, groups: Sequence[Resource | Value], reason: str) -> Value:
        """The VPC of what has these groups, which are in its own VPC; Unknown with the reason where none is known."""
        for item in groups:
            resource = item if isinstance(item, Resource) else self._survey.find(item, GROUP)
            if resource is not None and resource.get("VpcId") is not None:
                return resource.get("VpcId")
        return Unknown(reason)

    def get(self, key: Key) -> Group:
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = self._make(key)
        return found

    def _make(self, key: Key) -> Group:
        if isinstance(key, Unknown):
            return Group(key, "a security group", doubt_in=key.reason, doubt_out=key.reason)
        resource = self._survey.find(key, GROUP)
        group = self._inside(key, resource) if resource is not None else self._outside(key)
        for item in self._apart.get((INGRESS, key), ()):
            group.ingress += self._rules(dict(item.properties), "Source", Place(item))
        apart = self._apart.get((EGRESS, key), ())
        if apart:
            group.egress = [_overtaken(rule, group.name, apart[0]) for rule in group.egress]
        elif resource is not None and resource.get("SecurityGroupEgress") in (None, []):
            group.egress.append(Rule(None, ANY, peer="to 0.0.0.0/0"))
        for item in apart:
            group.egress += self._rules(dict(item.properties), "Destination", Place(item))
        for item in self._loose:
            if resource is not None and resource.logical_id in self._survey.hints(item, "GroupId"):
                reason = first_unknown(item.get("GroupId"), item.get("GroupName"))
                group.doubt_in = group.doubt_in or (reason if item.type == INGRESS else "")
                group.doubt_out = group.doubt_out or (reason if item.type == EGRESS else "")
        return group

    def _inside(self, key: str, resource: Resource) -> Group:
        group = Group(key, resource.logical_id, resource, named_by=self._who_name(resource))
        group.doubt_in = group.doubt_out = self._survey.meddler(resource)
        ingress, egress = resource.get("SecurityGroupIngress"), resource.get("SecurityGroupEgress")
        group.doubt_in = group.doubt_in or first_unknown(ingress)
        group.doubt_out = group.doubt_out or first_unknown(egress)
        for index, item in enumerate(as_list(ingress)):
            group.ingress += self._rules(item, "Source", Place(resource, ("SecurityGroupIngress", index)))
        for index, item in enumerate(as_list(egress)):
            group.egress += self._rules(item, "Destination", Place(resource, ("SecurityGroupEgress", index)))
        return group

    def _who_name(self, resource: Resource) -> frozenset[str]:
        if self._named_by is None:
            self._named_by = {}
            for item in self._survey.of_type(GROUP):
                for reference in item.references:
                    self._named_by.setdefault(reference.target, set()).add(item.logical_id)
        found: set[str] = set()
        left = [resource.logical_id]
        while left:
            more = self._named_by.get(left.pop(), set()) - found
            found |= more
            left += more
        return frozenset(found)

    def _outside(self, key: str) -> Group:
        """A VPC's default group, which lets in its own members and lets out all; or one that nobody here knows."""
        vpc = self._survey.find(key, VPC)
        if vpc is None or vpc.attributes.get("DefaultSecurityGroup") != key:
            name = f"the security group {key}"
            reason = f"{name} is not in the templates"
            return Group(key, name, doubt_in=reason, doubt_out=reason)
        name = f"the default security group of {vpc.logical_id}"
        given = self._survey.default_group_of(vpc)
        if given is not None and given.type == RESTRICTED:
            return Group(key, name)
        meddler = self._survey.meddler(vpc)
        if given is not None:
            meddler = f"{given.logical_id} is given {name}, and what it does with it is not in the templates"
        if meddler:
            return Group(key, name, doubt_in=meddler, doubt_out=meddler)
        members = Rule(None, group=key, peer="from its own members")
        return Group(key, name, None, [members], [Rule(None, ANY, peer="to 0.0.0.0/0")])

    def _owner(self, resource: Resource) -> str:
        value = resource.get("GroupId")
        key = self._named(resource.get("GroupName")) if value is None else self.key_of(value)
        return key if isinstance(key, str) else ""

    def _named(self, value: Value) -> Key:
        """A group by its name, which is how those of a default VPC may be called."""
        if self._by_name is None:
            self._by_name = {}
            for resource in self._survey.of_type(GROUP):
                key = self.key_of(resource)
                for name in (resource.attributes.get("GroupName"), resource.physical_id):
                    if isinstance(name, str) and isinstance(key, str):
                        self._by_name.setdefault(name, key)
        if isinstance(value, Unknown):
            return value
        return self._by_name.get(as_text(value), as_text(value))

    def _rules(self, item: Value, side: str, place: Place) -> Iterator[Rule]:
        word = "from" if side == "Source" else "to"
        if isinstance(item, Unknown):
            yield Rule(place, ANY, doubt=item.reason, peer=f"{word} an unknown peer")
            return
        if not isinstance(item, dict):
            return
        value, first, last = item.get("IpProtocol"), item.get("FromPort"), item.get("ToPort")
        protocol = EVERY_PROTOCOL if isinstance(value, Unknown) else protocol_number(value)
        if protocol is None:
            return
        doubt = first_unknown(value, first, last)
        low, high = (FIRST_PORT, LAST_PORT) if doubt else ports_of(protocol, first, last)
        yield from self._peers(item, side, Rule(place, protocol=protocol, low=low, high=high, doubt=doubt), word)

    def _peers(self, item: Properties, side: str, rule: Rule, word: str) -> Iterator[Rule]:
        for key in ("CidrIp", "CidrIpv6", f"{side}SecurityGroupId", f"{side}SecurityGroupName", f"{side}PrefixListId"):
            value = item.get(key)
            if value is None or value == "":
                continue
            if isinstance(value, Unknown):
                doubt = rule.doubt or value.reason
                # A mistake may stand for any of the template's groups.
                if "Group" in key and not isinstance(value, Mistaken):
                    yield replace(
                        rule,
                        group=value,
                        hints=self._hinted(rule, key),
                        doubt=doubt,
                        peer=f"{word} a group of no template here",
                    )
                else:
                    whole = {"CidrIp": ALL, "CidrIpv6": ALL_SIX}.get(key, ANY)
                    yield replace(rule, addresses=whole, doubt=doubt, peer=f"{word} an unknown peer")
            elif key in ("CidrIp", "CidrIpv6"):
                yield replace(rule, addresses=block(value) or NOTHING, peer=f"{word} {shown(value)}")
            elif key.endswith("PrefixListId"):
                yield self._listed(rule, as_text(value), word)
            else:
                group = self._named(value) if key.endswith("Name") else self.key_of(value)
                yield replace(rule, group=group, peer=f"{word} {self._name_of(group)}")

    def _hinted(self, rule: Rule, key: str) -> frozenset[str]:
        """The groups that the text names where a group isn't known."""
        if rule.place is None:
            return frozenset()
        names = self._survey.hints(rule.place.resource, *rule.place.path, key)
        return frozenset(str(self.key_of(item)) for item in self._survey.of_type(GROUP) if item.logical_id in names)

    def _name_of(self, key: Key) -> str:
        resource = self._survey.find(key, GROUP, VPC) if isinstance(key, str) else None
        if resource is None:
            return as_text(key)
        return resource.logical_id if resource.type == GROUP else f"the default security group of {resource.logical_id}"

    def _listed(self, rule: Rule, id: str, word: str) -> Rule:
        region = self._survey.region_of(rule.place.resource if rule.place else None)
        if service := listed_service(id, region):
            return replace(rule, service=service, peer=f"{word} the prefix list of {service}")
        if word == "from" and is_cloudfront_list(id, region):
            return replace(rule, service=CLOUDFRONT, peer=f"{word} CloudFront's prefix list {id}")
        resource = self._survey.find(id, PREFIX_LIST)
        if resource is None:
            doubt = rule.doubt or f"what the prefix list {id} holds is not in the templates"
            return replace(rule, addresses=ANY, doubt=doubt, peer=f"{word} the prefix list {id}")
        addresses, doubt = NOTHING, rule.doubt
        entries = resource.get("Entries")
        for entry in as_list(entries):
            value = at(entry, "Cidr")
            addresses |= block(value) or NOTHING
            doubt = doubt or first_unknown(entries, value)
        return replace(rule, addresses=ANY if doubt else addresses, doubt=doubt, peer=f"{word} {resource.logical_id}")


def _overtaken(rule: Rule, name: str, by: Resource) -> Rule:
    if rule.protocol != EVERY_PROTOCOL or rule.addresses is not ALL or rule.doubt:
        return rule
    reason = f"CloudFormation was seen to take {name}'s rule for all traffic to 0.0.0.0/0 away when it adds "
    return replace(rule, doubt=f"{reason}{by.logical_id}")
