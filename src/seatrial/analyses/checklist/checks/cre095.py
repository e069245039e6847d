"""Properties that name a resource of another kind than they take, or its logical id as text, where no API's own words
say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import arn_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.typed import reference
from seatrial.analyses.strays import Stray, property_for, property_name, takes_arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list

MOST_NAMED = 3


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told = [stray for stray in inquiry.strays if not _is_told(inquiry, stray)]
    exchanged: list[Stray] = []
    for stray in told:
        alike = [item for item in told if item.other is stray.other and item.types == stray.types]
        if len(alike) > 1 and not any(True for _ in inquiry.system.of_type(*stray.types)):
            if alike[0] is stray:
                yield _of_another_type(inquiry, alike)
            continue
        other = next((item for item in inquiry.strays if _are_exchanged(stray, item)), None)
        if other is None:
            yield _found(inquiry, stray)
        elif stray not in exchanged:
            exchanged.append(other)
            yield _exchange(stray, other)


def _of_another_type(inquiry: Inquiry, strays: list[Stray]) -> Found:
    """Whatever names a resource takes the same other type, of which there is none: the resource's own is wrong."""
    first = strays[0]
    named, wanted = first.other, first.types[0]
    users = list({stray.resource.logical_id: stray.resource for stray in strays}.values())
    return Found(
        named,
        (),
        f"{named.logical_id} is an {named.type}, and {property_name(first.path)} of {inquiry.names(users)} takes an "
        f"{wanted}",
        f"AWS looks for an {wanted} under what {named.logical_id} is known by and finds none: the stack is rolled "
        "back, or what it makes does not work",
        f"make {named.logical_id} an {wanted}, with that type's properties",
    )


def _is_told(inquiry: Inquiry, stray: Stray) -> bool:
    name = stray.resource.logical_id
    refused = inquiry.refused_at(inquiry.system.resources[name], *stray.path)
    return (name, stray.path) in inquiry.misread or bool(refused)


def _are_exchanged(one: Stray, other: Stray) -> bool:
    """Whether each of two properties of a resource names what the other one takes."""
    same = one.resource.logical_id == other.resource.logical_id and one.path != other.path
    return same and one.other.type in other.types and other.other.type in one.types


def _exchange(one: Stray, other: Stray) -> Found:
    names, owner = (property_name(one.path), property_name(other.path)), one.resource.logical_id
    right = [reference(_identity(stray.other, name)) for stray, name in zip((other, one), names, strict=True)]
    return Found(
        one.resource,
        one.path,
        f"{names[0]} and {names[1]} of {owner} are exchanged",
        f"{names[0]} is {one.other.logical_id}, an {one.other.type}, and {names[1]} is {other.other.logical_id}, an "
        f"{other.other.type}: the stack is rolled back, or what it makes does not work",
        f"write {names[0]}: {right[0]} and {names[1]}: {right[1]} in {owner}",
    )


def _found(inquiry: Inquiry, stray: Stray) -> Found:
    name, other = property_name(stray.path), stray.other
    if other.type in stray.types:
        return _as_text(stray)
    alone = len(stray.path) == 1 or (stray.path[1:] == (0,) and len(as_list(stray.resource.get(stray.path[0]))) == 1)
    elsewhere = property_for(stray.resource, other) if alone else ""
    there = reference(_identity(other, elsewhere))
    there = f"[{there}]" if len(stray.path) > 1 else there
    fitting = [item for item in inquiry.system.of_type(*stray.types) if item.logical_id != stray.resource.logical_id]
    written = [reference(_identity(item, name)) for item in fitting[:MOST_NAMED]]
    return Found(
        stray.resource,
        stray.path,
        f"{name} of {stray.resource.logical_id} is {other.logical_id}, an {other.type}; it takes an {stray.types[0]}",
        f"AWS looks for an {stray.types[0]} under what {other.logical_id} is known by and finds none: the stack is "
        "rolled back, or what it makes does not work",
        f"write {elsewhere}: {there} in place of {name}"
        if elsewhere
        else f"write {' or '.join(written)}"
        if written
        else f"name an {stray.types[0]} there",
    )


def _as_text(stray: Stray) -> Found:
    """The logical id alone, where a reference is meant."""
    name, other, owner = property_name(stray.path), stray.other, stray.resource.logical_id
    return Found(
        stray.resource,
        stray.path,
        f"{name} of {owner} is the text {other.logical_id}, and no reference to it",
        f"AWS looks for an {other.type} of the id {other.logical_id} and finds none: the stack is rolled back, or what "
        "it makes does not work",
        f"write {reference(_identity(other, name))}",
    )


def _identity(resource: Resource, name: str) -> Value:
    """How one names a resource at a property of this name."""
    if name == "AllocationId":
        return {"Fn::GetAtt": [resource.logical_id, name]}
    return arn_of(resource, resource.arn) if takes_arn(name) and resource.arn else {"Ref": resource.logical_id}


CHECK = Check(
    "CRE095",
    Severity.ERROR,
    Question.CREATE,
    "A property names a resource of another kind than it takes, or as text",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    _ask,
)
