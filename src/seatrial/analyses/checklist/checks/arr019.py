"""Whether a target group speaks the protocol that the container, or else most programs, speak on its port.

What a container's own health check asks for on that port is what it speaks there.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_targets import spoken_on
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_OF_HTTP, _OF_HTTPS = (80, 3000, 5000, 8000, 8080, 8081), (443, 8443)


def _unusual(inquiry: Inquiry) -> Iterator[Said]:
    """A target group that speaks another protocol than programs mostly do on the port."""
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        group = entry.group
        protocol = as_text(group.get("Protocol")) if group is not None else ""
        usual = "HTTP" if entry.port in _OF_HTTP else "HTTPS" if entry.port in _OF_HTTPS else protocol
        spoken = spoken_on(inquiry, entry)
        usual = spoken or usual
        if group is None or protocol not in ("HTTP", "HTTPS") or usual == protocol or group.logical_id in told:
            continue
        told.add(group.logical_id)
        yield Found(
            group,
            ("Protocol",),
            f"{group.logical_id} sends {protocol} to port {entry.port} of the tasks of {entry.placement.by.logical_id}",
            f"the health check of {entry.container} asks for {usual} on that port: where it speaks that, the health "
            "checks of the load balancer and the requests fail"
            if spoken
            else f"that port is usually {usual}: if the container speaks it, health checks and requests fail",
            f"write Protocol: {usual}, unless {entry.container or 'the container'} speaks {protocol} on {entry.port}",
        )


CHECK = Check(
    "ARR019",
    Severity.WARNING,
    Question.ARRIVE,
    "A target group uses HTTPS on a port where HTTP is spoken, or usual, or the other way round",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
    _unusual,
)
