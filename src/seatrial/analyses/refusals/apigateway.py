"""What API Gateway refuses about HTTP APIs: how they lead to what answers, and by which keys.

Sources (read 2026-11-29): https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
("Required for HTTP APIs", "Supported only for WebSocket APIs", payloadFormatVersion: "For all other integrations, 1.0
is the only supported value"), https://docs.aws.amazon.com/cdk/api/v2/docs/
aws-cdk-lib.aws_apigatewayv2.HttpRouteIntegrationConfig.html (method: "Required for HttpIntegrationType.HTTP_PROXY"),
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html and
http-api-develop-routes.html; the text on VPC links: https://github.com/klothoplatform/klotho/pull/347. The other texts
are ours. Authorizers: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
(authorizerType, identitySource: "selection expressions prefixed with $"; authorizationType and authorizerId of a route
stand in apis-apiid-routes.html), http-api-jwt-authorizer.html; the text on issuers as users of Terraform quote it (read
2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.kinds import CARDS
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.value import OutsideId, Unknown, Value, as_text

API, INTEGRATION = "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Integration"
ROUTE = "AWS::ApiGatewayV2::Route"
METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
AUTHORIZER = "AWS::ApiGatewayV2::Authorizer"
_KEY = re.compile(rf"\$default|({'|'.join(METHODS)}) /\S*")
# What stands for a part of a path; a plus at its end takes the rest, and stands last.
_PART = re.compile(r"[^{}]*|\{[A-Za-z0-9_.-]+\}")
_REST = re.compile(r"\{[A-Za-z0-9_.-]+\+\}")
_SOURCE = re.compile(r"\$(?:request\.(?:header|querystring)|context|stageVariables)\.\S+")
_KINDS = ("JWT", "REQUEST")
# https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
# (the issuer; read 2026-11-30)
_HOST_OF_COGNITO = "cognito-idp."
# Of a route, what goes with the authorizer's own type.
_OF_KIND = {"JWT": "JWT", "CUSTOM": "REQUEST"}
_STAGE = re.compile(r"\$default|[A-Za-z0-9_-]{1,128}")
_OF_HTTP = ("AWS_PROXY", "HTTP_PROXY")
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html (the supported keys; read
# 2026-11-30)
_CHANGE = re.compile(r"(?:append|overwrite|remove):(?:header|querystring)\.\S+|overwrite:path", re.IGNORECASE)


def _is_http(world: World, resource: Resource) -> bool:
    api = world.find(resource.get("ApiId"), API)
    return api is not None and as_text(api.get("ProtocolType")) == "HTTP"


def integration_refused(world: World, resource: Resource) -> Refusal | None:
    if not _is_http(world, resource):
        return None
    for ask in (_kind, _private, _public, _payload, _method, _changes):
        for refusal in ask(world, resource):
            return refusal
    return None


def _kind(world: World, resource: Resource) -> Iterator[Refusal]:
    kind = as_text(resource.get("IntegrationType"))
    if kind and kind not in _OF_HTTP:
        text = f"IntegrationType is {kind}; for an HTTP API it is AWS_PROXY or HTTP_PROXY."
        instead = f"{kind}_PROXY" if f"{kind}_PROXY" in _OF_HTTP else "HTTP_PROXY"
        yield _refusal("CreateIntegration", text, "IntegrationType", instead=instead)


def _private(world: World, resource: Resource) -> Iterator[Refusal]:
    if as_text(resource.get("ConnectionType")) != "VPC_LINK":
        return
    if resource.get("ConnectionId") is None:
        yield _refusal("CreateIntegration", "ConnectionId is missing.", "ConnectionId")
    uri = resource.get("IntegrationUri")
    named = world.find(uri)
    # What Ref gives of a type without a card is not what AWS gives.
    if not isinstance(uri, str) or isinstance(uri, OutsideId) or (named is not None and named.type not in CARDS):
        return
    arn = Arn.parse(uri)
    listener = arn is not None and arn.service == "elasticloadbalancing" and arn.resource.startswith("listener/")
    mapped = arn is not None and arn.service == "servicediscovery" and arn.resource.startswith("service/")
    if not listener and not mapped:
        text = (
            "For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN."
        )
        yield Refusal("apigateway.CreateIntegration", "BadRequestException", text, ("IntegrationUri",))


def _public(world: World, resource: Resource) -> Iterator[Refusal]:
    """Without a VPC link the integration is called by its URL."""
    connection, uri = resource.get("ConnectionType"), resource.get("IntegrationUri")
    if as_text(resource.get("IntegrationType")) != "HTTP_PROXY" or connection not in (None, "INTERNET"):
        return
    if isinstance(uri, str) and uri.startswith("arn:"):
        text = "IntegrationUri is an ARN, which is only called through a VPC link."
        yield _refusal("CreateIntegration", text, "IntegrationUri")


def _payload(world: World, resource: Resource) -> Iterator[Refusal]:
    if resource.get("PayloadFormatVersion") is None:
        text = "PayloadFormatVersion is missing, which an HTTP API needs."
        yield _refusal("CreateIntegration", text, "PayloadFormatVersion")
    version = as_text(resource.get("PayloadFormatVersion"))
    if as_text(resource.get("IntegrationType")) == "HTTP_PROXY" and version not in ("", "1.0"):
        text = f"PayloadFormatVersion {version} is for AWS_PROXY; HTTP_PROXY has 1.0 alone."
        yield _refusal("CreateIntegration", text, "PayloadFormatVersion", instead='"1.0"')


def _method(world: World, resource: Resource) -> Iterator[Refusal]:
    if as_text(resource.get("IntegrationType")) == "HTTP_PROXY" and resource.get("IntegrationMethod") is None:
        yield _refusal("CreateIntegration", "IntegrationMethod is missing.", "IntegrationMethod")


def _changes(world: World, resource: Resource) -> Iterator[Refusal]:
    """How a request is changed on its way; a Lambda function's event isn't, and AWS's own actions have parameters."""
    changes = resource.get("RequestParameters")
    if as_text(resource.get("IntegrationType")) != "HTTP_PROXY" or not isinstance(changes, dict):
        return
    for key in changes:
        if _CHANGE.fullmatch(key) is None:
            text = f"Invalid mapping expression specified: {key} changes nothing that a request has."
            path = ("RequestParameters", key)
            yield Refusal("apigateway.CreateIntegration", "BadRequestException", text, path, ours=True)


