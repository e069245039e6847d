"""What API Gateway refuses about the outer side of an HTTP API: what browsers may do, its name, and what leads there.

Sources (read 2026-11-30): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html; the texts on
origins and credentials as https://github.com/aws/aws-cdk/issues/9076 and people whose stacks rolled back quote them;
on a stage that isn't there https://github.com/aws/aws-cdk/issues/9078; on a certificate for other names the tests of
LocalStack, which were written against AWS. An edge-optimized name is for REST APIs alone, and so is TLS 1.0:
https://repost.aws/knowledge-center/custom-domain-name-amazon-api-gateway and
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html. What routes the messages
of a WebSocket API is "Required for WebSocket APIs":
https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import OutsideId, Unknown, Value, as_flag, as_list, as_text, at

API, STAGE, DOMAIN = (f"AWS::ApiGatewayV2::{name}" for name in ("Api", "Stage", "DomainName"))
REST_DOMAIN = "AWS::ApiGateway::DomainName"
CERTIFICATE = "AWS::CertificateManager::Certificate"
_ORIGIN = re.compile(r"\*|https?://\S+")


def api_refused(world: World, resource: Resource) -> Refusal | None:
    kind = as_text(resource.get("ProtocolType"))
    if kind == "WEBSOCKET" and resource.get("RouteSelectionExpression") is None and resource.get("Body") is None:
        text = "RouteSelectionExpression is missing, which a WebSocket API needs."
        return _refusal("CreateApi", text, "RouteSelectionExpression", ours=True)
    origins = as_list(resource.get("CorsConfiguration", "AllowOrigins"))
    for index, origin in enumerate(origins):
        if isinstance(origin, str) and origin and _ORIGIN.fullmatch(origin) is None:
            path = ("CorsConfiguration", "AllowOrigins", index)
            right = f"https://{origin}" if re.fullmatch(r"[\w.-]+(:\d+)?", origin) else ""
            return Refusal(
                "apigateway.CreateApi",
                "BadRequestException",
                f"Invalid format for origin {origin}",
                path,
                instead=right,
            )
    if "*" in origins and as_flag(resource.get("CorsConfiguration", "AllowCredentials")):
        text = "allow-credentials is not supported if 'allow-origin' is *"
        return Refusal("apigateway.CreateApi", "BadRequestException", text, ("CorsConfiguration", "AllowCredentials"))
    return None


def domain_refused(world: World, resource: Resource) -> Refusal | None:
    """What a name is for, and whether its certificate covers it."""
    for index, item in enumerate(as_list(resource.get("DomainNameConfigurations"))):
        for refusal in _not_taken(item, ("DomainNameConfigurations", index)):
            return refusal
    name = resource.get("DomainName")
    if not isinstance(name, str) or not name:
        return None
    for index, item in enumerate(as_list(resource.get("DomainNameConfigurations"))):
        covered = _covered(world, at(item, "CertificateArn"))
        if covered and not covers(covered, name.lower()):
            text = "The domain name to be created is not covered by the provided certificate."
            return Refusal(
                "apigateway.CreateDomainName",
                "BadRequestException",
                text,
                ("DomainNameConfigurations", index, "CertificateArn"),
                because=f"it is for {' and '.join(covered)}, not for {name.lower()}",
            )
    return None


def _not_taken(item: Value, path: PropertyPath) -> Iterator[Refusal]:
    """What only names of REST APIs are, and those by another type.

    Texts: https://github.com/amplify-education/serverless-domain-manager/issues/359 and
    https://github.com/hashicorp/terraform-provider-aws/issues/37869. That a certificate is wanted:
    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_domain_name
    ("certificate_arn - (Required)").
    """
    api, code = "apigateway.CreateDomainName", "BadRequestException"
    if at(item, "EndpointType") == "EDGE":
        text = (
            "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please "
            "use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names."
        )
        yield Refusal(api, code, text, (*path, "EndpointType"), instead="REGIONAL")
    if at(item, "SecurityPolicy") == "TLS_1_0":
        text = "TLS_1_0 is not supported for APIGatewayV2 domainName."
        yield Refusal(api, code, text, (*path, "SecurityPolicy"), instead="TLS_1_2")
    if isinstance(item, dict) and at(item, "CertificateArn") is None:
        yield Refusal(api, code, "CertificateArn is missing.", (*path, "CertificateArn"), ours=True)


def _covered(world: World, arn: Value) -> list[str]:
    """The names of a certificate of the stack; none of one whose names aren't known."""
    certificate = world.find(arn, CERTIFICATE)
    return names_of(certificate) if certificate is not None else []


