"""A target group as its resource describes it, with AWS's defaults.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_list, as_number, as_text, at

# Defaults of https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
INTERVAL_SECONDS = 30
TIMEOUT_SECONDS = {"HTTP": 6, "HTTPS": 10}
# An application doesn't answer sooner because AWS's waiting times are shorter.
LEAST_TIMEOUT_SECONDS = 0.5
HEALTHY_THRESHOLD = 5
UNHEALTHY_THRESHOLD = 2
MATCHER = "200"
# Defaults of https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
DEREGISTRATION_DELAY_SECONDS = 300
STICKINESS_SECONDS = 86400
# AWS doesn't say how long Elb.RegistrationInProgress lasts; people see some seconds. Here an application has this long
# to begin to listen before its first health check.
REGISTRATION_SECONDS = 1.0


class HealthCheck(Struct, frozen=True):
    """``port`` is 0 for ``traffic-port``. Durations are already divided by the twin's speed."""

    protocol: str = "HTTP"
    port: int = 0
    path: str = "/"
    interval_seconds: float = INTERVAL_SECONDS
    timeout_seconds: float = TIMEOUT_SECONDS["HTTP"]
    healthy_threshold: int = HEALTHY_THRESHOLD
    unhealthy_threshold: int = UNHEALTHY_THRESHOLD
    matcher: str = MATCHER


class Stickiness(Struct, frozen=True):
    """``cookie_name`` is the application's own cookie; "" for the load balancer's."""

    duration_seconds: int = STICKINESS_SECONDS
    cookie_name: str = ""


class TargetGroupSpec(Struct, frozen=True):
    arn: str
    name: str
    port: int
    protocol: str = "HTTP"
    protocol_version: str = "HTTP1"
    target_type: str = "ip"
    health_check: HealthCheck = field(default_factory=HealthCheck)
    deregistration_delay_seconds: float = DEREGISTRATION_DELAY_SECONDS
    slow_start_seconds: float = 0
    algorithm: str = "round_robin"
    stickiness: Stickiness | None = None
    minimum_healthy_count: int = 1
    minimum_healthy_percentage: int = 0
    registration_seconds: float = 0.0


def target_group_spec(resource: Resource, speed: float = 1.0) -> TargetGroupSpec:
    """A target group as its resource describes it, with AWS's defaults; waiting times are divided by ``speed``."""
    attributes = attribute_map(resource, "TargetGroupAttributes")
    protocol = as_text(resource.get("Protocol"), "HTTP")
    version = as_text(resource.get("ProtocolVersion")) or "HTTP1"
    return TargetGroupSpec(
        resource.arn or resource.physical_id,
        as_text(resource.attributes.get("TargetGroupName")) or as_text(resource.get("Name")) or resource.logical_id,
        as_number(resource.get("Port"), 80),
        protocol,
        version,
        as_text(resource.get("TargetType"), "instance"),
        _health_check(resource, protocol, version, speed),
        as_number(attributes.get("deregistration_delay.timeout_seconds"), DEREGISTRATION_DELAY_SECONDS) / speed,
        as_number(attributes.get("slow_start.duration_seconds"), 0) / speed,
        attributes.get("load_balancing.algorithm.type", "round_robin"),
        _stickiness(attributes),
        as_number(attributes.get(f"{_ROUTING_FAILOVER}.count"), 1),
        as_number(attributes.get(f"{_ROUTING_FAILOVER}.percentage"), 0),
        REGISTRATION_SECONDS / speed,
    )


def attribute_map(resource: Resource, name: str) -> dict[str, str]:
    """A list of Key and Value pairs as a mapping. A value that cannot be known is left out, so its default holds."""
    items = as_list(resource.get(name))
    pairs = ((as_text(at(item, "Key")), as_text(at(item, "Value"))) for item in items)
    return {key: value for key, value in pairs if key}


_ROUTING_FAILOVER = "target_group_health.unhealthy_state_routing.minimum_healthy_targets"


def _health_check(resource: Resource, protocol: str, version: str, speed: float) -> HealthCheck:
    port = as_text(resource.get("HealthCheckPort"))
    grpc = version == "GRPC"
    timeout = as_number(resource.get("HealthCheckTimeoutSeconds"), 0) or TIMEOUT_SECONDS.get(protocol, 6)
    return HealthCheck(
        as_text(resource.get("HealthCheckProtocol")) or (protocol if protocol == "HTTPS" else "HTTP"),
        int(port) if port.isdigit() else 0,
        as_text(resource.get("HealthCheckPath")) or ("/AWS.ALB/healthcheck" if grpc else "/"),
        as_number(resource.get("HealthCheckIntervalSeconds"), INTERVAL_SECONDS) / speed,
        max(timeout / speed, min(timeout, LEAST_TIMEOUT_SECONDS)),
        as_number(resource.get("HealthyThresholdCount"), HEALTHY_THRESHOLD),
        as_number(resource.get("UnhealthyThresholdCount"), UNHEALTHY_THRESHOLD),
        as_text(resource.get("Matcher", "GrpcCode" if grpc else "HttpCode")) or ("12" if grpc else MATCHER),
    )


def _stickiness(attributes: Mapping[str, str]) -> Stickiness | None:
    if not as_flag(attributes.get("stickiness.enabled")):
        return None
    if attributes.get("stickiness.type") == "app_cookie":
        seconds = as_number(attributes.get("stickiness.app_cookie.duration_seconds"), STICKINESS_SECONDS)
        return Stickiness(seconds, attributes.get("stickiness.app_cookie.cookie_name", ""))
    return Stickiness(as_number(attributes.get("stickiness.lb_cookie.duration_seconds"), STICKINESS_SECONDS))
