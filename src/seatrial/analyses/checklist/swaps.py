"""A security group at the wrong place: one resource wears a group that was made for another.

Every way to and from that resource is shut then, each by another rule, and each rule is right. What gives the fault
away is a group that nothing wears. So it is tried (``trials``): with that group in the place of another, what no longer
comes through? Where an exchange opens ways and shuts none, it is the fault, and the ways are its consequences.

Tasks of one definition that two rules start are siblings, and so are the interface endpoints of a VPC: where one wears
other groups than they do, or none, theirs are tried; so are the subnets of such tasks (``subnet_swaps``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.subnet_swaps import SUBNET, elsewhere, other_subnets, subnets_of
from seatrial.analyses.checklist.trials import Candidate, Change, Trials
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
_ANYWHERE = ("0.0.0.0/0", "::/0")
# What is in its VPC's default group without a word, by the property that names another.
_MAY_BE_BARE = {
    "AWS::ApiGatewayV2::VpcLink": "SecurityGroupIds",
    "AWS::RDS::DBProxy": "VpcSecurityGroupIds",
    "AWS::RDS::DBCluster": "VpcSecurityGroupIds",
    "AWS::RDS::DBInstance": "VPCSecurityGroups",
    "AWS::ElastiCache::ReplicationGroup": "SecurityGroupIds",
}


class _Worn(Struct, frozen=True):
    """``holder`` wears ``group``, as its property at ``path`` says; None where it names no group."""

    holder: Resource
    path: PropertyPath
    group: Resource | None = None


def without_swaps(trials: Trials, items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one exchanged security group explains replaced by that."""
    return trials.series(WAYS).without_explained(items, _candidates)


def _candidates(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    """The groups or subnets of a sibling, each group that nothing wears in the place of one that is told of, and
    the groups of the same task elsewhere.
    """
    for endpoint, sibling in _odd_endpoints(inquiry, shut):
        place = _SIBLINGS[endpoint.type][1]
        groups = sibling.get(*place)
        yield Candidate((Change(endpoint, place, groups),), partial(_unlike, endpoint, sibling, groups))
    worn = [*_worn(inquiry.system), *_bare(inquiry.system)]
    taken = {item.group.logical_id for item in worn if item.group is not None}
    named = {word for found in shut for word in re.findall(r"[\w/]+", found.what)}
    for holder, path, other in other_subnets(inquiry, named):
        about = [found for found in shut if re.search(rf"\b{re.escape(holder.logical_id)}\b", found.what)]
        if all(found.resource.type == SUBNET for found in about):
            change = Change(holder, path, other.by.get(*subnets_of(other)))
            yield Candidate((change,), partial(elsewhere, inquiry, holder, path, other))
    for group in inquiry.system.of_type(GROUP):
        id = _id(group)
        least = 2 if _lets_everything_in(group) else 1
        for wear in worn if group.logical_id not in taken else ():
            if wear.holder.logical_id in named:
                value: Value = id if wear.group is not None else [id]
                change = Change(wear.holder, wear.path, value, group.logical_id)
                yield Candidate((change,), partial(_exchanged, wear, group, alone=True), least=least)
    for wear, group in _of_another_service(inquiry, worn, shut):
        change = Change(wear.holder, wear.path, _id(group), group.logical_id)
        yield Candidate((change,), partial(_exchanged, wear, group, alone=None), least=min(_PAIR, len(shut)))
    for wear, group in _of_the_same_task(inquiry, worn):
        if wear.holder.logical_id in named:
            change = Change(wear.holder, wear.path, _id(group), group.logical_id)
            yield Candidate((change,), partial(_exchanged, wear, group, alone=False))


def _of_another_service(
    inquiry: Inquiry, worn: Sequence[_Worn], shut: Sequence[Found]
) -> Iterator[tuple[_Worn, Resource]]:
    """What a service wears that several findings are about, each of them, with the groups that others wear."""
    services = [wear for wear in worn if wear.holder.type == SERVICE and wear.group is not None]
    for wear in services:
        about = re.compile(rf"\b{re.escape(wear.holder.logical_id)}\b")
        # A group that something else than a service wears was made for that.
        foreign = any(item.group is wear.group and item.holder.type != SERVICE for item in worn)
        if (len(shut) < _PAIR and not foreign) or not all(about.search(found.what) for found in shut):
            continue
        others = {
            item.group.logical_id: item.group for item in services if item.group and item.holder is not wear.holder
        }
        for name, group in others.items():
            if wear.group is not None and name != wear.group.logical_id:
                yield wear, group


def _of_the_same_task(inquiry: Inquiry, worn: Sequence[_Worn]) -> Iterator[tuple[_Worn, Resource]]:
    """What tasks wear of which the same are started elsewhere, with the other groups that they wear there."""
    placed = [
        (placement, wear, wear.group)
        for placement in inquiry.placements
        for wear in worn
        if wear.holder is placement.by and wear.path[: len(placement.network)] == placement.network and wear.group
        # That a service runs the definition of another is told as that.
        if placement.by.type != SERVICE
    ]
    own: dict[str, set[str]] = {}
    for placement, _, group in placed:
        own.setdefault(placement.by.logical_id, set()).add(group.logical_id)
    for placement, wear, _ in placed:
        for other, _, theirs in placed:
            same = other.definition is placement.definition is not None and other.by is not placement.by
            if same and theirs.logical_id not in own[placement.by.logical_id]:
                yield wear, theirs


def _id(group: Resource) -> Value:
    return group.attributes.get("GroupId") or group.physical_id


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
        own = as_text(balancer.get("Type"), "application") in ("application", "network")
        if own and balancer.get("SecurityGroups") in (None, []):
            yield _Worn(balancer, ("SecurityGroups",))
    for item in system.of_type(*_MAY_BE_BARE):
        key = _MAY_BE_BARE[item.type]
        if item.get(key) in (None, []):
            yield _Worn(item, (key,))
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


def _exchanged(wear: _Worn, group: Resource, opened: Sequence[Item], *, alone: bool | None) -> Found:
    """That something wears another group than the one that was made for it; ``alone`` says whether nothing else wears
    that, None that another service does.
    """
    holder, name = wear.holder.logical_id, group.logical_id
    told = "; ".join(found.what for _, found in opened)
    uses, mend = "names no security group", f"write {wear.path[-1]}: [!GetAtt {name}.GroupId] in {holder}"
    if wear.group is not None:
        uses = f"uses the security group {wear.group.logical_id}"
        mend = f"write !GetAtt {name}.GroupId in place of {wear.group.logical_id}"
    return Found(
        wear.holder,
        wear.path if wear.group is not None else wear.path[:-1],
        f"{holder} {uses}, and {_and_not(name, alone=alone)}",
        f"{told}; with {name}, all of this traffic is allowed",
        mend,
        opened[0][1].aws,
    )


def _and_not(name: str, *, alone: bool | None) -> str:
    if alone is None:
        return f"not {name}, which opens what it needs"
    return f"nothing uses {name}" if alone else f"not {name}, as others with the same task do"
