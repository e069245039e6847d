"""Whether a load balancer that signs users in reaches the identity provider.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html ("the load balancer
must be able to communicate with the IdP token endpoint").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

HTTPS = 443
COGNITO = "authenticate-cognito"
AUTHENTICATION = ("authenticate-oidc", COGNITO)


def _sign_in(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or balancer.logical_id in told or balancer.logical_id in inquiry.refused:
            continue
        by = next((item for item, kinds in _actions(listener) if set(kinds) & set(AUTHENTICATION)), None)
        if by is None:
            continue
        paths = [inquiry.paper.to_internet(item, HTTPS) for item in inquiry.paper.balancer(balancer)]
        blocked = next((path for path in paths if path.verdict is Verdict.NO), None)
        if blocked is None:
            continue
        told.add(balancer.logical_id)
        kinds = {kind for item, its in _actions(listener) if item is by for kind in its} & set(AUTHENTICATION)
        # The endpoints of a user pool's domain are public ones.
        outside = kinds == {COGNITO} and not _has_endpoint(inquiry)
        hop = blocked.deciding
        yield Found(
            hop.resource if hop is not None and hop.resource is not None else balancer,
            hop.path if hop is not None else (),
            f"{balancer.logical_id} cannot reach the identity provider of {by.logical_id}",
            f"{blocked.why}: the load balancer itself fetches tokens on port 443, and answers each sign-in with an "
            f"error{'' if outside else ' unless the provider is within the VPC'}",
            (hop.mend if hop is not None else "") or f"allow outbound tcp 443 from {balancer.logical_id}",
            severity=Severity.ERROR if outside else None,
        )


def _has_endpoint(inquiry: Inquiry) -> bool:
    endpoints = inquiry.system.of_type("AWS::EC2::VPCEndpoint")
    return any("cognito" in as_text(item.get("ServiceName"), "cognito") for item in endpoints)


def _actions(listener: Listener) -> Iterator[tuple[Resource, list[str]]]:
    for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
        yield by, [as_text(at(item, "Type")) for item in as_list(by.get(key))]


CHECK = Check(
    "ARR048",
    Severity.WARNING,
    Question.ARRIVE,
    "A load balancer that signs users in cannot reach the internet on port 443",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
    _sign_in,
    gravest=Severity.ERROR,
)