def route_refused(world: World, resource: Resource) -> Refusal | None:
    if not _is_http(world, resource):
        return None
    key, target = resource.get("RouteKey"), resource.get("Target")
    if isinstance(key, str) and key and _KEY.fullmatch(key) is None:
        text = f"The route key {key} is neither $default nor a method in capitals, a blank and a path."
        method, _, path = (f"ANY {key}" if key.startswith("/") else key).strip().partition(" ")
        right = f"{method.upper()} /{path.strip().lstrip('/')}"
        instead = f"'{right}'" if path and _KEY.fullmatch(right) else ""
        return _refusal("CreateRoute", text, "RouteKey", instead=instead)
    if isinstance(key, str) and (path := key.partition(" ")[2]) and not _is_path(path):
        text = f"The path {path} of the route key has braces that don't stand around a part of it."
        return _refusal("CreateRoute", text, "RouteKey")
    for other in world.taken(ROUTE) if isinstance(key, str) else ():
        if other.get("ApiId") == resource.get("ApiId") and other.get("RouteKey") == key:
            text = f"The API has a route with the key {key} already."
            return Refusal("apigateway.CreateRoute", "ConflictException", text, ("RouteKey",), ours=True)
    if (refusal := _authorization_refused(world, resource)) is not None:
        return refusal
    if isinstance(target, str) and target and not target.startswith("integrations/"):
        integration = world.find(target, INTEGRATION)
        name = integration.logical_id if integration is not None else "INTEGRATION"
        text = f"The target of a route is integrations/ and the id of an integration, not {target}."
        return _refusal("CreateRoute", text, "Target", instead=f"!Sub integrations/${{{name}}}")
    named = as_text(target).partition("/")[2]
    stray = world.find(named) if isinstance(target, str) and world.find(named, INTEGRATION) is None else None
    if stray is not None:
        text = f"The target of a route is integrations/ and the id of an integration, not that of {stray.logical_id}."
        return _refusal("CreateRoute", text, "Target")
    return None


def _is_path(path: str) -> bool:
    *parts, last = path.split("/")
    whole = all(_PART.fullmatch(part) for part in parts)
    return whole and bool(_PART.fullmatch(last) or _REST.fullmatch(last))


