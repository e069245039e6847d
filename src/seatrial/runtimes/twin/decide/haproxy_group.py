"""A target group as an HAProxy backend with its server slots.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html (read 2026-11-23).
"""

from __future__ import annotations

import hashlib
import re

from seatrial.runtimes.twin.decide.elbv2_load_balancer import identity
from seatrial.runtimes.twin.decide.elbv2_target_group import Stickiness, TargetGroupSpec
from seatrial.runtimes.twin.decide.haproxy_errors import reply
from seatrial.runtimes.twin.decide.haproxy_headers import expiring_cookies
from seatrial.runtimes.twin.decide.haproxy_slots import Slot, Slots
from seatrial.runtimes.twin.decide.haproxy_text import section, word

BALANCE = {
    "round_robin": "roundrobin",
    "least_outstanding_requests": "leastconn",
    "weighted_random": "random(1)",
}
BACKEND_PREFIX = "group-"
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
APPLICATION_COOKIE_SECONDS = 7 * 24 * 3600
APPLICATION_COOKIE = "AWSALBAPP-0"
# A cookie's name may hold more by RFC 6265; these are what HAProxy's fetch arguments take without a second quoting.
_COOKIE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}\Z")


def backend_name(arn: str) -> str:
    return f"{BACKEND_PREFIX}{identity(arn)}"


def server_name(arn: str, number: int) -> str:
    return f"{identity(arn)}-{number}"


def cookie_token(name: str) -> str:
    """What a load balancer's cookie holds for a backend or server: as HAProxy's ``sha1,hex`` writes it."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest().upper()


def cookie_name_is_usable(name: str) -> bool:
    return _COOKIE_NAME.match(name) is not None


def backend(group: TargetGroupSpec, slots: Slots, folder: str) -> str:
    """The backend of a target group with its slots as they are now; ``folder`` holds the error pages."""
    lines = [
        f"balance {BALANCE.get(group.algorithm, 'roundrobin')}",
        f"{reply(503, folder)} if {{ nbsrv eq 0 }}",
        *_protocol_errors(group, folder),
        "http-request set-var(txn.at) date(0,ms)",
        *_stickiness(group.stickiness),
        f"default-server {' '.join(_server_options(group))}",
    ]
    return section(
        f"backend {backend_name(group.arn)} from seatrial",
        [*lines, *(_server(group, number, slot) for number, slot in enumerate(slots, start=1))],
    )


def _protocol_errors(group: TargetGroupSpec, folder: str) -> list[str]:
    """464: the request's protocol doesn't suit the target group's version.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
    """
    if group.protocol_version == "HTTP1":
        return []
    lines = [f"{reply(464, folder)} if !{{ req.ver 2.0 }}"]
    if group.protocol_version == "GRPC":
        lines.append(f"{reply(464, folder)} if !{{ req.hdr(content-type) -m beg application/grpc }}")
    return lines


def _server_options(group: TargetGroupSpec) -> list[str]:
    options = []
    http2 = group.protocol_version != "HTTP1"
    if group.protocol == "HTTPS":
        # ALB doesn't validate the certificates of targets:
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
        options.append("ssl verify none" + (" alpn h2" if http2 else ""))
    if http2:
        options.append("proto h2")
    return options or ["weight 100"]


def _stickiness(stickiness: Stickiness | None) -> list[str]:
    if stickiness is None:
        return []
    token = "%[srv_name,sha1,hex]"
    if not stickiness.cookie_name:
        return ["cookie AWSALB", *expiring_cookies("AWSALB", token, stickiness.duration_seconds, False, "")]
    if not cookie_name_is_usable(stickiness.cookie_name):
        return []
    name = stickiness.cookie_name
    text = f"{APPLICATION_COOKIE}={token}; Expires=%[date({APPLICATION_COOKIE_SECONDS}),http_date]; Path=/"
    return [
        f"cookie {APPLICATION_COOKIE}",
        # Both cookies have to come back.
        f"ignore-persist unless {{ req.cook({name}) -m found }}",
        f"http-request set-var(txn.session) bool(true) if {{ req.cook({name}) -m found }}",
        f"http-response add-header set-cookie {word(text)} "
        f"if {{ res.cook({name}) -m found }} || {{ var(txn.session) -m bool }}",
    ]


def _server(group: TargetGroupSpec, number: int, slot: Slot) -> str:
    name = server_name(group.arn, number)
    cookie = f" cookie {cookie_token(name)}" if group.stickiness is not None else ""
    if not slot.id:
        return f"server {name} 127.0.0.1:1{cookie} weight 1 disabled"
    state = "" if slot.ready else " disabled"
    return f"server {name} {word(slot.id)}:{slot.port}{cookie} weight {slot.weight}{state}"
