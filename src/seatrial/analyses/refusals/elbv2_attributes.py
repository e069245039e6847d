"""What Elastic Load Balancing refuses about the attributes of load balancers and target groups.

An attribute is a key and a text, so no schema holds either against anything: a key with a slip, or a number out of its
range, is refused only by Modify…Attributes, after the load balancer or target group has been made.

Keys, ranges and values: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
and API_TargetGroupAttribute.html; reproduced on AWS by cdk-preflight 0.0.143 (Apache-2.0, npm; rules
``pf-elbv2-lb-attr-*`` and ``pf-elbv2-tg-attr-*``). The texts on keys are quoted in
https://github.com/hashicorp/terraform-provider-aws/issues/22037 and in that provider's source (all read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at, is_whole

_LOGS = tuple(f"access_logs.s3.{name}" for name in ("enabled", "bucket", "prefix"))
_MORE_LOGS = tuple(
    f"{kind}.s3.{name}" for kind in ("connection_logs", "health_check_logs") for name in ("enabled", "bucket", "prefix")
)
_OF_ALL = ("deletion_protection.enabled", "load_balancing.cross_zone.enabled")
_OF_BOTH = (*_OF_ALL, *_LOGS, "ipv6.deny_all_igw_traffic", "zonal_shift.config.enabled")
BALANCER_KEYS: Mapping[str, frozenset[str]] = {
    "application": frozenset(
        (
            *_OF_BOTH,
            *_MORE_LOGS,
            "client_keep_alive.seconds",
            "idle_timeout.timeout_seconds",
            "routing.http.desync_mitigation_mode",
            "routing.http.drop_invalid_header_fields.enabled",
            "routing.http.preserve_host_header.enabled",
            "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
            "routing.http.xff_client_port.enabled",
            "routing.http.xff_header_processing.mode",
            "routing.http2.enabled",
            "waf.fail_open.enabled",
        )
    ),
    "network": frozenset((*_OF_BOTH, "dns_record.client_routing_policy", "secondary_ips.auto_assigned.per_subnet")),
    "gateway": frozenset(_OF_ALL),
}
_HEALTH = tuple(
    f"target_group_health.{what}.minimum_healthy_targets.{unit}"
    for what in ("dns_failover", "unhealthy_state_routing")
    for unit in ("count", "percentage")
)
_OF_EVERY_GROUP = ("deregistration_delay.timeout_seconds", "stickiness.enabled", "stickiness.type")
# Of a group for HTTP, of one for what a Network Load Balancer speaks, of one for GENEVE, and of functions.
_OF_SEVEN = (
    "load_balancing.algorithm.anomaly_mitigation",
    "load_balancing.algorithm.type",
    "slow_start.duration_seconds",
    "stickiness.app_cookie.cookie_name",
    "stickiness.app_cookie.duration_seconds",
    "stickiness.lb_cookie.duration_seconds",
)
_OF_FOUR = (
    "deregistration_delay.connection_termination.enabled",
    "preserve_client_ip.enabled",
    "proxy_protocol_v2.enabled",
    "target_health_state.unhealthy.connection_termination.enabled",
    "target_health_state.unhealthy.draining_interval_seconds",
)
_OF_GATEWAYS = (
    "send_tcp_reset.on_deregistration.enabled",
    "send_tcp_reset.on_unhealthy.enabled",
    "target_failover.on_deregistration",
    "target_failover.on_unhealthy",
)
_OF_FUNCTIONS = ("lambda.multi_value_headers.enabled",)
_SHARED = (*_OF_EVERY_GROUP, *_HEALTH, "load_balancing.cross_zone.enabled")
GROUP_KEYS: frozenset[str] = frozenset((*_SHARED, *_OF_SEVEN, *_OF_FOUR, *_OF_GATEWAYS, *_OF_FUNCTIONS))
KEYS_OF_PROTOCOL: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("HTTP", "HTTPS"), frozenset((*_SHARED, *_OF_SEVEN))),
    **dict.fromkeys(("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"), frozenset((*_SHARED, *_OF_FOUR))),
}
# Lowest and highest; 0 switches slow start off.
BALANCER_RANGES = {"idle_timeout.timeout_seconds": (1, 4000), "client_keep_alive.seconds": (60, 604800)}
GROUP_RANGES = {
    "deregistration_delay.timeout_seconds": (0, 3600),
    "slow_start.duration_seconds": (30, 900),
    "stickiness.app_cookie.duration_seconds": (1, 604800),
    "stickiness.lb_cookie.duration_seconds": (1, 604800),
}
OFF_AT_ZERO = "slow_start.duration_seconds"
# https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3686 (the text, of weighted_random) and
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html, read 2026-11-29
ALGORITHMS_WITHOUT_SLOW_START = ("least_outstanding_requests", "weighted_random")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "load_balancing.algorithm.anomaly_mitigation": ("on", "off"),
    "load_balancing.algorithm.type": ("round_robin", "least_outstanding_requests", "weighted_random"),
    "routing.http.desync_mitigation_mode": ("monitor", "defensive", "strictest"),
    "routing.http.xff_header_processing.mode": ("append", "preserve", "remove"),
}
BOOLEANS = ("true", "false")
# Of target groups it may be taken from the load balancer as well.
NOT_ONLY_BOOLEAN = "load_balancing.cross_zone.enabled"
# "AWSALB, AWSALBAPP, and AWSALBTG ... are reserved":
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
# (read 2026-11-29)
RESERVED_COOKIES = ("AWSALB", "AWSALBAPP", "AWSALBTG")
_COOKIES = ("lb_cookie", "app_cookie")
_CLIENT_IP = "preserve_client_ip.enabled"
STICKINESS_TYPES = {
    "HTTP": _COOKIES,
    "HTTPS": _COOKIES,
    **dict.fromkeys(("TCP", "UDP", "TCP_UDP", "TLS"), ("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto")),
}
_BALANCER_API, _GROUP_API = "elbv2.ModifyLoadBalancerAttributes", "elbv2.ModifyTargetGroupAttributes"

_Listed = list[tuple[str, Value, PropertyPath]]


def balancer_attributes_refused(resource: Resource, kind: str) -> Iterator[Refusal]:
    """What ModifyLoadBalancerAttributes refuses; texts: pf-elbv2-lb-attr-* unless a comment names another source."""
    listed = _listed(resource, "LoadBalancerAttributes")
    whole: PropertyPath = ("LoadBalancerAttributes",)
    values = {key: value for key, value, _ in listed}
    yield from _twice(listed, "LoadBalancerAttributes", _BALANCER_API)
    for logs in ("access_logs", "connection_logs"):
        noun = logs.replace("_", " ")
        if as_text(values.get(f"{logs}.s3.enabled")) == "true" and values.get(f"{logs}.s3.bucket") in (None, ""):
            text = f"The key '{logs}.s3.bucket' must set in order to enable {noun}"
            yield Refusal(_BALANCER_API, "ValidationError", text, whole)
    if kind == "application" and as_text(values.get("load_balancing.cross_zone.enabled")) == "false":
        text = (
            "The value for 'load_balancing.cross_zone.enabled' must always be 'true' for an Application Load Balancer"
        )
        yield Refusal(_BALANCER_API, "ValidationError", text, whole)
    everywhere = frozenset().union(*BALANCER_KEYS.values())
    own = BALANCER_KEYS.get(kind, everywhere)
    for key, _, path in listed:
        if key and key not in everywhere:
            text = f"Load balancer attribute key '{key}' is not recognized"
            yield Refusal(_BALANCER_API, "ValidationError", text, (*path, "Key"), instead=_near(key, own))
        elif key and key not in own:
            text = f"Load balancer attribute key '{key}' is not supported on load balancers with type '{kind}'"
            yield Refusal(_BALANCER_API, "InvalidConfigurationRequest", text, (*path, "Key"))
    for key, value, path in listed:
        if key.endswith(".s3.bucket") and isinstance(value, str) and value.startswith("arn:"):
            text = f"{key} is the name of a bucket, not its ARN: {value}"
            yield Refusal(_BALANCER_API, "ValidationError", text, (*path, "Value"), ours=True)
    yield from _values(listed, BALANCER_RANGES, _BALANCER_API)


def group_attributes_refused(resource: Resource) -> Iterator[Refusal]:
    """What ModifyTargetGroupAttributes refuses.

    The text on stickiness: https://github.com/ansible/ansible/issues/67993 (read 2026-11-23).
    """
    listed = _listed(resource, "TargetGroupAttributes")
    values = {key: as_text(value) for key, value, _ in listed}
    yield from _twice(listed, "TargetGroupAttributes", _GROUP_API)
    places: dict[str, PropertyPath] = {key: (*path, "Value") for key, _, path in listed}
    kind, protocol = values.get("stickiness.type", ""), as_text(resource.get("Protocol"))
    cookie = "stickiness.app_cookie.cookie_name"
    if kind == "app_cookie" and not values.get(cookie) and values.get("stickiness.enabled") == "true":
        text = "You must set an application cookie name to enable stickiness of type 'app_cookie'"
        yield Refusal(_GROUP_API, "ValidationError", text, ("TargetGroupAttributes",))
    if kind and protocol and kind not in STICKINESS_TYPES.get(protocol, (kind,)):
        text = f"Stickiness type '{kind}' is not supported for target groups with the {protocol} protocol"
        yield Refusal(_GROUP_API, "InvalidConfigurationRequest", text, places["stickiness.type"])
    if protocol in ("UDP", "TCP_UDP") and values.get(_CLIENT_IP, "").lower() == "false":
        # "Client IP preservation can't be disabled for UDP and TCP_UDP target groups":
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html (read
        # 2026-11-30)
        text = f"{_CLIENT_IP} can't be false for target groups with the {protocol} protocol."
        yield Refusal(_GROUP_API, "InvalidConfigurationRequest", text, places[_CLIENT_IP], ours=True)
    if values.get(cookie, "") in RESERVED_COOKIES:
        text = f"The cookie name {values[cookie]} is reserved for the load balancer."
        yield Refusal(_GROUP_API, "ValidationError", text, places[cookie], ours=True)
    algorithm = values.get("load_balancing.algorithm.type", "")
    if algorithm in ALGORITHMS_WITHOUT_SLOW_START and values.get(OFF_AT_ZERO, "0") != "0":
        noun = f"{algorithm.replace('_', ' ')} algorithm"
        text = f"You cannot enable both slow start and {noun} on a target group"
        yield Refusal(_GROUP_API, "InvalidConfigurationRequest", text, places[OFF_AT_ZERO])
    for key, _, path in listed:
        if key and key not in GROUP_KEYS:
            text = f"Target group attribute key '{key}' is not recognized"
            yield Refusal(_GROUP_API, "ValidationError", text, (*path, "Key"), instead=_near(key, GROUP_KEYS))
        elif key and key not in KEYS_OF_PROTOCOL.get(protocol, GROUP_KEYS):
            # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule
            # ``pf-elbv2-tg-attr-key-protocol-scope``, reproduced on AWS; read 2026-11-30)
            text = f"A target group with {protocol} protocol does not support the attribute {key}"
            yield Refusal(_GROUP_API, "InvalidConfigurationRequest", text, (*path, "Key"))
    yield from _values(listed, GROUP_RANGES, _GROUP_API)


def _listed(resource: Resource, name: str) -> _Listed:
    """Each attribute's key, value and place; a key that isn't known is left out."""
    return [
        (as_text(at(item, "Key")), at(item, "Value"), (name, index))
        for index, item in enumerate(entries(resource.get(name)))
        if isinstance(at(item, "Key"), str)
    ]


def _twice(listed: _Listed, name: str, api: str) -> Iterator[Refusal]:
    """Of target groups: rule ``pf-elbv2-tg-attr-duplicate-key`` of cdk-preflight (read 2026-11-30)."""
    keys = [key for key, _, _ in listed]
    for key in keys:
        if keys.count(key) > 1:
            text = f"Attribute key '{key}' has been specified more than once"
            yield Refusal(api, "ValidationError", text, (name,))


def _near(key: str, keys: frozenset[str]) -> str:
    return next(iter(get_close_matches(key, sorted(keys), n=1, cutoff=0.6)), "")


def _values(listed: _Listed, ranges: Mapping[str, tuple[int, int]], api: str) -> Iterator[Refusal]:
    """Values out of range, and texts that are none of those that the key takes."""
    for key, value, path in listed:
        text = as_text(value)
        if not isinstance(value, str | int) or text == "":
            continue
        place: PropertyPath = (*path, "Value")
        if key in ranges:
            lowest, highest = ranges[key]
            off = key == OFF_AT_ZERO and text == "0"
            if not off and not (is_whole(text) and lowest <= int(text) <= highest):
                # The general form of the API's texts; UNVERIFIED for these keys.
                said = f"'{key}' value '{text}' must be between '{lowest}' and '{highest}' inclusive"
                yield Refusal(api, "ValidationError", said, place)
        choices = CHOICES.get(key, BOOLEANS if key.endswith(".enabled") and key != NOT_ONLY_BOOLEAN else ())
        if choices and text not in choices and not (choices == BOOLEANS and text.lower() in BOOLEANS):
            said = f"The value of {key} is {text}; it is one of {', '.join(choices)}."
            near = next(iter(get_close_matches(text, choices, n=1)), choices[0])
            yield Refusal(api, "ValidationError", said, place, ours=True, instead=near)
