"""One parameter of a nested stack that is given the wrong output of another.

The stack inside uses what it is given as it should, and fails there; the slip stands in the parent. What gives it away
is its name: a parameter is mostly given the output that is called like it. So where another output is given, and the
one of the parameter's own name is there as well, that one is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.checklist.trials import Candidate, Change
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Value, as_dict

STACK = "AWS::CloudFormation::Stack"
_OUTPUTS = "Outputs."
# A value as long as this, such as a name that AWS makes, stands in a longer text only where that is made of it.
_LONG = 12


def handed_down(system: System, errors: Sequence[Finding]) -> Iterator[Candidate]:
    """What may be meant for a parameter of the nested stacks in which errors stand."""
    for stack in system.of_type(STACK):
        inside = f"{stack.logical_id}/"
        if not any(item.logical_id.startswith(inside) for item in errors):
            continue
        for reference in stack.references:
            if len(reference.path) != 2 or not reference.attribute.startswith(_OUTPUTS):
                continue
            name, wrong = str(reference.path[1]), stack.get(*reference.path)
            found = _called(system, stack, reference, name)
            if found is None or not isinstance(wrong, str) or found[1] == wrong:
                continue
            within = [item for key, item in system.resources.items() if key.startswith(inside)]
            changes = [change for item in within for change in _changes(item, wrong, found[1])]
            given = as_dict(stack.get("Parameters"))
            if any(value == wrong for key, value in given.items() if key != name):
                # Another parameter gives the same: only what is told is changed.
                places = [(item.logical_id, item.path) for item in errors]
                changes = [item for item in changes if (item.resource.logical_id, item.path) in places]
            changes.append(Change(stack, reference.path, found[1], found[0].logical_id))
            yield Candidate(tuple(changes), partial(_told, stack, reference, found[0], errors))


def of_another_kind(inquiry: Inquiry, errors: Sequence[Finding]) -> Candidate | None:
    """What is meant for a parameter of a nested stack that is given a thing of another kind; None where that is not all
    that is wrong.
    """
    strays = {(item.resource.logical_id, item.path): item for item in inquiry.strays}
    for candidate in handed_down(inquiry.given, errors):
        *inside, outer = candidate.changes
        changed = {(item.resource.logical_id, item.path) for item in inside}
        places = [(item.logical_id, item.path) for item in errors]
        meant = [strays[place] for place in places if place in changed and place in strays]
        fits = all(inquiry.given.find(outer.value, *item.types) is not None for item in meant)
        if len(meant) == len(errors) and fits:
            return candidate
    return None


def _called(system: System, stack: Resource, reference: Reference, name: str) -> tuple[Resource, str] | None:
    """The nested stack that has an output of this name, with its value: the one that is asked, or the only other."""
    if reference.attribute.removeprefix(_OUTPUTS).lower() == name.lower():
        return None
    others = [item for item in system.of_type(STACK) if item is not stack]
    others.sort(key=lambda item: item.logical_id != reference.target)
    having = [(item, item.attributes.get(f"{_OUTPUTS}{name}")) for item in others]
    known = [(item, value) for item, value in having if isinstance(value, str)]
    return known[0] if len(known) == 1 or (known and known[0][0].logical_id == reference.target) else None


def _changes(resource: Resource, wrong: str, right: str) -> Iterator[Change]:
    """Every place in a resource that has the one value, or the list that it says, with the other in its place."""
    lists: tuple[list[Value], list[Value]] = ([*wrong.split(",")], [*right.split(",")])
    stack: list[tuple[PropertyPath, Value]] = [((key,), value) for key, value in resource.properties.items()]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str) and (value == wrong or (len(wrong) >= _LONG and wrong in value)):
            yield Change(resource, path, value.replace(wrong, right))
        elif isinstance(value, list):
            if value == lists[0]:
                yield Change(resource, path, lists[1])
            else:
                stack.extend(((*path, index), item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            stack.extend(((*path, key), item) for key, item in value.items())


def _told(
    stack: Resource, reference: Reference, right: Resource, errors: Sequence[Finding], explained: Sequence[Item]
) -> Found:
    name, given = reference.path[1], reference.attribute.removeprefix(_OUTPUTS)
    told = "; ".join(dict.fromkeys(item.what for item in errors))
    return Found(
        stack,
        reference.path,
        f"{name} of {stack.logical_id} is {given} of {reference.target}, which does not fit, where {name} of "
        f"{right.logical_id} does",
        f"{told}; with {name}, none of this is so",
        f"write !GetAtt {right.logical_id.rpartition('/')[2]}.{_OUTPUTS}{name}",
        explained[0][1].aws,
        Severity.ERROR,
    )
