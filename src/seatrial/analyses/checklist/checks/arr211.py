"""Whether anything leads to an HTTP API: its own endpoint, or a name that is mapped to it; and whether a name leads on.

An API whose endpoint is switched off is reached by its own names alone, and a name without a mapping answers with 403.
A mapping may be made elsewhere, so these are warnings, and not asked of what the template exports. That an application
is told to call an endpoint which is off is one as well: whether it does isn't in the template.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html,
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

API, DOMAIN, MAPPING = (f"AWS::ApiGatewayV2::{name}" for name in ("Api", "DomainName", "ApiMapping"))
_APIS, _REST_DOMAIN = (API, "AWS::ApiGateway::RestApi"), "AWS::ApiGateway::DomainName"
_BASE_PATH = "AWS::ApiGateway::BasePathMapping"
_DEFINITION = "AWS::ECS::TaskDefinition"


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    mappings = list(inquiry.system.of_type(MAPPING, _BASE_PATH, "AWS::ApiGateway::BasePathMappingV2"))
    # That a mapping waits for a name says nothing of which it is about.
    led = {one.target for item in mappings for one in item.references if one.attribute != "DependsOn"}
    meant = [inquiry.find(item.get("ApiId") or item.get("RestApiId"), *_APIS) for item in mappings]
    meant += [inquiry.find(item.get("DomainName"), DOMAIN, _REST_DOMAIN) for item in mappings]
    led |= {item.logical_id for item in meant if item is not None}
    unknown = any(isinstance(item.get("DomainName"), Unknown) and not item.references for item in mappings)
    idle = [
        item
        for item in inquiry.system.of_type(DOMAIN)
        if item.logical_id not in led and not unknown and not _handed_on(inquiry, item)
    ]
    for domain in idle:
        name = as_text(domain.get("DomainName"))
        astray = [item for item in mappings if _leads_elsewhere(inquiry, item)]
        if len(astray) == 1 and name:
            other = as_text(astray[0].get("DomainName"))
            yield Found(
                astray[0],
                ("DomainName",),
                f"{astray[0].logical_id} is for {other}, and no API is mapped to {name}",
                f"{domain.logical_id} is {name}, and every request to it is answered with 403; the template makes no "
                f"domain {other}",
                f"write DomainName: !Ref {domain.logical_id} in {astray[0].logical_id}",
                '{"message":"Forbidden"}',
            )
            continue
        yield Found(
            domain,
            (),
            f"no API is mapped to {as_text(domain.get('DomainName')) or domain.logical_id}",
            "API Gateway knows the name, and no API behind it: every request to it is answered with 403",
            f"add an AWS::ApiGatewayV2::ApiMapping: {{ ApiId: !Ref {_lone(inquiry, API)}, DomainName: !Ref "
            f"{domain.logical_id}, Stage: !Ref {_lone(inquiry, 'AWS::ApiGatewayV2::Stage')} }}",
            '{"message":"Forbidden"}',
        )
    for api in inquiry.system.of_type(API):
        off = api.get("DisableExecuteApiEndpoint")
        if isinstance(off, Unknown) or not as_flag(off):
            continue
        yield from _calls(inquiry, api)
        if api.logical_id not in led and not idle and not _handed_on(inquiry, api):
            yield Found(
                api,
                ("DisableExecuteApiEndpoint",),
                f"nothing leads to {api.logical_id}: its own endpoint is switched off, and no name is mapped to it",
                "no request reaches the API",
                f"leave DisableExecuteApiEndpoint out of {api.logical_id}, or map an AWS::ApiGatewayV2::DomainName to "
                "it with an AWS::ApiGatewayV2::ApiMapping",
            )


def _leads_elsewhere(inquiry: Inquiry, mapping: Resource) -> bool:
    """Whether a mapping is for a domain that is in no template here, by its name."""
    name = mapping.get("DomainName")
    return isinstance(name, str) and bool(name) and inquiry.find(name, DOMAIN, _REST_DOMAIN) is None


def _calls(inquiry: Inquiry, api: Resource) -> Iterator[Found]:
    for definition in inquiry.system.of_type(_DEFINITION):
        for reference in definition.references:
            if reference.target != api.logical_id or reference.path[:1] != ("ContainerDefinitions",):
                continue
            if reference.attribute != "ApiEndpoint" and ".execute-api." not in as_text(definition.get(*reference.path)):
                continue
            variable = as_text(definition.get(*reference.path[:-1], "Name"))
            yield Found(
                definition,
                reference.path,
                f"{variable or 'a variable'} of {definition.logical_id} is the endpoint of {api.logical_id}, which is "
                "switched off",
                f"with DisableExecuteApiEndpoint in {api.logical_id}, calls of that URL are answered with 404",
                f"give the name that is mapped to {api.logical_id}, or leave DisableExecuteApiEndpoint out",
                '{"message":"Not Found"}',
            )


def _handed_on(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether another stack, or something else of this one, may map it."""
    names = {resource.physical_id, *(item for item in resource.attributes.values() if isinstance(item, str))}
    exported = any(item.export_name and item.value in names for item in inquiry.system.outputs.values())
    custom = any(
        item.target == resource.logical_id
        and inquiry.system.resources[item.source].type.startswith(("Custom::", "AWS::CloudFormation::", "AWS::SSM::"))
        for item in inquiry.system.references
        if item.source in inquiry.system.resources
    )
    return exported or custom


def _lone(inquiry: Inquiry, type: str) -> str:
    found = list(inquiry.system.of_type(type))
    return found[0].logical_id if len(found) == 1 else type.rpartition("::")[2].upper()


CHECK = Check(
    "ARR211",
    Severity.WARNING,
    Question.ARRIVE,
    "Nothing leads to an HTTP API, or a name of API Gateway leads to none",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html "
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html",
    _ways,
)
