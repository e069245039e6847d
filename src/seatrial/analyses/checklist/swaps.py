"""A security group at the wrong place: one resource wears a group that was made for another.

Every way to and from that resource is shut then, each by another rule, and each rule is right. What gives the fault
away is a group that nothing wears. So it is tried: with that group in the place of another, what no longer comes
through? Where an exchange opens ways and shuts none, it is the fault, and the ways are its consequences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from seatrial.analyses.checklist.check import Check, Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.model.finding import Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Value, as_list, as_text, at

GROUP = "AWS::EC2::SecurityGroup"
_PARTS = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", GROUP)
# Each trial asks the network's checks again, which takes the longer the more resources there are.
_MOST_TRIALS, _MOST_RESOURCES_TRIED = 24, 1000
_ANYWHERE = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True, slots=True)
class _Worn:
    """``holder`` wears ``group``, as its property at ``path`` says."""

    holder: Resource
    path: PropertyPath
    group: Resource


def without_swaps(inquiry: Inquiry, checks: Sequence[Check], items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one exchanged security group explains replaced by that."""
    shut = {_key(item): item for item in items if _is_shut(*item)}
    if not shut:
        return list(items)
    worn = list(_worn(inquiry.system))
    taken = {item.group.logical_id for item in worn}
    spare = [item for item in inquiry.system.of_type(GROUP) if item.logical_id not in taken]
    named = {word for _, found in shut.values() for word in re.findall(r"[\w/]+", found.what)}
    trials = [(wear, group) for group in spare for wear in worn if wear.holder.logical_id in named]
    most = min(_MOST_TRIALS, 1 + _MOST_RESOURCES_TRIED // len(inquiry.system.resources))
    asked = [check for check in checks if check.code in WAYS]
    for wear, group in trials[:most]:
        left = {_key(item) for item in _asked(_exchanged(inquiry, wear, group), asked)}
        opened = [item for key, item in shut.items() if key not in left]
        if opened and left <= shut.keys() and (len(opened) > 1 or not _lets_everything_in(group)):
            return _replaced(items, opened, wear, group)
    return list(items)


def _is_shut(check: Check, found: Found) -> bool:
    return check.code in WAYS and (found.severity or check.severity) is Severity.ERROR


def _key(item: Item) -> tuple[str, str]:
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


def _exchanged(inquiry: Inquiry, wear: _Worn, group: Resource) -> Inquiry:
    value = _put(dict(wear.holder.properties), wear.path, group.attributes.get("GroupId") or group.physical_id)
    assert isinstance(value, dict)
    holder = replace(wear.holder, properties=value)
    system = replace(inquiry.system, resources={**inquiry.system.resources, holder.logical_id: holder})
    return Inquiry(system, inquiry.systems[:-1])


def _put(value: Value, path: PropertyPath, new: Value) -> Value:
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, str(head): _put(value[str(head)], rest, new)}
    assert isinstance(value, list) and isinstance(head, int)
    return [*value[:head], _put(value[head], rest, new), *value[head + 1 :]]


def _asked(inquiry: Inquiry, checks: Sequence[Check]) -> Iterator[Item]:
    for check in checks:
        for said in check.ask(inquiry):
            if isinstance(said, Found) and _is_shut(check, said):
                yield check, said


def _replaced(items: Sequence[Item], opened: Sequence[Item], wear: _Worn, group: Resource) -> list[Item]:
    """The findings with the first one of those that are explained told as the exchange, and the others left out."""
    holder, worn = wear.holder.logical_id, wear.group.logical_id
    told = "; ".join(found.what for _, found in opened)
    check, first = opened[0]
    said = Found(
        wear.holder,
        wear.path,
        f"{holder} uses the security group {worn}, and nothing uses {group.logical_id}",
        f"{told}; with {group.logical_id} in its place, all of this traffic is allowed",
        f"write !GetAtt {group.logical_id}.GroupId in place of {worn}",
        first.aws,
    )
    explained = {id(found) for _, found in opened}
    at = next(index for index, (_, found) in enumerate(items) if id(found) in explained)
    rest = [(check, said) if index == at else item for index, item in enumerate(items)]
    return [item for item in rest if id(item[1]) not in explained]
