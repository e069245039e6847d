"""Properties that name a resource by an attribute of it other than the one that they take.

What ``CRE030`` tells by the values, for values that only AWS knows: which attribute a template gives stands in its
text. An alias record takes the name by which a thing is reached, an API mapping the domain name itself, and a custom
resource the ARN of what provides it.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
aws-properties-route53-recordset-aliastarget.html (DNSName and HostedZoneId, per kind of target),
aws-resource-apigatewayv2-domainname.html and aws-resource-apigatewayv2-apimapping.html there, and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html (the service token is the
ARN of a topic or a function).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.arr_names import RECORD_SET, RECORD_SETS
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath


class Taken(Struct, frozen=True):
    """``property`` of a resource, named by the end of its path, takes one of ``attributes`` of a ``target``; "" is Ref.

    Without attributes, it is what ``other`` gives by its ``attribute`` that is taken in place of the target.
    """

    property: PropertyPath
    target: str
    attributes: tuple[str, ...]
    other: str = ""
    attribute: str = ""


_HTTP, _REST, _CDN = "AWS::ApiGatewayV2::DomainName", "AWS::ApiGateway::DomainName", "AWS::CloudFront::Distribution"
_NAME: PropertyPath = ("AliasTarget", "DNSName")
_ZONE: PropertyPath = ("AliasTarget", "HostedZoneId")
_ALIASES = (
    Taken(_NAME, _HTTP, ("RegionalDomainName",)),
    Taken(_NAME, _REST, ("RegionalDomainName", "DistributionDomainName")),
    Taken(_NAME, _CDN, ("DomainName",)),
    Taken(_NAME, "AWS::ApiGatewayV2::Api", (), _HTTP, "RegionalDomainName"),
    Taken(_NAME, "AWS::ApiGateway::RestApi", (), _REST, "RegionalDomainName"),
    Taken(_ZONE, _HTTP, ("RegionalHostedZoneId",)),
    Taken(_ZONE, _REST, ("RegionalHostedZoneId", "DistributionHostedZoneId")),
)
_TOKENS = (Taken(("ServiceToken",), "AWS::Lambda::Function", ("Arn",)),)
_BY_TYPE: dict[str, tuple[Taken, ...]] = {
    RECORD_SET: _ALIASES,
    RECORD_SETS: _ALIASES,
    "AWS::ApiGatewayV2::ApiMapping": (
        Taken(("DomainName",), _HTTP, ("",)),
        Taken(("DomainName",), _REST, ("",)),
        Taken(("ApiId",), "AWS::ApiGatewayV2::Api", ("", "ApiId")),
    ),
    "AWS::CloudFormation::CustomResource": _TOKENS,
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.resources.values():
        table = _TOKENS if resource.type.startswith("Custom::") else _BY_TYPE.get(resource.type)
        for reference in resource.references if table else ():
            for taken in table or ():
                found = _wrong(inquiry, resource, reference, taken)
                if found is not None:
                    yield found


def _wrong(inquiry: Inquiry, resource: Resource, reference: Reference, taken: Taken) -> Found | None:
    named = inquiry.system.resources.get(reference.target)
    if named is None or named.type != taken.target or reference.attribute in (*taken.attributes, "DependsOn"):
        return None
    if reference.path[-len(taken.property) :] != taken.property or inquiry.refused_at(resource, *reference.path):
        return None
    if not reference.attribute and resource.get(*reference.path) != named.physical_id:
        # It is a part of what Fn::Sub or Fn::Join makes, such as an ARN.
        return None
    given = reference.attribute or "Ref"
    if taken.attributes:
        right = (
            f"!GetAtt {named.logical_id}.{taken.attributes[0]}" if taken.attributes[0] else f"!Ref {named.logical_id}"
        )
        noun = f"the {taken.attributes[0]}" if taken.attributes[0] else "what Ref gives"
        takes = f"{noun} of {named.logical_id}"
    else:
        others = list(inquiry.system.of_type(taken.other))
        name = others[0].logical_id if len(others) == 1 else "DOMAIN"
        right, takes = f"!GetAtt {name}.{taken.attribute}", f"the {taken.attribute} of an {taken.other}"
    last = taken.property[-1]
    return Found(
        resource,
        reference.path,
        f"{last} of {resource.logical_id} is {_called(given)} of {named.logical_id}, where it takes {takes}",
        "AWS finds nothing of that name, and the stack is rolled back",
        f"write {last}: {right}",
    )


def _called(given: str) -> str:
    return "what Ref gives" if given == "Ref" else f"the {given}"


CHECK = Check(
    "CRE210",
    Severity.ERROR,
    Question.CREATE,
    "A property is given another attribute of a resource than it takes",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-properties-route53-recordset-aliastarget.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html",
    _ask,
)
