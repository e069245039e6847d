"""Whether sign-in by Amazon Cognito at a load balancer comes to an end: pool, client, domain and callback fit together.

The load balancer sends whoever isn't signed in to the domain of the user pool, with the client, the scopes and the
address to come back to: https://HOST/oauth2/idpresponse. Cognito takes only what the client allows, and answers
everything else with an error page.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html (callback URL, code
grant flow, same scopes), https://repost.aws/knowledge-center/elb-configure-authentication-alb (redirect_mismatch),
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateCognitoActionConfig.html,
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from msgspec import Struct

from seatrial.analyses.checklist.arr_hosts import patterns_of, takes_any_host
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

POOL, CLIENT, DOMAIN = (f"AWS::Cognito::{name}" for name in ("UserPool", "UserPoolClient", "UserPoolDomain"))
CALLBACK, DEFAULT_SCOPE, CODE = "/oauth2/idpresponse", "openid", "code"


class SignIn(Struct, frozen=True):
    """One action that signs in. ``hosts`` are the patterns of names for which it does; none where it may be any."""

    by: Resource
    path: PropertyPath
    config: Value
    hosts: frozenset[str]


def _actions(inquiry: Inquiry) -> Iterator[SignIn]:
    for listener in inquiry.arrivals.listeners:
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                if at(action, "Type") != "authenticate-cognito":
                    continue
                own = [] if key == "DefaultActions" or takes_any_host(by) else [hosts for _, hosts in patterns_of(by)]
                hosts = frozenset(host for item in own for host in item)
                path: PropertyPath = (key, index, "AuthenticateCognitoConfig")
                yield SignIn(by, path, at(action, "AuthenticateCognitoConfig"), hosts)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for sign_in in _actions(inquiry):
        pool = inquiry.find(at(sign_in.config, "UserPoolArn"), POOL)
        client = inquiry.find(at(sign_in.config, "UserPoolClientId"), CLIENT)
        found = _of_domain(inquiry, sign_in, pool) or _of_pool(inquiry, sign_in, pool, client)
        sure = client is not None and not inquiry.refused_at(sign_in.by) and not inquiry.completed_elsewhere(client)
        if found is None and client is not None and sure:
            found = _of_client(sign_in, client)
        if found is not None and (found.resource.logical_id, found.path) not in told:
            told.add((found.resource.logical_id, found.path))
            yield found


def _of_pool(inquiry: Inquiry, sign_in: SignIn, pool: Resource | None, client: Resource | None) -> Found | None:
    other = inquiry.find(client.get("UserPoolId"), POOL) if client is not None else None
    if pool is None or client is None or other is None or other is pool:
        return None
    return Found(
        sign_in.by,
        (*sign_in.path, "UserPoolClientId"),
        f"{sign_in.by.logical_id} signs in with {pool.logical_id} by {client.logical_id}, a client of "
        f"{other.logical_id}",
        f"{pool.logical_id} has no such client: nobody gets through {sign_in.by.logical_id}",
        f"name a client of {pool.logical_id}, or write UserPoolArn: !GetAtt {other.logical_id}.Arn",
    )


def _of_domain(inquiry: Inquiry, sign_in: SignIn, pool: Resource | None) -> Found | None:
    value, path = at(sign_in.config, "UserPoolDomain"), (*sign_in.path, "UserPoolDomain")
    if not isinstance(value, str) or not value:
        return None
    domains = list(inquiry.system.of_type(DOMAIN))
    own = [item for item in domains if pool is not None and inquiry.find(item.get("UserPoolId"), POOL) is pool]
    wanted = (
        f"write UserPoolDomain: !Ref {own[0].logical_id}" if own else "write the domain's prefix, or its whole name"
    )
    if "://" in value or "/" in value:
        why = "the load balancer makes the address of the sign-in page of it, with https:// and the rest"
        return Found(
            sign_in.by, path, f"UserPoolDomain of {sign_in.by.logical_id} is a URL", f"{why}: it leads nowhere", wanted
        )
    named = next((item for item in domains if value in (item.physical_id, as_text(item.get("Domain")))), None)
    if (named is None and (not own or "." in value)) or named in own:
        return None
    if named is not None and (pool is None or not isinstance(inquiry.find(named.get("UserPoolId"), POOL), Resource)):
        return None
    what = f"{named.logical_id}, the domain of another pool" if named is not None else f"the domain {value}"
    return Found(
        sign_in.by,
        path,
        f"{sign_in.by.logical_id} signs in with {pool.logical_id if pool is not None else 'its pool'} by {what}",
        "the sign-in page of that domain doesn't know the client: nobody gets through " + sign_in.by.logical_id,
        wanted,
    )


def _of_client(sign_in: SignIn, client: Resource) -> Found | None:
    """What the client doesn't allow of what the load balancer asks for."""
    name, by = client.logical_id, sign_in.by.logical_id
    enabled, flows = client.get("AllowedOAuthFlowsUserPoolClient"), client.get("AllowedOAuthFlows")
    if not isinstance(enabled, Unknown) and not as_flag(enabled):
        return Found(
            client,
            _at(client, "AllowedOAuthFlowsUserPoolClient"),
            f"{name}, by which {by} signs in, may not use OAuth",
            f"without AllowedOAuthFlowsUserPoolClient the sign-in page refuses the client: nobody gets through {by}",
            f"set AllowedOAuthFlowsUserPoolClient: true in {name}, and AllowedOAuthFlows: [code]",
        )
    if isinstance(flows, list) and _known(flows) and CODE not in flows:
        return Found(
            client,
            ("AllowedOAuthFlows",),
            f"{name}, by which {by} signs in, does not allow the code grant",
            f"the load balancer uses the code grant flow and no other: nobody gets through {by}",
            "write AllowedOAuthFlows: [code]",
        )
    allowed, asked = client.get("AllowedOAuthScopes"), at(sign_in.config, "Scope")
    wanted = (as_text(asked) or DEFAULT_SCOPE).split() if not isinstance(asked, Unknown) else []
    lacking = [item for item in wanted if isinstance(allowed, list) and _known(allowed) and item not in allowed]
    if lacking:
        return Found(
            client,
            ("AllowedOAuthScopes",),
            f"{name}, by which {by} signs in, does not allow the scope {' and '.join(lacking)}",
            f"{by} asks for {' '.join(wanted)}, and Cognito answers with invalid_scope: nobody gets through",
            f"add {', '.join(lacking)} to AllowedOAuthScopes of {name}",
        )
    return _of_callback(sign_in, client)


