"""Whether a private integration of an HTTP API speaks what the listener behind its VPC link speaks.

"If you specify a TLS configuration, private integration traffic uses the HTTPS protocol", and plain HTTP otherwise. A
listener for TCP hands on what comes, so there it is the targets that must understand it: where their health checks ask
for HTTP on the same port, a handshake finds nobody who answers it.

Source (read 2026-11-30): https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
(tlsConfig); the answer of a load balancer:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html (HTTP 400).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

INTEGRATION, GROUP = "AWS::ApiGatewayV2::Integration", "AWS::ElasticLoadBalancingV2::TargetGroup"


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    for integration in inquiry.system.of_type(INTEGRATION):
        uri, secure = integration.get("IntegrationUri"), integration.get("TlsConfig")
        listener = next((item for item in inquiry.arrivals.listeners if item.resource.arn == uri), None)
        if listener is None or isinstance(secure, Unknown):
            continue
        name, protocol = listener.resource.logical_id, listener.protocol
        if secure is None and protocol in ("HTTPS", "TLS"):
            yield Found(
                integration,
                (),
                f"{integration.logical_id} speaks HTTP to {name}, which listens for {protocol}",
                "without TlsConfig a private integration uses plain HTTP: every request is answered with 400 or 503",
                f"add TlsConfig: {{ ServerNameToVerify: NAME }} to {integration.logical_id}, with a name that the "
                f"certificate of {name} covers",
                "The plain HTTP request was sent to HTTPS port",
            )
        elif secure is not None and protocol == "HTTP":
            yield Found(
                integration,
                ("TlsConfig",),
                f"{integration.logical_id} speaks HTTPS to {name}, which listens for HTTP",
                "with TlsConfig a private integration uses HTTPS: the handshake fails, and every request is answered "
                "with 503",
                f"leave TlsConfig out of {integration.logical_id}, or name a listener for HTTPS",
                '{"message":"Service Unavailable"}',
            )
        elif secure is not None and protocol == "TCP" and (group := _plain(inquiry, listener)) is not None:
            yield Found(
                integration,
                ("TlsConfig",),
                f"{integration.logical_id} speaks HTTPS to {group.logical_id}, whose health checks ask for HTTP",
                f"{name} hands on what comes: the handshake gets to targets that answer plain HTTP on the same port, "
                "and requests are answered with 503",
                f"leave TlsConfig out of {integration.logical_id}, or let the targets speak HTTPS, with "
                f"HealthCheckProtocol: HTTPS in {group.logical_id}",
                severity=Severity.WARNING,
            )


def _plain(inquiry: Inquiry, listener: Listener) -> Resource | None:
    """A target group whose targets answer plain HTTP on the port that they get their traffic on."""
    for action in as_list(listener.resource.get("DefaultActions")):
        group = inquiry.find(at(action, "TargetGroupArn"), GROUP)
        port = group.get("HealthCheckPort") if group is not None else None
        if group is not None and as_text(group.get("HealthCheckProtocol")) == "HTTP" and port in (None, "traffic-port"):
            return group
    return None


CHECK = Check(
    "ARR213",
    Severity.ERROR,
    Question.ARRIVE,
    "A private integration speaks another protocol than its listener",
    "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
    _protocols,
)
