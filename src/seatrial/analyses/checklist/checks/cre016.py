"""Whether two resources of one type have the same name, of the types that no API family here asks.

A type's schema says which properties name its resource. Two resources that have the same there are one: the handler of
the second finds it made already. (The types of ``analyses/refusals`` are asked there, in their APIs' own words.)

Sources (read 2026-11-23): https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html and
resource-type-test-contract.html (a create handler has to return AlreadyExists).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import REFUSALS
from seatrial.kinds import schema
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

NESTED = "AWS::CloudFormation::Stack"
# Their APIs' refusals here don't ask about names.
_NAMELESS = (
    *("AWS::RDS::", "AWS::DocDB::", "AWS::ElastiCache::", "AWS::DynamoDB::", "AWS::OpenSearchService::"),
    *(
        "AWS::ApiGatewayV2::",
        "AWS::Cognito::",
        "AWS::Lambda::",
        "AWS::WAFv2::",
        "AWS::CloudFront::",
        "AWS::Logs::MetricFilter",
    ),
)
# Types whose schema names them by what AWS gives, though the template may choose a name that is unique.
_NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {"AWS::SNS::Topic": (("TopicName",),)}


def _alike(inquiry: Inquiry) -> Iterator[Said]:
    seen: dict[tuple[str, ...], Resource] = {}
    for resource in inquiry.system.resources.values():
        if (resource.type in REFUSALS and not resource.type.startswith(_NAMELESS)) or resource.type == NESTED:
            continue
        keys = _NAMES.get(resource.type) or schema.primary(resource.type)
        values = [resource.get(*key) for key in keys]
        if not values or not all(isinstance(value, str) and value for value in values):
            continue
        name = (resource.type, *(as_text(value) for value in values))
        first = seen.setdefault(name, resource)
        if first is resource:
            continue
        shown = "|".join(name[1:])
        yield Found(
            resource,
            keys[0],
            f"{resource.logical_id} has the name of {first.logical_id}: {shown}",
            f"the name of an {resource.type} is unique: CloudFormation finds {first.logical_id} under it, and the "
            "stack is rolled back",
            f"leave {keys[0][-1]} out of {resource.logical_id}, or choose another name",
            f"Resource of type '{resource.type}' with identifier '{shown}' already exists.",
        )


CHECK = Check(
    "CRE016",
    Severity.ERROR,
    Question.CREATE,
    "Two resources of one type have the same name",
    "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html",
    _alike,
)
