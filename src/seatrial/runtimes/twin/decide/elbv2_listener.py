"""What a listener does with a request: its port, its certificates, its rules by priority and their actions.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-attributes.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.value import Value, as_dict, as_flag, as_list, as_number, as_text, at
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Condition

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html: the default of every
# way but the console.
DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08"
AUTHENTICATIONS = ("authenticate-cognito", "authenticate-oidc", "jwt-validation")

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-attributes.html
RESPONSE_HEADER_ATTRIBUTES = {
    "routing.http.response.strict_transport_security.header_value": "Strict-Transport-Security",
    "routing.http.response.access_control_allow_origin.header_value": "Access-Control-Allow-Origin",
    "routing.http.response.access_control_allow_methods.header_value": "Access-Control-Allow-Methods",
    "routing.http.response.access_control_allow_headers.header_value": "Access-Control-Allow-Headers",
    "routing.http.response.access_control_allow_credentials.header_value": "Access-Control-Allow-Credentials",
    "routing.http.response.access_control_expose_headers.header_value": "Access-Control-Expose-Headers",
    "routing.http.response.access_control_max_age.header_value": "Access-Control-Max-Age",
    "routing.http.response.content_security_policy.header_value": "Content-Security-Policy",
    "routing.http.response.x_content_type_options.header_value": "X-Content-Type-Options",
    "routing.http.response.x_frame_options.header_value": "X-Frame-Options",
}
SERVER_HEADER_ATTRIBUTE = "routing.http.response.server.enabled"


class WeightedGroup(Struct, frozen=True):
    arn: str
    weight: int = 1


class Forward(Struct, frozen=True):
    """``stickiness_seconds`` is None where requests aren't kept to one target group."""

    groups: tuple[WeightedGroup, ...]
    stickiness_seconds: int | None = None


class Redirect(Struct, frozen=True):
    status_code: int
    protocol: str = "#{protocol}"
    host: str = "#{host}"
    port: str = "#{port}"
    path: str = "/#{path}"
    query: str = "#{query}"


class FixedResponse(Struct, frozen=True):
    status_code: int
    content_type: str = "text/plain"
    body: str = ""


Action = Forward | Redirect | FixedResponse


class Rule(Struct, frozen=True):
    arn: str
    priority: int
    conditions: tuple[Condition, ...]
    action: Action


class Certificate(Struct, frozen=True):
    """A certificate to be issued for these names. ``known`` is False where no stack here says which names it has."""

    arn: str
    names: tuple[str, ...]
    key_algorithm: str = "RSA_2048"
    known: bool = True


class Listener(Struct, frozen=True):
    """``certificates`` begins with the default one. ``rules`` are sorted by priority."""

    arn: str
    port: int
    protocol: str
    default_action: Action
    rules: tuple[Rule, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    ssl_policy: str = DEFAULT_SSL_POLICY
    response_headers: Mapping[str, str] = field(default_factory=dict)
    server_header: bool = True

    @property
    def secure(self) -> bool:
        return self.protocol == "HTTPS"

    @property
    def forwards(self) -> tuple[Forward, ...]:
        actions = (*(rule.action for rule in self.rules), self.default_action)
        return tuple(action for action in actions if isinstance(action, Forward))


# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
CONTENT_TYPES = ("text/plain", "text/css", "text/html", "application/javascript", "application/json")
# What is done where a rule has no action that ends it. CloudFormation refuses such a rule.
NO_ACTION = FixedResponse(503)


def action(value: Value) -> Action:
    """The action that ends a rule. What authenticates before it is skipped: requests go on as if they were allowed."""
    items = sorted(as_list(value), key=lambda item: as_number(at(item, "Order"), 0))
    for item in items:
        match as_text(at(item, "Type")):
            case "forward":
                return _forward(item)
            case "redirect":
                return _redirect(as_dict(at(item, "RedirectConfig")))
            case "fixed-response":
                return _fixed_response(as_dict(at(item, "FixedResponseConfig")))
    return NO_ACTION


def authentications(value: Value) -> tuple[str, ...]:
    """The types of the actions that would authenticate a request, which the twin doesn't do."""
    types = (as_text(at(item, "Type")) for item in as_list(value))
    return tuple(name for name in types if name in AUTHENTICATIONS)


def response_headers(attributes: Mapping[str, str]) -> dict[str, str]:
    """The response headers that listener attributes add."""
    return {
        header: attributes[key] for key, header in RESPONSE_HEADER_ATTRIBUTES.items() if attributes.get(key, "") != ""
    }


def _forward(item: Value) -> Forward:
    config = as_dict(at(item, "ForwardConfig"))
    groups = tuple(
        WeightedGroup(as_text(at(group, "TargetGroupArn")), as_number(at(group, "Weight"), 1))
        for group in as_list(config.get("TargetGroups"))
    )
    if not groups:
        groups = (WeightedGroup(as_text(at(item, "TargetGroupArn"))),)
    stickiness = as_dict(config.get("TargetGroupStickinessConfig"))
    seconds = as_number(stickiness.get("DurationSeconds"), 0) if as_flag(stickiness.get("Enabled")) else 0
    return Forward(groups, seconds or None)


def _redirect(config: dict[str, Value]) -> Redirect:
    default = Redirect(302)
    return Redirect(
        301 if as_text(config.get("StatusCode")) == "HTTP_301" else 302,
        as_text(config.get("Protocol")) or default.protocol,
        as_text(config.get("Host")) or default.host,
        as_text(config.get("Port")) or default.port,
        as_text(config.get("Path")) or default.path,
        as_text(config.get("Query"), default.query),
    )


def _fixed_response(config: dict[str, Value]) -> FixedResponse:
    status, kind = as_number(config.get("StatusCode"), 503), as_text(config.get("ContentType"))
    return FixedResponse(
        status if 200 <= status <= 599 else 503,
        kind if kind in CONTENT_TYPES else "text/plain",
        as_text(config.get("MessageBody")),
    )
