"""Whether a load balancer that is registered as a target has a listener on the target group's port.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html (a listener with
the port of the target group).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_front import NO_LISTENER, balancer_targets, listeners_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _unheard(inquiry: Inquiry) -> Iterator[Said]:
    """A target group for a load balancer that doesn't listen on its port."""
    for group, index, balancer, port, listed in balancer_targets(inquiry):
        # One of another stack may have listeners there.
        if listed is None or listed or not inquiry.owns(balancer):
            continue
        there = sorted({item.port for item in listeners_of(inquiry, balancer)})
        ports = " and ".join(map(str, there))
        own = at(group.get("Targets"), index, "Port") is not None
        yield Found(
            group,
            ("Targets", index, "Port") if own else ("Port",),
            f"{group.logical_id} registers {balancer.logical_id} on port {port}, where that has no listener",
            f"{balancer.logical_id} {f'listens on {ports}' if there else 'has no listener'}: CloudFormation calls "
            f"RegisterTargets for {group.logical_id}; that fails with ValidationError, and the stack is rolled back",
            f"write Port: {there[0]}" if there else f"add a listener on port {port} to {balancer.logical_id}",
            NO_LISTENER,
        )


CHECK = Check(
    "CRE090",
    Severity.ERROR,
    Question.CREATE,
    "A load balancer is registered as a target on a port where it has no listener",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
    _unheard,
)
