"""Whether a redirect goes to a port that speaks the redirect's protocol.

A redirect that changes the protocol and names no port keeps the port of the request.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import aim_of, stays_on_host
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_list, as_text, at


def _wrong_protocol(inquiry: Inquiry) -> Iterator[Said]:
    """A redirect that changes the protocol and not the port, or the other way round."""
    for listener in inquiry.arrivals.listeners:
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if (
                    as_text(at(action, "Type")) != "redirect"
                    or not stays_on_host(redirect)
                    or listener.balancer is None
                ):
                    continue
                port, protocol = aim_of(redirect, listener)
                known = not isinstance(at(redirect, "Protocol"), Unknown)
                there = [
                    item
                    for item in inquiry.arrivals.listeners
                    if item.balancer is listener.balancer and item.port == port and item.protocol
                ]
                if not known or not there or there[0].protocol == protocol:
                    continue
                right = sorted({item.port for item in inquiry.arrivals.listeners if item.protocol == protocol})
                without = at(redirect, "Port") in (None, "#{port}")
                yield Found(
                    by,
                    (key, index, "RedirectConfig"),
                    f"{by.logical_id} redirects to {protocol} on port {port}, where {there[0].resource.logical_id} "
                    f"speaks {there[0].protocol}",
                    ("a redirect without Port keeps the port of the request: " if without else "")
                    + f"clients come back with {protocol} to a port that speaks {there[0].protocol}, and get an error",
                    f'write Port: "{right[0] if right else 443 if protocol == "HTTPS" else 80}"',
                )


CHECK = Check(
    "ARR043",
    Severity.ERROR,
    Question.ARRIVE,
    "A redirect goes to a port that speaks another protocol",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html",
    _wrong_protocol,
)
