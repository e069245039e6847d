"""What Amazon Cognito refuses about user pools, their clients and their domains.

Sources (read 2026-11-29): https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
API_CreateUserPoolClient.html (CallbackURLs: "Amazon Cognito requires HTTPS over HTTP except for http://localhost",
AllowedOAuthFlows), API_CreateUserPool.html (AliasAttributes, UsernameAttributes),
API_CreateUserPoolDomain.html and https://docs.aws.amazon.com/cognito/latest/developerguide/
cognito-user-pools-assign-domain-prefix.html (Domain: the form, and the words that it can't contain). The text on
scopes: https://github.com/awsdocs/aws-cloudformation-user-guide/issues/564; those on flows: reproduced on AWS by
cdk-preflight (Apache-2.0, npm; rules ``pf-cognito-client-credentials-*`` and
``pf-cognito-oauth-flows-scopes-required``, read 2026-11-30); all others are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text, at

# Those that are there in every pool; others belong to a resource server and have a slash.
SCOPES = ("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin")
# What may be called by plain HTTP, for tests.
_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/.*)?")
_PREFIX = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_RESERVED = ("aws", "amazon", "cognito")


def pool_refused(world: World, resource: Resource) -> Refusal | None:
    if entries(resource.get("AliasAttributes")) and entries(resource.get("UsernameAttributes")):
        text = "Only one of AliasAttributes and UsernameAttributes can be set in a user pool."
        return _refusal("CreateUserPool", text, "AliasAttributes", ours=True)
    return None


def client_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_addresses, _flows, _scopes, _scopes_of_servers):
        for refusal in ask(world, resource):
            return refusal
    return None


def _addresses(world: World, resource: Resource) -> Iterator[Refusal]:
    for key in ("CallbackURLs", "LogoutURLs"):
        for index, url in enumerate(entries(resource.get(key))):
            if isinstance(url, str) and url.startswith("http://") and not _LOCAL.fullmatch(url):
                text = f"{url} must be an https URL: only localhost may be called by http."
                yield _refusal("CreateUserPoolClient", text, key, index, ours=True)


def _flows(world: World, resource: Resource) -> Iterator[Refusal]:
    flows = [as_text(item) for item in entries(resource.get("AllowedOAuthFlows"))]
    if "client_credentials" in flows and {"code", "implicit"} & set(flows):
        text = "client_credentials flow can not be selected along with code flow or implicit flow."
        yield _no_flow(text, "AllowedOAuthFlows")
    secret = resource.get("GenerateSecret")
    if "client_credentials" in flows and not isinstance(secret, Unknown) and not as_flag(secret):
        text = "client_credentials flow can not be selected if client does not have a client secret."
        yield _no_flow(text, "GenerateSecret")
    given = [resource.get(key) for key in ("AllowedOAuthFlows", "AllowedOAuthScopes")]
    if as_flag(resource.get("AllowedOAuthFlowsUserPoolClient")) and any(item in (None, []) for item in given):
        key = "AllowedOAuthFlows" if given[0] in (None, []) else "AllowedOAuthScopes"
        text = "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth "
        yield _refusal("CreateUserPoolClient", f"{text}flows.", key)


def _no_flow(text: str, key: str) -> Refusal:
    return Refusal("cognito-idp.CreateUserPoolClient", "InvalidOAuthFlowException", text, (key,))


def _scopes(world: World, resource: Resource) -> Iterator[Refusal]:
    for index, scope in enumerate(entries(resource.get("AllowedOAuthScopes"))):
        if isinstance(scope, str) and scope and "/" not in scope and scope not in SCOPES:
            near = get_close_matches(scope, SCOPES, n=1)
            text = f"Invalid scope requested: {scope}"
            yield Refusal(
                "cognito-idp.CreateUserPoolClient",
                "ScopeDoesNotExistException",
                text,
                ("AllowedOAuthScopes", index),
                because=f"did you mean {near[0]}?" if near else "",
            )


def _scopes_of_servers(world: World, resource: Resource) -> Iterator[Refusal]:
    """A scope of a resource server of the template that hasn't that scope."""
    servers = {
        as_text(item.get("Identifier")): [as_text(at(scope, "ScopeName")) for scope in entries(item.get("Scopes"))]
        for item in world.of_type("AWS::Cognito::UserPoolResourceServer")
        if item.get("UserPoolId") == resource.get("UserPoolId")
    }
    for index, scope in enumerate(entries(resource.get("AllowedOAuthScopes"))):
        server, slash, name = as_text(scope).rpartition("/")
        if isinstance(scope, str) and slash and server in servers and name not in servers[server]:
            near = get_close_matches(name, servers[server], n=1, cutoff=0) or [""]
            yield Refusal(
                "cognito-idp.CreateUserPoolClient",
                "ScopeDoesNotExistException",
                f"Invalid scope requested: {scope}",
                ("AllowedOAuthScopes", index),
                because=f"did you mean {server}/{near[0]}?" if near[0] else "",
            )


def domain_refused(world: World, resource: Resource) -> Refusal | None:
    domain = resource.get("Domain")
    if not isinstance(domain, str) or not domain or is_given(resource.get("CustomDomainConfig")):
        return None
    if isinstance(resource.get("CustomDomainConfig"), Unknown):
        return None
    if _PREFIX.fullmatch(domain) is None:
        text = f"The prefix of a domain has lower-case letters, digits and hyphens inside it, unlike {domain}."
        tidy = re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")
        return _refusal("CreateUserPoolDomain", text, "Domain", ours=True, instead=tidy)
    # The name of the stack is whatever it is created with.
    own = domain.replace(world.scope.stack, "")
    word = next((word for word in _RESERVED if word in own), "")
    if word:
        text = f"The prefix of a domain cannot contain the reserved word {word}."
        return _refusal("CreateUserPoolDomain", text, "Domain", ours=True)
    return None


def _refusal(call: str, text: str, *path: str | int, ours: bool = False, instead: str = "") -> Refusal:
    return Refusal(f"cognito-idp.{call}", "InvalidParameterException", text, path, ours=ours, instead=instead)
