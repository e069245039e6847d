"""What Elastic Load Balancing refuses about a target group's health checks and about the targets that it lists itself.

Rules: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html ("If the target
type is instance, ip, or alb, health checks are always enabled and can't be disabled"; "The GENEVE, TLS, UDP, TCP_UDP,
QUIC, and TCP_QUIC protocols are not supported for health checks") and API_TargetDescription.html; reproduced on AWS by
cdk-preflight 0.0.143 (Apache-2.0, npm; rules ``pf-elbv2-tg-hc-*``; all read 2026-11-29). Only where a comment names its
source is a text AWS's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_flag, as_text, at, is_whole

NEVER_CHECK = ("GENEVE", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC")
ALWAYS_CHECKED = ("instance", "ip", "alb")
TRAFFIC_PORT, HIGHEST_PORT = "traffic-port", 65535
_INSTANCE = re.compile(r"i-[0-9a-f]{8,17}\Z")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_API, _REGISTER = "elbv2.CreateTargetGroup", "elbv2.RegisterTargets"


def checks_refused(resource: Resource, kind: str) -> Iterator[Refusal]:
    """What CreateTargetGroup refuses about whether, how and where targets are checked."""
    enabled = resource.get("HealthCheckEnabled")
    if kind in ALWAYS_CHECKED and isinstance(enabled, bool | str) and not as_flag(enabled, True):
        text = f"Health checks of a target group of type {kind} can't be turned off."
        path: PropertyPath = ("HealthCheckEnabled",)
        yield Refusal(_API, "ValidationError", text, path, ours=True, instead="true")
    protocol = resource.get("HealthCheckProtocol")
    if isinstance(protocol, str) and protocol in NEVER_CHECK:
        # Of HTTP and HTTPS groups the check can't be by TCP either.
        layer_seven = as_text(resource.get("Protocol")) in ("HTTP", "HTTPS")
        instead = as_text(resource.get("Protocol")) if layer_seven else "TCP"
        text = f"Health checks can't be by {protocol}, only by HTTP, HTTPS or TCP."
        yield Refusal(_API, "ValidationError", text, ("HealthCheckProtocol",), ours=True, instead=instead)
    port = resource.get("HealthCheckPort")
    if isinstance(port, str | int) and as_text(port) not in ("", TRAFFIC_PORT):
        number = is_whole(as_text(port))
        if not number or not 1 <= int(as_text(port)) <= HIGHEST_PORT:
            # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4561 (read 2026-11-29), of a number
            text = f"Health check port {as_text(port)} must be within 1-{HIGHEST_PORT} or {TRAFFIC_PORT}"
            where: PropertyPath = ("HealthCheckPort",)
            yield Refusal(_API, "ValidationError", text, where, ours=not number, instead=TRAFFIC_PORT)


def targets_refused(resource: Resource, kind: str) -> Iterator[Refusal]:
    """What RegisterTargets, which CloudFormation calls for Targets, refuses about their ids."""
    for index, item in enumerate(entries(resource.get("Targets"))):
        name: Value = at(item, "Id")
        if not isinstance(name, str):
            continue
        path: PropertyPath = ("Targets", index, "Id")
        if kind == "ip" and _INSTANCE.match(name) and as_text(resource.get("IpAddressType")) != "ipv6":
            # https://github.com/cloudfoundry/bosh-aws-cpi-release/issues/92 (read 2026-11-29)
            text = f"The IP address '{name}' is not a valid IPv4 address"
            yield Refusal(_REGISTER, "ValidationError", text, path, because="the TargetType is ip")
        if kind == "instance" and _ADDRESS.match(name):
            # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3668 (read 2026-11-29)
            text = f"Instance ID '{name}' is not valid"
            given = resource.get("TargetType") is not None
            because = "the TargetType is instance" if given else "without TargetType targets are instances"
            yield Refusal(_REGISTER, "ValidationError", text, path, because=because)