def _of_callback(sign_in: SignIn, client: Resource) -> Found | None:
    listed = client.get("CallbackURLs")
    if isinstance(listed, Unknown) or not _known(as_list(listed)):
        return None
    for value in as_list(listed):
        url = urlsplit(as_text(value))
        host = (url.hostname or "").lower()
        fits = not sign_in.hosts or any(fnmatchcase(host, item.lower()) for item in sign_in.hosts)
        if url.scheme == "https" and url.path == CALLBACK and fits:
            return None
    host = next((item for item in sorted(sign_in.hosts) if "*" not in item), "") or "HOST"
    return Found(
        client,
        _at(client, "CallbackURLs"),
        f"{client.logical_id} does not let {sign_in.by.logical_id} come back after sign-in",
        f"the load balancer comes back to https://{host}{CALLBACK}, which is not among CallbackURLs: Cognito answers "
        "with redirect_mismatch",
        f"add https://{host}{CALLBACK} to CallbackURLs of {client.logical_id}",
    )


def _known(values: list[Value]) -> bool:
    return not any(isinstance(item, Unknown) for item in values)


def _at(resource: Resource, key: str) -> PropertyPath:
    return (key,) if resource.get(key) is not None else ()


CHECK = Check(
    "ARR070",
    Severity.ERROR,
    Question.ARRIVE,
    "Sign-in by Amazon Cognito at a load balancer does not come to an end",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html "
    "https://repost.aws/knowledge-center/elb-configure-authentication-alb",
    _ask,
)
