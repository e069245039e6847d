"""A security group at the wrong place: one resource wears a group that was made for another.

Every way to and from that resource is shut then, each by another rule, and each rule is right. What gives the fault
away is a group that nothing wears. So it is tried: with that group in the place of another, what no longer comes
through? Where an exchange opens ways and shuts none, it is the fault, and the ways are its consequences.

An interface endpoint has its siblings: where it wears other groups than they do, or none, theirs are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.analyses.outside import put
from seatrial.model.finding import Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_text, at

GROUP, ENDPOINT = "AWS::EC2::SecurityGroup", "AWS::EC2::VPCEndpoint"
MOUNT_TARGET = "AWS::EFS::MountTarget"
_PAIR = 2
_GROUPS: PropertyPath = ("SecurityGroupIds",)
# What has siblings: by which property, and which one has its groups.
_SIBLINGS = {ENDPOINT: ("VpcId", _GROUPS), MOUNT_TARGET: ("FileSystemId", ("SecurityGroups",))}
_PARTS = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", GROUP)
# Each trial asks the network's checks again, which takes the longer the more resources there are.
_MOST_TRIALS, _MOST_RESOURCES_TRIED = 24, 1000
_ANYWHERE = ("0.0.0.0/0", "::/0")


class _Worn(Struct, frozen=True):
    """``holder`` wears ``group``, as its property at ``path`` says; None where it names no group."""

    holder: Resource
    path: PropertyPath
    group: Resource | None = None


def without_swaps(inquiry: Inquiry, checks: Sequence[Check], items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one exchanged security group explains replaced by that."""
    shut = {key_of(item): item for item in items if _is_shut(*item)}
    if not shut:
        return list(items)
    most = min(_MOST_TRIALS, 1 + _MOST_RESOURCES_TRIED // len(inquiry.system.resources))
    asked = [check for check in checks if check.code in WAYS]
    deciding = [check for check in asked if check.code in {code for code, _ in shut}]
    worn = [*_worn(inquiry.system), *_bare(inquiry.system)]
    taken = {item.group.logical_id for item in worn if item.group is not None}
    spare = [item for item in inquiry.system.of_type(GROUP) if item.logical_id not in taken]
    named = {word for _, found in shut.values() for word in re.findall(r"[\w/]+", found.what)}
    trials = [(wear, group) for group in spare for wear in worn if wear.holder.logical_id in named]
    for endpoint, sibling in list(_odd_endpoints(inquiry, [found for _, found in shut.values()]))[:most]:
        place = _SIBLINGS[endpoint.type][1]
        groups = sibling.get(*place)
        left = {key_of(item) for item in _asked(with_value(inquiry, endpoint, place, groups), asked)}
        opened = [item for key, item in shut.items() if key not in left]
        if opened and left <= shut.keys():
            return replaced(items, opened, _unlike(endpoint, sibling, groups, opened))
    for wear, group in trials[:most]:
        tried = _exchanged(inquiry, wear, group)
        # Most trials open nothing, which the checks tell that found something shut.
        if shut.keys() <= {key_of(item) for item in _asked(tried, deciding)}:
            continue
        left = {key_of(item) for item in _asked(tried, asked)}
        opened = [item for key, item in shut.items() if key not in left]
        if opened and left <= shut.keys() and (len(opened) > 1 or not _lets_everything_in(group)):
            return _replaced(items, opened, wear, group)
    return list(items)


def _is_shut(check: Check, found: Found) -> bool:
    return check.code in WAYS and (found.severity or check.severity) is Severity.ERROR


def key_of(item: Item) -> tuple[str, str]:
    check, found = item
    return check.code, found.what


def _worn(system: System) -> Iterator[_Worn]:
    for resource in system.resources.values():
        if resource.type in _PARTS:
            continue
        for reference in resource.references:
            group = system.resources.get(reference.target)
            path = _place(reference, resource)
            if group is not None and group.type == GROUP and path:
                yield _Worn(resource, path, group)


def _bare(system: System) -> Iterator[_Worn]:
    """What names no security group, and so is in its VPC's default one."""
    for balancer in system.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if as_text(balancer.get("Type"), "application") == "application" and balancer.get("SecurityGroups") in (
            None,
            [],
        ):
            yield _Worn(balancer, ("SecurityGroups",))
    for link in system.of_type("AWS::ApiGatewayV2::VpcLink"):
        if link.get("SecurityGroupIds") in (None, []):
            yield _Worn(link, ("SecurityGroupIds",))
    network: PropertyPath = ("NetworkConfiguration", "AwsvpcConfiguration")
    for service in system.of_type("AWS::ECS::Service"):
        if isinstance(service.get(*network), dict) and service.get(*network, "SecurityGroups") in (None, []):
            yield _Worn(service, (*network, "SecurityGroups"))


def _lets_everything_in(group: Resource) -> bool:
    """Whether a group would open a way wherever it is put: that it does so says nothing."""
    return any(
        as_text(at(rule, "IpProtocol")) == "-1" and as_text(at(rule, "CidrIp")) in _ANYWHERE
        for rule in as_list(group.get("SecurityGroupIngress"))
    )


def _place(reference: Reference, resource: Resource) -> PropertyPath:
    """The path of the property whose whole value a reference is; () where it is a part of something else."""
    found = resource.get(*reference.path)
    return reference.path if isinstance(found, str) and found.startswith("sg-") else ()


def _odd_endpoints(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[tuple[Resource, Resource]]:
    """The endpoints that wear other groups than most of their VPC, and that a finding is about, each with a sibling."""
    together: dict[tuple[str, str], list[Resource]] = {}
    for item in inquiry.system.of_type(*_SIBLINGS):
        by, path = _SIBLINGS[item.type]
        interface = item.type != ENDPOINT or as_text(item.get("VpcEndpointType")) == "Interface"
        if interface and not isinstance(item.get(*path), Unknown):
            together.setdefault((item.type, as_text(item.get(by))), []).append(item)
    for (type, _), items in together.items():
        path = _SIBLINGS[type][1]
        usual = max(items, key=lambda item: sum(item.get(*path) == one.get(*path) for one in items))
        alike = [item for item in items if item.get(*path) == usual.get(*path)]
        pair = len(items) == len(alike) + 1 == _PAIR
        if (len(alike) * 2 <= len(items) and not pair) or not usual.get(*path):
            continue
        for item in items:
            other = next((one for one in items if one is not item), usual) if pair else usual
            about = re.compile(rf"\b{re.escape(item.logical_id)}\b")
            told = any(found.resource is item or about.search(found.why) or _wears(item, found) for found in shut)
            if (pair or item not in alike) and told and other.get(*path):
                yield item, other


def _wears(endpoint: Resource, found: Found) -> bool:
    """Whether a finding stands at a group of the endpoint."""
    return found.resource.type == GROUP and found.resource.attributes.get("GroupId") in as_list(
        endpoint.get(*_SIBLINGS[endpoint.type][1])
    )


def _unlike(endpoint: Resource, sibling: Resource, groups: Value, opened: Sequence[Item]) -> Found:
    """That an endpoint is not in the groups of the others."""
    place = _SIBLINGS[endpoint.type][1]
    name, path = endpoint.logical_id, place if place[0] in endpoint.properties else ()
    targets = dict.fromkeys(item.target for item in sibling.references if item.path[:1] == place)
    many = endpoint.type == ENDPOINT
    others = "and the other endpoints" if many else "another mount target of the file system"
    like = "the other endpoints" if many else "that one"
    listed = ", ".join(f"!GetAtt {target}.GroupId" for target in targets) or ", ".join(map(as_text, as_list(groups)))
    told = "; ".join(found.what for _, found in opened)
    theirs = " and ".join(targets) or "their groups"
    has = "is in other security groups than"
    if not path:
        has = "names no security group, so it is in the VPC's default one, unlike"
    return Found(
        endpoint,
        path,
        f"{name} {has} {sibling.logical_id}{' ' if many else ', '}{others}",
        f"{told}; in {theirs}, like {like}, it would get all of this traffic",
        f"write {place[0]}: [{listed}] in {name}",
        opened[0][1].aws,
    )


def _exchanged(inquiry: Inquiry, wear: _Worn, group: Resource) -> Inquiry:
    id = group.attributes.get("GroupId") or group.physical_id
    return with_value(inquiry, wear.holder, wear.path, id if wear.group is not None else [id])


def with_value(inquiry: Inquiry, resource: Resource, path: PropertyPath, new: Value) -> Inquiry:
    """The same system with another value of a property."""
    value = put(dict(resource.properties), path, new)
    assert isinstance(value, dict)
    holder = replace(resource, properties=value)
    system = replace(inquiry.system, resources={**inquiry.system.resources, holder.logical_id: holder})
    return Inquiry(system, inquiry.systems[:-1])


def _asked(inquiry: Inquiry, checks: Sequence[Check]) -> Iterator[Item]:
    for check in checks:
        for said in check.ask(inquiry):
            if isinstance(said, Found) and _is_shut(check, said):
                yield check, said


def _replaced(items: Sequence[Item], opened: Sequence[Item], wear: _Worn, group: Resource) -> list[Item]:
    """The findings with the first one of those that are explained told as the exchange, and the others left out."""
    holder, name = wear.holder.logical_id, group.logical_id
    told = "; ".join(found.what for _, found in opened)
    uses, mend = "names no security group", f"write {wear.path[-1]}: [!GetAtt {name}.GroupId] in {holder}"
    if wear.group is not None:
        uses = f"uses the security group {wear.group.logical_id}"
        mend = f"write !GetAtt {name}.GroupId in place of {wear.group.logical_id}"
    said = Found(
        wear.holder,
        wear.path if wear.group is not None else wear.path[:-1],
        f"{holder} {uses}, and nothing uses {name}",
        f"{told}; with {name}, all of this traffic is allowed",
        mend,
        opened[0][1].aws,
    )
    return replaced(items, opened, said)


def replaced(items: Sequence[Item], opened: Sequence[Item], said: Found) -> list[Item]:
    """The findings with one in the place of the first that it explains, and without the others."""
    check = opened[0][0]
    explained = {id(found) for _, found in opened}
    at = next(index for index, (_, found) in enumerate(items) if id(found) in explained)
    rest = [(check, said) if index == at else item for index, item in enumerate(items)]
    return [item for item in rest if id(item[1]) not in explained]
