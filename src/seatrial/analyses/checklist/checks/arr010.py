"""Whether a redirect goes to a port on which the load balancer has a listener.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import aim_of, stays_on_host
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _redirects(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        ports = {
            item.port for item in inquiry.arrivals.listeners if item.balancer is listener.balancer and item.balancer
        }
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if as_text(at(action, "Type")) != "redirect" or not stays_on_host(redirect):
                    continue
                port, protocol = aim_of(redirect, listener)
                if port and ports and port not in ports:
                    yield Found(
                        by,
                        (key, index, "RedirectConfig"),
                        f"{by.logical_id} redirects to port {port}, where {_name(listener)} has no listener",
                        "clients follow the redirect, and their connection times out",
                        f"add a listener for {protocol} on port {port}, or redirect to port "
                        f"{' or '.join(str(item) for item in sorted(ports))}",
                    )


def _name(listener: Listener) -> str:
    return listener.balancer.logical_id if listener.balancer is not None else "the load balancer"


CHECK = Check(
    "ARR010",
    Severity.ERROR,
    Question.ARRIVE,
    "A redirect goes to a port on which the load balancer has no listener",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    _redirects,
)
