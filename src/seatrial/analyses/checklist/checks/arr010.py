"""Whether a redirect goes to a port on which the load balancer has a listener.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import aim_of, stays_on_host
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
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
                if not port or not ports or not ports.isdisjoint((port, 0)):
                    continue
                if (meant := _meant(inquiry, listener, protocol, port)) is not None:
                    name = meant.resource.logical_id
                    yield Found(
                        meant.resource,
                        ("Port",),
                        f"{by.logical_id} redirects to port {port}, and {name} listens on port {meant.port}",
                        f"the security groups of {_name(listener)} are open on port {port} and not on port "
                        f"{meant.port}: clients follow the redirect, and their connection times out",
                        f"set Port: {port} in {name}",
                    )
                else:
                    yield Found(
                        by,
                        (key, index, "RedirectConfig"),
                        f"{by.logical_id} redirects to port {port}, where {_name(listener)} has no listener",
                        "clients follow the redirect, and their connection times out",
                        f"add a listener for {protocol} on port {port}, or redirect to port "
                        f"{' or '.join(str(item) for item in sorted(ports))}",
                    )


def _meant(inquiry: Inquiry, listener: Listener, protocol: str, port: int) -> Listener | None:
    """The only listener of the redirect's protocol, where the world may come in on the redirect's port and not on its
    own.
    """
    same = [item for item in inquiry.arrivals.listeners if item.balancer is listener.balancer]
    found = [item for item in same if item.protocol == protocol]
    if len(found) != 1 or listener.balancer is None or not inquiry.owns(found[0].resource):
        return None
    nodes = list(inquiry.paper.balancer(listener.balancer))
    come_in = [inquiry.paper.from_internet(node, port).verdict is Verdict.YES for node in nodes]
    kept_out = [inquiry.paper.from_internet(node, found[0].port).verdict is Verdict.NO for node in nodes]
    return found[0] if nodes and all(come_in) and all(kept_out) else None


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
