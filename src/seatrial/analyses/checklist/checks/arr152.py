"""Whether the load balancer behind a VPC origin has a listener on the port that the origin speaks to.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_number, as_text, at

VPC_ORIGIN = "AWS::CloudFront::VpcOrigin"
_PORTS = {"http": 80, "https": 443}
_POLICIES = {"http-only": ("HTTP",), "https-only": ("HTTPS",)}


def _vpc_origins(inquiry: Inquiry) -> Iterator[Said]:
    """A VPC origin that speaks to a port of the load balancer without a listener for it."""
    for origin in inquiry.system.of_type(VPC_ORIGIN):
        config = origin.get("VpcOriginEndpointConfig")
        balancer = inquiry.find(at(config, "Arn"), BALANCER)
        protocols = _POLICIES.get(as_text(at(config, "OriginProtocolPolicy")), ())
        listeners = [item for item in inquiry.arrivals.listeners if balancer is not None and item.balancer is balancer]
        for protocol in protocols if listeners else ():
            given = at(config, f"{protocol}Port")
            port = as_number(given) or _PORTS[protocol.lower()]
            ports = [item.port for item in listeners if item.protocol in (protocol, "TCP", "TLS")]
            if balancer is None or isinstance(given, Unknown) or port in ports:
                continue
            yield Found(
                origin,
                ("VpcOriginEndpointConfig", f"{protocol}Port" if given is not None else "OriginProtocolPolicy"),
                f"{origin.logical_id} speaks {protocol} to port {port} of {balancer.logical_id}, which has no such "
                "listener",
                f"{balancer.logical_id} listens for {_listed(listeners)}: CloudFront answers with 502 or 504",
                f"write {protocol}Port: {ports[0]}"
                if ports
                else f"add a listener for {protocol} on port {port} to {balancer.logical_id}",
            )


def _listed(listeners: list[Listener]) -> str:
    return " and ".join(f"{item.protocol} on {item.port}" for item in listeners)


CHECK = Check(
    "ARR152",
    Severity.ERROR,
    Question.ARRIVE,
    "A VPC origin speaks to a port of a load balancer that has no listener",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
    _vpc_origins,
)
