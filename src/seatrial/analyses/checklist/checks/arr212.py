"""Whether the tokens of a user pool get past the JWT authorizer of an HTTP API.

A token is taken if its audience is one that the authorizer names: for those of Amazon Cognito that is the id of an app
client. And it must have one of the scopes that the route names: the usual ones of OpenID Connect, or SERVER/SCOPE of a
resource server of the pool; another stack may add one of these, so that is a warning.

Sources (read 2026-11-30): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
("aud or client_id must match one of the audience entries", "the scope must include at least one of the scopes in the
route's authorizationScopes"),
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at, unknowns

AUTHORIZER, ROUTE = "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Route"
POOL, CLIENT, SERVER = (f"AWS::Cognito::{name}" for name in ("UserPool", "UserPoolClient", "UserPoolResourceServer"))
_USUAL = ("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin")


def _tokens(inquiry: Inquiry) -> Iterator[Said]:
    for authorizer in inquiry.system.of_type(AUTHORIZER):
        pool = _pool_of(inquiry, authorizer)
        if pool is None:
            continue
        yield from _audience(inquiry, authorizer, pool)
        for route in inquiry.system.of_type(ROUTE):
            if inquiry.find(route.get("AuthorizerId"), AUTHORIZER) is authorizer:
                yield from _scopes(inquiry, route, pool)


def _pool_of(inquiry: Inquiry, authorizer: Resource) -> Resource | None:
    issuer = as_text(authorizer.get("JwtConfiguration", "Issuer")).rpartition("/")[2]
    named = {item.target for item in authorizer.references if "Issuer" in item.path}
    pools = inquiry.system.of_type(POOL)
    return next((item for item in pools if item.physical_id == issuer or item.logical_id in named), None)


def _audience(inquiry: Inquiry, authorizer: Resource, pool: Resource) -> Iterator[Found]:
    given = as_list(authorizer.get("JwtConfiguration", "Audience"))
    others = [inquiry.find(item) for item in given]
    if not given or any(item is None or item.type == CLIENT for item in others):
        return
    clients = [item for item in inquiry.system.of_type(CLIENT) if item.get("UserPoolId") == pool.physical_id]
    name = clients[0].logical_id if len(clients) == 1 else "CLIENT"
    wrong = others[0].logical_id if others[0] is not None else ""
    yield Found(
        authorizer,
        ("JwtConfiguration", "Audience", 0),
        f"the audience of {authorizer.logical_id} is {wrong}, which is no app client",
        f"tokens of {pool.logical_id} are for the id of an app client: every request with one is answered with 401",
        f"write Audience: [!Ref {name}]",
        '{"message":"Unauthorized"}',
    )


def _scopes(inquiry: Inquiry, route: Resource, pool: Resource) -> Iterator[Found]:
    wanted = route.get("AuthorizationScopes")
    servers = [item for item in inquiry.system.of_type(SERVER) if item.get("UserPoolId") == pool.physical_id]
    open_ended = any(
        isinstance(item.get("UserPoolId"), Unknown) or next(unknowns(dict(item.properties)), None) is not None
        for item in inquiry.system.of_type(SERVER)
    )
    if not as_list(wanted) or next(unknowns(wanted), None) is not None or open_ended or not inquiry.owns(pool):
        return
    offered = [
        f"{as_text(server.get('Identifier'))}/{as_text(at(scope, 'ScopeName'))}"
        for server in servers
        for scope in as_list(server.get("Scopes"))
    ]
    asked = [as_text(item) for item in as_list(wanted)]
    if any(item in _USUAL or item in offered for item in asked):
        return
    near = next((item for item in offered for one in asked if item.endswith(f"/{one}")), "")
    near = near or (offered[0] if len(offered) == 1 else "SERVER/SCOPE")
    yield Found(
        route,
        ("AuthorizationScopes", 0),
        f"{route.logical_id} asks for the scope {' or '.join(asked)}, which {pool.logical_id} doesn't have",
        f"it has {', '.join((*offered, 'those of OpenID Connect'))}: requests with a token of it are answered with 403",
        f"write AuthorizationScopes: [{near}]",
        '{"message":"Forbidden"}',
        severity=Severity.WARNING,
    )


CHECK = Check(
    "ARR212",
    Severity.ERROR,
    Question.ARRIVE,
    "The authorizer of an HTTP API takes no token of its user pool",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html "
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
    _tokens,
)
