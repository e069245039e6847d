"""A part of the network that is tied to the wrong end: an association to another route table, a route in another one, a
rule in another security group, a service in subnets that are for something else.

Each of them is right in itself, and what they keep from its way is told where the way ends: at the table without a
route, at the group without a rule. So, as with security groups (``swaps``), another end is tried: where that opens what
is shut and shuts nothing, and the names or a table that no subnet uses speak for it, it is what was meant.

A network ACL has its entries: where one entry with another port range, block or protocol opens the way, the finding
stands at that property of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from seatrial.analyses.checklist import other_ends
from seatrial.analyses.checklist.check import Check, Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.analyses.checklist.other_ends import GROUP, PEER, Trial
from seatrial.analyses.checklist.swaps import key_of, replaced
from seatrial.analyses.outside import put
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.system import System
from seatrial.model.value import as_list

# How a mend says the port of a rule to add.
_PORT = re.compile(r"\bFromPort: (\d+)")
# Names no group.
_NOBODY = "nobody"
# What else one such end explains: clients with IPv6 that have no way back.
_BESIDE = ("ARR030",)
# Each trial asks the network's checks again, which takes the longer the more resources there are.
_MOST_TRIALS, _MOST_RESOURCES_TRIED = 10, 500
_KINDS = (other_ends.associations, other_ends.routes, other_ends.rules, other_ends.places, other_ends.entries)


def without_wrong_ends(inquiry: Inquiry, checks: Sequence[Check], items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one wrong end explains told there."""
    left = list(items)
    asked = [check for check in checks if check.code in WAYS]
    # What one rule shuts is one finding among ``items``, and several here.
    before = {key_of(item) for item in _asked(inquiry, asked)}
    for trials in _KINDS:
        shut = {key_of(item): item for item in left if _is_shut(*item)}
        if not shut:
            break
        codes = {code for code, _ in shut}
        most = min(_MOST_TRIALS, 1 + _MOST_RESOURCES_TRIED // len(inquiry.system.resources))
        told: list[tuple[Trial, list[Item]]] = []
        for trial in islice(trials(inquiry, [found for _, found in shut.values()]), most):
            tried = _tried(inquiry, trial)
            # Most trials open nothing, which the checks tell that found something shut.
            first = {key_of(item) for item in _asked(tried, [check for check in asked if check.code in codes])}
            if shut.keys() <= first:
                continue
            still = {key_of(item) for item in _asked(tried, asked)}
            opened = [item for key, item in shut.items() if key not in still]
            if opened and still <= before:
                told.append((trial, opened))
                if not trial.alone or len(told) > 1:
                    break
        if told and not (told[0][0].alone and len(told) > 1):
            left = _told(inquiry, checks, left, *told[0])
    return list(_without_needed(inquiry, asked, before, left))


def _without_needed(
    inquiry: Inquiry, asked: Sequence[Check], before: set[tuple[str, str]], items: Sequence[Item]
) -> Iterator[Item]:
    """The findings, with those at a rule that is needed as it is told at its group: another rule is missing there."""
    for check, found in items:
        rule, path = found.resource, found.path
        if not _is_shut(check, found) or path[-1:] not in [(key,) for key in PEER.values()]:
            yield check, found
            continue
        trial = Trial(((rule, path, _NOBODY),), "", "")
        if {key_of(item) for item in _asked(_tried(inquiry, trial), asked)} <= before:
            yield check, found
        elif (other := _other_rule(inquiry, asked, before, (check, found))) is not None:
            yield check, other
        elif rule.type == GROUP:
            yield check, replace(found, path=path[:1])
        else:
            group = inquiry.find(rule.get("GroupId"), GROUP)
            yield check, replace(found, resource=group, path=()) if group is not None else found


def _other_rule(inquiry: Inquiry, asked: Sequence[Check], before: set[tuple[str, str]], item: Item) -> Found | None:
    """Another rule of the group that lets pass with the port that is wanted, and is for nothing else as it is."""
    found, port = item[1], _PORT.search(item[1].mend)
    if found.resource.type != GROUP or port is None:
        return None
    kind, wanted = found.path[0], int(port[1])
    for index in range(len(as_list(found.resource.get(kind)))):
        place: PropertyPath = (kind, index)
        values = tuple((found.resource, (*place, key), wanted) for key in ("FromPort", "ToPort"))
        if place == found.path[:2]:
            continue
        still = {key_of(one) for one in _asked(_tried(inquiry, Trial(values, "", "")), asked)}
        if still <= before and key_of(item) not in still:
            name = f"{found.resource.logical_id}.{path_text(place)}"
            mend = f"write FromPort: {wanted} and ToPort: {wanted} in {name}"
            return replace(found, path=(*place, "FromPort"), mend=mend, fix=())
    return None


def _is_shut(check: Check, found: Found) -> bool:
    return check.code in WAYS and (found.severity or check.severity) is Severity.ERROR


def _asked(inquiry: Inquiry, checks: Sequence[Check]) -> Iterator[Item]:
    for check in checks:
        for said in check.ask(inquiry):
            if isinstance(said, Found) and _is_shut(check, said):
                yield check, said


def _tried(inquiry: Inquiry, trial: Trial) -> Inquiry:
    systems = [_with(system, trial) for system in inquiry.systems]
    return Inquiry(systems[-1], systems[:-1])


def _with(system: System, trial: Trial) -> System:
    resources = system.resources
    for resource, path, value in trial.values:
        own = resources.get(resource.logical_id)
        if own is not None and own.physical_id == resource.physical_id:
            properties = put(dict(own.properties), path, value)
            assert isinstance(properties, dict)
            resources = {**resources, own.logical_id: replace(own, properties=properties)}
    return replace(system, resources=resources) if resources is not system.resources else system


def _told(
    inquiry: Inquiry, checks: Sequence[Check], items: Sequence[Item], trial: Trial, opened: Sequence[Item]
) -> list[Item]:
    """The findings with the first of those that are explained told at the wrong end, and the others left out."""
    resource, path, _ = trial.values[0]
    first = opened[0][1]
    rest = "".join(f"; for the same reason {found.what}" for _, found in opened[1:])
    said = replace(
        first,
        resource=resource,
        path=path,
        why=f"{trial.says}: {first.why}{rest}",
        mend=trial.mend,
        fix=trial.fix,
    )
    beside = [item for item in items if item[0].code in _BESIDE]
    if beside:
        then = _tried(inquiry, trial)
        codes = {item[0].code for item in beside}
        still = {
            (one.code, found.what)
            for one in checks
            if one.code in codes
            for found in one.ask(then)
            if isinstance(found, Found)
        }
        opened = [*opened, *(item for item in beside if key_of(item) not in still)]
    return replaced(items, opened, said)