def names_of(certificate: Resource) -> list[str]:
    """The names of a certificate in small letters; none where one isn't known."""
    names = [certificate.get("DomainName"), *as_list(certificate.get("SubjectAlternativeNames"))]
    return [] if any(isinstance(item, Unknown) for item in names) else [as_text(item).lower() for item in names]


def covers(covered: list[str], name: str) -> bool:
    return name in covered or f"*.{name.partition('.')[2]}" in covered


def mapping_refused(world: World, resource: Resource) -> Refusal | None:
    """What a mapping leads from and to."""
    api, domain, stage = (resource.get(key) for key in ("ApiId", "DomainName", "Stage"))
    made = world.find(api, API)
    named = world.find(domain, DOMAIN, REST_DOMAIN)
    other = world.find(domain) if named is None else None
    owner = _domain_whose_attribute(world, domain) if named is None else None
    if not isinstance(domain, OutsideId) and (owner is not None or other is not None):
        right = f"!Ref {owner.logical_id}" if owner is not None else ""
        text = "Invalid domain name identifier specified"
        return Refusal("apigateway.CreateApiMapping", "NotFoundException", text, ("DomainName",), instead=right)
    if made is None or as_text(made.get("ProtocolType")) != "HTTP":
        return None
    if named is not None and named.type == REST_DOMAIN and (refusal := _not_for_http(named)) is not None:
        return refusal
    stages = [item for item in world.of_type(STAGE) if item.get("ApiId") == api]
    if isinstance(stage, str) and stage and not isinstance(stage, OutsideId) and _is_none(world, stage, stages):
        text = "Invalid stage identifier specified"
        right = f"!Ref {stages[0].logical_id}" if len(stages) == 1 else ""
        return Refusal("apigateway.CreateApiMapping", "BadRequestException", text, ("Stage",), instead=right)
    return None


def _is_none(world: World, stage: Value, stages: list[Resource]) -> bool:
    """Whether a value is the name of no stage of an API whose stages are here; Ref of one gives its name."""
    names, named = [item.get("StageName") for item in stages], world.find(stage, STAGE)
    known = bool(stages) and all(is_given(item) for item in names)
    return known and stage not in names and not any(named is item for item in stages)


def _domain_whose_attribute(world: World, value: Value) -> Resource | None:
    """The domain of which a value is something other than its name."""
    if not isinstance(value, str) or not value:
        return None
    return next((item for item in world.of_type(DOMAIN, REST_DOMAIN) if value in item.attributes.values()), None)


def _not_for_http(domain: Resource) -> Refusal | None:
    for item in as_list(domain.get("DomainNameConfigurations")):
        if at(item, "EndpointType") == "EDGE" or at(item, "SecurityPolicy") == "TLS_1_0":
            edge = at(item, "EndpointType") == "EDGE"
            which = "edge-optimized" if edge else "for TLS 1.0"
            takes = "EndpointType: REGIONAL" if edge else "SecurityPolicy: TLS_1_2"
            text = f"{domain.logical_id} is {which}, and an HTTP API takes {takes}."
            return _refusal("CreateApiMapping", text, "DomainName", ours=True)
    return None


def _refusal(call: str, text: str, key: str, *, ours: bool) -> Refusal:
    return Refusal(f"apigateway.{call}", "BadRequestException", text, (key,), ours=ours)
