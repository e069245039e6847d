"""What a template asks of a load balancer that the twin doesn't do, each with what happens instead.

Codes ALB001 to ALB010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.across import find, of_type
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at
from seatrial.runtimes.twin.decide.elbv2_listener import authentications
from seatrial.runtimes.twin.decide.elbv2_listener_rule import unusable
from seatrial.runtimes.twin.decide.elbv2_load_balancer import (
    CERTIFICATE,
    LISTENER,
    LISTENER_CERTIFICATE,
    LISTENER_RULE,
    LOAD_BALANCER,
    TARGET_GROUP,
)
from seatrial.runtimes.twin.decide.elbv2_target_group import attribute_map
from seatrial.runtimes.twin.decide.haproxy_group import cookie_name_is_usable


def not_done(systems: Sequence[System]) -> tuple[Finding, ...]:
    """Everything about these stacks' load balancers that is otherwise here than on AWS, in the order of the text."""
    found: list[Finding] = []
    for balancer in of_type(systems, LOAD_BALANCER):
        found += _balancer(balancer)
    for listener in of_type(systems, LISTENER):
        found += [*_actions(listener, "DefaultActions"), *_listener(listener), *_certificates(listener, systems)]
    for more in of_type(systems, LISTENER_CERTIFICATE):
        found += _certificates(more, systems)
    for rule in of_type(systems, LISTENER_RULE):
        found += [*_actions(rule, "Actions"), *_rule(rule)]
    for group in of_type(systems, TARGET_GROUP):
        found += _group(group)
    return tuple(found)


def _balancer(resource: Resource) -> Iterator[Finding]:
    kind = as_text(resource.get("Type"), "application")
    if kind != "application":
        what = f"{resource.logical_id} is a {kind} load balancer, which is not run here"
        yield _note("ALB001", resource, what, "connections to it time out", "Type")


def _actions(resource: Resource, name: str) -> Iterator[Finding]:
    for kind in authentications(resource.get(name)):
        what = f"{resource.logical_id} authenticates with {kind}, which is not done here"
        yield _note("ALB002", resource, what, "every request goes on as if it were allowed", name)


def _listener(resource: Resource) -> Iterator[Finding]:
    mode = as_text(resource.get("MutualAuthentication", "Mode"), "off")
    if mode != "off":
        what = f"{resource.logical_id} asks clients for certificates ({mode}), which is not done here"
        yield _note("ALB003", resource, what, "clients are not asked and get in without one", "MutualAuthentication")


def _certificates(resource: Resource, systems: Sequence[System]) -> Iterator[Finding]:
    for position, item in enumerate(as_list(resource.get("Certificates"))):
        arn = as_text(at(item, "CertificateArn"))
        if arn and find(systems, arn, CERTIFICATE) is None:
            why = "the certificate shown here has the load balancer's DNS name and the host names of the rules"
            what = f"the names of certificate {arn} are not known"
            yield _note("ALB004", resource, what, why, "Certificates", position, "CertificateArn")


def _rule(resource: Resource) -> Iterator[Finding]:
    if as_list(resource.get("Transforms")):
        what = f"{resource.logical_id} rewrites requests, which is not done here"
        yield _note("ALB005", resource, what, "targets get host and URL as the client sent them", "Transforms")
    for sentence in unusable(resource.get("Conditions")):
        yield _note("ALB006", resource, sentence, "no request matches it, so the rule may never apply", "Conditions")


def _group(resource: Resource) -> Iterator[Finding]:
    kind = as_text(resource.get("TargetType"), "instance")
    if kind != "ip":
        what = f"{resource.logical_id} has targets of type {kind}; only ip is run here"
        yield _note("ALB007", resource, what, "the target group stays empty: requests to it get a 503", "TargetType")
    if as_text(resource.get("ProtocolVersion")) == "GRPC":
        what = f"the gRPC status of {resource.logical_id}'s health checks is not read"
        yield _note("ALB008", resource, what, "a target that answers in HTTP/2 counts as healthy", "Matcher")
    attributes = attribute_map(resource, "TargetGroupAttributes")
    if attributes.get("load_balancing.cross_zone.enabled") == "false":
        what = f"{resource.logical_id} turns cross-zone load balancing off, which is not done here"
        yield _note("ALB009", resource, what, "requests go to the targets of every zone", "TargetGroupAttributes")
    cookie = attributes.get("stickiness.app_cookie.cookie_name", "")
    if cookie and not cookie_name_is_usable(cookie):
        what = f"the cookie name {cookie!r} of {resource.logical_id} cannot be matched here"
        yield _note("ALB010", resource, what, "requests are not kept to one target", "TargetGroupAttributes")


def _note(code: str, resource: Resource, what: str, why: str, *path: str | int) -> Finding:
    mend = "nothing to mend: this is a difference of the twin from AWS"
    return Finding(code, Severity.NOTE, what, why, mend, resource.span(*path), resource.logical_id, path)
