"""What CreateListener and CreateRule refuse about actions: how many, in what order, on what listener, what is in them.

Rules: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html ("Each rule must include
exactly one of the following types of actions: forward, fixed-response, or redirect, and it must be the last action to
be performed"), API_RedirectActionConfig.html, API_FixedResponseActionConfig.html, API_TargetGroupTuple.html,
API_TargetGroupStickinessConfig.html, API_AuthenticateOidcActionConfig.html; reproduced on AWS by cdk-preflight 0.0.143
(Apache-2.0, npm; rules ``pf-elbv2-action-*`` and ``pf-elbv2-listener-*``; all read 2026-11-29). Only where a comment
names its source is a text AWS's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.forwarding import LISTENER, TARGET_GROUP, balancer_of, groups_of
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import OutsideId, Unknown, Value, as_flag, as_number, as_text, at, is_whole

ROUTING = ("forward", "redirect", "fixed-response")
AUTHENTICATION = ("authenticate-oidc", "authenticate-cognito", "jwt-validation")
CONTENT_TYPES = ("text/plain", "text/css", "text/html", "application/javascript", "application/json")
HIGHEST_WEIGHT = 999
LONGEST_STICKINESS_SECONDS = 604800
ENDPOINTS = ("Issuer", "AuthorizationEndpoint", "TokenEndpoint", "UserInfoEndpoint")
CLIENT = "AWS::Cognito::UserPoolClient"
_NEWER_VERSIONS = ("HTTP2", "GRPC")


def actions_refused(world: World, resource: Resource, api: str) -> Iterator[Refusal]:
    key = "DefaultActions" if resource.type == LISTENER else "Actions"
    listener = resource if resource.type == LISTENER else world.find(resource.get("ListenerArn"), LISTENER)
    protocol = as_text(listener.get("Protocol")) if listener is not None else ""
    balancer = world.find(balancer_of(world, resource))
    layer_four = balancer is not None and as_text(balancer.get("Type")) == "network"
    actions = resource.get(key)
    listed = entries(actions)
    if listed and not isinstance(actions, Unknown) and known([at(item, "Type") for item in listed]):
        yield from _together(listed, key, api)
    for index, action in enumerate(listed):
        path: PropertyPath = (key, index)
        kind = as_text(at(action, "Type"))
        if kind in AUTHENTICATION and protocol == "HTTP":
            text = f"An action of type {kind} needs an HTTPS listener."
            own = [
                item for item in world.of_type(LISTENER) if item.get("LoadBalancerArn") == balancer_of(world, resource)
            ]
            secure = [item for item in own if item.get("Protocol") == "HTTPS"]
            if len(secure) == 1 and resource.type != LISTENER:
                right = f"!Ref {secure[0].logical_id}"
                yield Refusal(api, "ValidationError", text, ("ListenerArn",), ours=True, instead=right)
            yield Refusal(api, "ValidationError", text, (*path, "Type"), ours=True)
        if kind and kind != "forward" and layer_four:
            text = f"A Network Load Balancer's listener can only forward, it can't do {kind}."
            yield Refusal(api, "ValidationError", text, (*path, "Type"), ours=True)
        yield from _fixed(action, path, api)
        yield from _redirect(action, path, api, protocol)
        yield from _forward(action, path, api)
        yield from _oidc(action, path, api)
        yield from _cognito(world, action, path, api)
    if protocol == "HTTP":
        yield from _versions(world, resource, api)


def _together(listed: list[Value], key: str, api: str) -> Iterator[Refusal]:
    """Exactly one action that answers the request, and that one last."""
    kinds = [as_text(at(item, "Type")) for item in listed]
    routing = [index for index, kind in enumerate(kinds) if kind in ROUTING]
    if len(routing) > 1:
        answering = "forward, redirect and fixed-response"
        text = f"{key} has {len(routing)} actions of the types {answering}; there can only be one."
        yield Refusal(api, "ValidationError", text, (key, routing[1]), ours=True)
        return
    if not routing and all(kind in AUTHENTICATION for kind in kinds):
        text = f"{key} lacks an action of type forward, redirect or fixed-response."
        yield Refusal(api, "ValidationError", text, (key,), ours=True)
        return
    orders = [at(item, "Order") for item in listed]
    if len(listed) < 2 or not routing:
        return
    for index, order in enumerate(orders):
        if order is None:
            text = f"Each of several actions needs an Order; {key}[{index}] has none."
            yield Refusal(api, "ValidationError", text, (key, index), ours=True)
            return
    numbers = [as_number(item, -1) for item in orders]
    if known(orders) and numbers[routing[0]] < max(numbers):
        text = f"The {kinds[routing[0]]} action must be the last to be performed."
        yield Refusal(api, "ValidationError", text, (key, routing[0], "Order"), ours=True)


def _fixed(action: Value, path: PropertyPath, api: str) -> Iterator[Refusal]:
    kind = at(action, "FixedResponseConfig", "ContentType")
    if isinstance(kind, str) and kind and kind not in CONTENT_TYPES:
        text = f"A fixed response can't have the content type {kind}: it is one of {', '.join(CONTENT_TYPES)}."
        place: PropertyPath = (*path, "FixedResponseConfig", "ContentType")
        yield Refusal(api, "ValidationError", text, place, ours=True, instead="text/plain")


def _redirect(action: Value, path: PropertyPath, api: str, protocol: str) -> Iterator[Refusal]:
    redirect = at(action, "RedirectConfig")
    place: PropertyPath = (*path, "RedirectConfig")
    target, port = at(redirect, "Path"), as_text(at(redirect, "Port"))
    if isinstance(target, str) and target and not target.startswith("/"):
        text = f"The path of a redirect must begin with a '/': {target}"
        yield Refusal(api, "ValidationError", text, (*place, "Path"), ours=True, instead=f'"/{target}"')
    if port and port != "#{port}" and not (is_whole(port) and 1 <= int(port) <= 65535):
        text = f"The port of a redirect is a number from 1 to 65535 or #{{port}}, not {port}."
        yield Refusal(api, "ValidationError", text, (*place, "Port"), ours=True)
    if protocol == "HTTPS" and as_text(at(redirect, "Protocol")) == "HTTP":
        text = "HTTPS can't be redirected to HTTP."
        yield Refusal(api, "ValidationError", text, (*place, "Protocol"), ours=True, instead="HTTPS")


def _forward(action: Value, path: PropertyPath, api: str) -> Iterator[Refusal]:
    config = at(action, "ForwardConfig")
    place: PropertyPath = (*path, "ForwardConfig")
    groups = entries(at(config, "TargetGroups"))
    for index, item in enumerate(groups):
        weight = at(item, "Weight")
        if isinstance(weight, str | int) and not 0 <= as_number(weight, 0) <= HIGHEST_WEIGHT:
            text = f"The weight of a target group is from 0 to {HIGHEST_WEIGHT}, not {as_text(weight)}."
            yield Refusal(api, "ValidationError", text, (*place, "TargetGroups", index, "Weight"), ours=True)
    seconds = at(config, "TargetGroupStickinessConfig", "DurationSeconds")
    if isinstance(seconds, str | int) and not 1 <= as_number(seconds, 1) <= LONGEST_STICKINESS_SECONDS:
        text = f"Stickiness lasts from 1 to {LONGEST_STICKINESS_SECONDS} seconds, not {as_text(seconds)}."
        yield Refusal(
            api,
            "ValidationError",
            text,
            (*place, "TargetGroupStickinessConfig", "DurationSeconds"),
            ours=True,
            instead=str(LONGEST_STICKINESS_SECONDS),
        )
    single = at(action, "TargetGroupArn")
    named = [at(item, "TargetGroupArn") for item in groups]
    if groups and isinstance(single, str) and single and known(named) and named != [single]:
        text = "TargetGroupArn must name the only target group of ForwardConfig."
        yield Refusal(api, "ValidationError", text, (*path, "TargetGroupArn"), ours=True)


def _oidc(action: Value, path: PropertyPath, api: str) -> Iterator[Refusal]:
    for key in ENDPOINTS:
        value = at(action, "AuthenticateOidcConfig", key)
        if isinstance(value, str) and value and not value.startswith("https://"):
            text = f"{key} must be a whole URL that begins with https://, not {value}."
            place: PropertyPath = (*path, "AuthenticateOidcConfig", key)
            bare = value.removeprefix("http://")
            yield Refusal(api, "ValidationError", text, place, ours=True, instead=f"https://{bare}")


def _cognito(world: World, action: Value, path: PropertyPath, api: str) -> Iterator[Refusal]:
    config = at(action, "AuthenticateCognitoConfig")
    pool = at(config, "UserPoolArn")
    if isinstance(pool, str) and pool and not pool.startswith("arn:"):
        text = f"UserPoolArn must be an ARN, not {pool}."
        yield Refusal(api, "ValidationError", text, (*path, "AuthenticateCognitoConfig", "UserPoolArn"), ours=True)
    domain = at(config, "UserPoolDomain")
    if isinstance(domain, str) and "://" in domain:
        text = f"UserPoolDomain is the prefix of the pool's domain, or a domain of its own, not a URL: {domain}."
        place: PropertyPath = (*path, "AuthenticateCognitoConfig", "UserPoolDomain")
        bare = domain.partition("://")[2].partition("/")[0]
        prefix = bare.partition(".auth.")[0] if bare.endswith(".amazoncognito.com") else bare
        yield Refusal(api, "ValidationError", text, place, ours=True, instead=prefix)
    named = at(config, "UserPoolClientId")
    client = world.find(named, CLIENT)
    other = world.find(named) if client is None and not isinstance(named, OutsideId) else None
    if other is not None:
        own = [item for item in world.of_type(CLIENT) if item.get("UserPoolId") == other.physical_id]
        text = f"UserPoolClientId is {other.logical_id}, which is no client of a user pool."
        place = (*path, "AuthenticateCognitoConfig", "UserPoolClientId")
        right = f"!Ref {own[0].logical_id}" if len(own) == 1 else ""
        yield Refusal(api, "ValidationError", text, place, ours=True, instead=right)
        return
    secret = client.get("GenerateSecret") if client is not None else True
    if not isinstance(secret, Unknown) and not as_flag(secret):
        # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1553 (read 2026-11-29)
        text = "The user pool client must have a client secret"
        yield Refusal(api, "ValidationError", text, (*path, "AuthenticateCognitoConfig", "UserPoolClientId"))


def _versions(world: World, resource: Resource, api: str) -> Iterator[Refusal]:
    """Requests by HTTP/2 and gRPC come over HTTPS only."""
    for value, path in groups_of(resource):
        group = world.find(value, TARGET_GROUP)
        version = as_text(group.get("ProtocolVersion")) if group is not None else ""
        if group is not None and version in _NEWER_VERSIONS:
            # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4497 (read 2026-11-29)
            text = (
                f"Listener protocol 'HTTP' is not supported with a target group with the protocol-version '{version}'"
            )
            because = f"the ProtocolVersion of {group.logical_id} is {version}"
            yield Refusal(api, "InvalidLoadBalancerAction", text, path, because=because)
