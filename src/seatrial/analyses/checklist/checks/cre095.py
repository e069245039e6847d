"""Properties that name a resource of another kind than they take, where no API's own words say so."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import arn_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.typed import reference
from seatrial.analyses.strays import Stray, property_name, takes_arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value

MOST_NAMED = 3


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for stray in inquiry.strays:
        name = stray.resource.logical_id
        if (name, stray.path) not in inquiry.misread and not inquiry.refused_at(
            inquiry.system.resources[name], *stray.path
        ):
            yield _found(inquiry, stray)


def _found(inquiry: Inquiry, stray: Stray) -> Found:
    name, other = property_name(stray.path), stray.other
    fitting = [item for item in inquiry.system.of_type(*stray.types) if item.logical_id != stray.resource.logical_id]
    written = [reference(_identity(item, name)) for item in fitting[:MOST_NAMED]]
    return Found(
        stray.resource,
        stray.path,
        f"{name} of {stray.resource.logical_id} is {other.logical_id}, an {other.type}; it takes an {stray.types[0]}",
        f"AWS looks for an {stray.types[0]} under what {other.logical_id} is known by and finds none: the stack is "
        "rolled back, or what it makes does not work",
        f"write {' or '.join(written)}" if written else f"name an {stray.types[0]} there",
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
    "A property names a resource of another kind than it takes",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    _ask,
)
