"""Whether load balancer, listener, target group and health check speak protocols that go together.

An Application Load Balancer speaks HTTP on both sides, a Network Load Balancer speaks TCP, TLS and UDP. A target group
is of one of the two kinds, and so are the answers that its health checks may wait for.

Sources (read 2026-11-23): https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
HTTP = ("HTTP", "HTTPS")
TRANSPORT = ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC")
SPOKEN = {"application": HTTP, "network": TRANSPORT}
# Of the answers to health checks over HTTP.
LOWEST, HIGHEST = 200, {"application": 499, "network": 599}


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        kind = _kind(listener.balancer)
        spoken = SPOKEN.get(kind, ())
        if spoken and listener.protocol and listener.protocol not in spoken and not _told(inquiry, listener.resource):
            name = listener.balancer.logical_id if listener.balancer is not None else "the load balancer"
            other = "network" if kind == "application" else "application"
            yield Found(
                listener.resource,
                ("Protocol",),
                f"{listener.resource.logical_id} speaks {listener.protocol}, which {name} doesn't",
                f"{name} is of type {kind}, whose listeners speak {' or '.join(spoken[:4])}: the listener is refused, "
                "and the stack is rolled back",
                f"write Protocol: {spoken[0]}, or set Type of {name} to {other}",
            )
    yield from _groups(inquiry)


def _groups(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for forward in inquiry.arrivals.forwards:
        group, balancer = forward.group, forward.listener.balancer
        spoken, protocol = SPOKEN.get(_kind(balancer), ()), group.get("Protocol")
        odd = isinstance(protocol, str) and bool(protocol) and protocol not in spoken
        if not spoken or not odd or balancer is None or group.logical_id in seen or _told(inquiry, group):
            continue
        if forward.listener.protocol not in spoken or not inquiry.owns(group):
            continue
        seen.add(group.logical_id)
        yield Found(
            group,
            ("Protocol",),
            f"{group.logical_id} is for {as_text(protocol)}, which {balancer.logical_id} doesn't speak to its targets",
            f"{balancer.logical_id} is of type {_kind(balancer)}: what forwards to the target group is refused, and "
            "the stack is rolled back",
            f"write Protocol: {spoken[0]} in {group.logical_id}",
        )


def _kind(balancer: Resource | None) -> str:
    """ "application" or "network"; "" where it isn't known, or is neither."""
    if balancer is None or isinstance(balancer.get("Type"), Unknown):
        return ""
    return as_text(balancer.get("Type")) or "application"


def _told(inquiry: Inquiry, resource: Resource) -> bool:
    return inquiry.refused_at(resource) or any(name == resource.logical_id for name, _ in inquiry.misread)


def _health(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type(TARGET_GROUP):
        protocol, checks = as_text(group.get("Protocol")), as_text(group.get("HealthCheckProtocol"))
        if _told(inquiry, group) or not protocol:
            continue
        if protocol in HTTP and checks and checks not in HTTP:
            yield Found(
                group,
                ("HealthCheckProtocol",),
                f"{group.logical_id} is for {protocol}, and checks by {checks}",
                "health checks by TCP are a Network Load Balancer's: the target group is refused, and the stack is "
                "rolled back",
                f"write HealthCheckProtocol: {protocol}, or leave it out",
            )
        yield from _matcher(group, protocol)


def _matcher(group: Resource, protocol: str) -> Iterator[Found]:
    code, grpc = group.get("Matcher", "HttpCode"), group.get("Matcher", "GrpcCode")
    version = group.get("ProtocolVersion")
    if grpc is not None and protocol in HTTP and not isinstance(version, Unknown) and as_text(version) != "GRPC":
        yield Found(
            group,
            ("Matcher", "GrpcCode"),
            f"{group.logical_id} waits for a status of gRPC, and doesn't speak it",
            "only a target group with ProtocolVersion GRPC has health checks by gRPC: it is refused, and the stack is "
            "rolled back",
            'write Matcher: { HttpCode: "200" }, or set ProtocolVersion: GRPC',
        )
    highest = HIGHEST["application" if protocol in HTTP else "network"]
    if as_text(version) == "GRPC" or not as_text(code):
        return
    numbers = [part.strip() for part in as_text(code).replace("-", ",").split(",")]
    wrong = [part for part in numbers if not part.isdigit() or not LOWEST <= int(part) <= highest]
    if wrong:
        yield Found(
            group,
            ("Matcher", "HttpCode"),
            f"{group.logical_id} waits for {as_text(code)}, of which {wrong[0]} is no answer to a health check",
            f"they are {LOWEST} to {highest}: the target group is refused, and the stack is rolled back",
            f'write HttpCode: "200", or others up to {highest}',
        )


_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
CHECKS = (
    Check(
        "ARR016",
        Severity.ERROR,
        Question.ARRIVE,
        "A listener or a target group speaks what its load balancer doesn't",
        f"{_API}API_CreateListener.html {_API}API_CreateTargetGroup.html",
        _protocols,
    ),
    Check(
        "ARR017",
        Severity.ERROR,
        Question.ARRIVE,
        "Health checks speak, or wait for, what the target group's protocol doesn't have",
        f"{_API}API_CreateTargetGroup.html {_API}API_Matcher.html",
        _health,
    ),
)
