"""Whether the port in the URI of a REST API's method has a listener at the load balancer behind the VPC link.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-nlb-for-vpclink-using-console.html ("you then define
each service using the specific port that is assigned"), https://github.com/aws/aws-cdk/issues/10435 (the port of the
URI is the listener's).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from seatrial.analyses.checklist.arr_apis import LINK, METHOD
from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list

_PORTS = {"http": 80, "https": 443}


def _ports_of_links(inquiry: Inquiry) -> Iterator[Said]:
    """The port of a method's URI, by which a VPC link finds the listener of its load balancer."""
    for method in inquiry.system.of_type(METHOD):
        uri = method.get("Integration", "Uri")
        link = inquiry.find(method.get("Integration", "ConnectionId"), LINK)
        if link is None or not isinstance(uri, str) or not uri.startswith(tuple(_PORTS)):
            continue
        port = _port(uri)
        for value in as_list(link.get("TargetArns")):
            balancer = inquiry.find(value, BALANCER)
            listeners = [item for item in inquiry.arrivals.listeners if balancer and item.balancer is balancer]
            if balancer is None or not listeners or not port or any(item.port in (port, 0) for item in listeners):
                continue
            yield Found(
                method,
                ("Integration", "Uri"),
                f"{method.logical_id} calls port {port} of {balancer.logical_id}, which has no such listener",
                f"{balancer.logical_id} listens on {_ports(listeners)}, and the port of the URI is the listener's: "
                "API Gateway answers with 500 or 504",
                f"write http://HOST:{listeners[0].port}/ in Uri"
                if listeners[0].port != _PORTS["http"]
                else "write http:// without a port in Uri",
            )


def _ports(listeners: list[Listener]) -> str:
    return " and ".join(str(item.port) for item in listeners)


def _port(uri: str) -> int:
    try:
        parts = urlsplit(uri)
        return parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0


CHECK = Check(
    "ARR154",
    Severity.ERROR,
    Question.ARRIVE,
    "A REST API calls a port of its load balancer that has no listener",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-nlb-for-vpclink-using-console.html",
    _ports_of_links,
)
