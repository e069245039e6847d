"""Whether a target group's protocol is documented for the Network Load Balancer's listener that sends to it.

Source (read 2026-11-29): https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html
(protocols).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.elbv2_listener import DOCUMENTED, PERHAPS
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    """A pair of protocols that the documentation doesn't name, and that may be taken all the same."""
    told: set[tuple[str, str]] = set()
    for forward in inquiry.arrivals.forwards:
        group, listener = forward.group, forward.listener
        own, other = listener.protocol, as_text(group.get("Protocol"))
        key = (listener.resource.logical_id, group.logical_id)
        if other not in PERHAPS.get(own, ()) or key in told or not inquiry.owns(forward.by):
            continue
        told.add(key)
        right = DOCUMENTED[own]
        yield Found(
            forward.by,
            forward.path,
            f"{listener.resource.logical_id} listens for {own} and sends to {group.logical_id}, which is for {other}",
            f"for listeners with {own} target groups with {' or '.join(right)} are documented, and no others: the "
            "listener may be refused, and then the stack is rolled back",
            f"set Protocol: {right[0]} in {group.logical_id}",
        )


CHECK = Check(
    "ARR050",
    Severity.WARNING,
    Question.CREATE,
    "A Network Load Balancer's listener sends to a target group whose protocol is not documented for it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html",
    _protocols,
)