def _authorization_refused(world: World, resource: Resource) -> Refusal | None:
    """A route with an authorizer names it, and it is of the kind that the route says."""
    kind, named = resource.get("AuthorizationType"), resource.get("AuthorizerId")
    if isinstance(kind, Unknown) or as_text(kind) not in _OF_KIND:
        return None
    if named is None:
        text = f"AuthorizerId is missing, which a route with AuthorizationType {as_text(kind)} needs."
        return _refusal("CreateRoute", text, "AuthorizerId")
    authorizer = world.find(named, AUTHORIZER)
    theirs = as_text(authorizer.get("AuthorizerType")) if authorizer is not None else ""
    if theirs in _KINDS and theirs != _OF_KIND[as_text(kind)]:
        right = next(item for item, its in _OF_KIND.items() if its == theirs)
        text = f"AuthorizationType is {as_text(kind)}, and the authorizer is of the type {theirs}."
        return _refusal("CreateRoute", text, "AuthorizationType", instead=right)
    return None


def authorizer_refused(world: World, resource: Resource) -> Refusal | None:
    if not _is_http(world, resource):
        return None
    kind = resource.get("AuthorizerType")
    if isinstance(kind, str) and kind and kind not in _KINDS:
        text = f"AuthorizerType is {kind}; for an HTTP API it is JWT or REQUEST."
        return _refusal("CreateAuthorizer", text, "AuthorizerType", instead="JWT")
    if kind == "JWT" and resource.get("JwtConfiguration") is None:
        # "Required for the JWT authorizer type": jwtConfiguration on the page of authorizers named above.
        text = "JwtConfiguration is missing, which an authorizer of the type JWT needs."
        return _refusal("CreateAuthorizer", text, "JwtConfiguration")
    if (refusal := _issuer_refused(world, resource.get("JwtConfiguration", "Issuer"))) is not None:
        return refusal
    sources = resource.get("IdentitySource")
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        if isinstance(source, str) and source and _SOURCE.fullmatch(source) is None:
            text = f"{source} is no identity source of an HTTP API, such as $request.header.Authorization."
            name = source.rpartition(".")[2]
            right = f"$request.header.{name}" if "header" in source else ""
            path = ("IdentitySource", index)
            return Refusal("apigateway.CreateAuthorizer", "BadRequestException", text, path, ours=True, instead=right)
    return None


def _issuer_refused(world: World, issuer: Value) -> Refusal | None:
    """API Gateway reads the issuer's document when the authorizer is made."""
    host, _, pool = issuer.partition("://")[2].partition("/") if isinstance(issuer, str) else ("", "", "")
    if isinstance(issuer, str) and issuer.startswith(_HOST_OF_COGNITO):
        host, _, pool = issuer.partition("/")
    if not isinstance(issuer, str) or "cognito" not in host:
        return None
    client = world.find(pool, "AWS::Cognito::UserPoolClient")
    # What stands around the id of a pool: its ARN, or the document's own path.
    meant = next((item for item in world.of_type("AWS::Cognito::UserPool") if item.physical_id in pool), None)
    strayed = meant is not None and (pool.rstrip("/") != meant.physical_id or not issuer.startswith("https://"))
    # A pool's id begins with its region, and only there it has a document.
    of_region = f"{_HOST_OF_COGNITO}{meant.physical_id.partition('_')[0]}." if meant is not None else ""
    strayed = strayed or (meant is not None and "_" in meant.physical_id and not host.startswith(of_region))
    if not host.startswith(_HOST_OF_COGNITO) and not strayed:
        return None
    if pool and not strayed and (client is None or pool != client.physical_id):
        return None
    text = f"Invalid issuer: {issuer}. Issuer must have a valid discovery endpoint ended with "
    text += "'/.well-known/openid-configuration'"
    right = f"!GetAtt {meant.logical_id}.ProviderURL" if meant is not None else ""
    place = ("JwtConfiguration", "Issuer")
    return Refusal("apigateway.CreateAuthorizer", "BadRequestException", text, place, instead=right)


def stage_refused(world: World, resource: Resource) -> Refusal | None:
    name = resource.get("StageName")
    if isinstance(name, str) and name and not isinstance(name, Unknown) and _STAGE.fullmatch(name) is None:
        text = f"The name of a stage is $default, or letters, digits, hyphens and underscores, unlike {name}."
        return _refusal("CreateStage", text, "StageName", instead=_stage_name(name))
    return None


def _stage_name(name: str) -> str:
    near = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")
    return "$default" if near.lower() == "default" and name != near else near


def _refusal(call: str, text: str, key: str, instead: str = "") -> Refusal:
    return Refusal(f"apigateway.{call}", "BadRequestException", text, (key,), ours=True, instead=instead)
