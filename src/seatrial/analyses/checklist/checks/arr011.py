"""Whether a listener speaks HTTP on the HTTPS port, or the other way round.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-listener.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _odd_ports(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        if inquiry.refused_at(listener.resource):
            continue
        wrong = {("HTTP", 443): "HTTPS", ("HTTPS", 80): "HTTP"}.get((listener.protocol, listener.port))
        if wrong:
            yield Found(
                listener.resource,
                ("Protocol",),
                f"{listener.resource.logical_id} speaks {listener.protocol} on port {listener.port}",
                f"clients expect {wrong} on port {listener.port}, and get an answer that they cannot read",
                f"set Protocol of {listener.resource.logical_id} to HTTPS and add Certificates, or use port 80"
                if wrong == "HTTPS"
                else f"set Protocol of {listener.resource.logical_id} to HTTP without Certificates, or use port 443",
            )


CHECK = Check(
    "ARR011",
    Severity.WARNING,
    Question.ARRIVE,
    "A listener speaks HTTP on the HTTPS port, or the other way round",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-listener.html",
    _odd_ports,
)
