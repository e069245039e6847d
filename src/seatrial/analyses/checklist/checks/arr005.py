"""Whether requests and health checks that go to the same port speak the same protocol.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_targets import spoken_on
from seatrial.analyses.checklist.arrivals import health_check_port
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_text


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    """Requests and health checks go to the same port, so they must speak the same protocol."""
    for entry in inquiry.arrivals.entries:
        group = entry.group
        if group is None or health_check_port(group, entry.port) != entry.port:
            continue
        protocol = as_text(group.get("Protocol"))
        # Without one the health checks follow the target group, whatever API_CreateTargetGroup says: seen live in
        # https://github.com/go-to-k/cdk-real-drift/issues/1696 (read 2026-11-23).
        checked = as_text(group.get("HealthCheckProtocol"), protocol)
        if {protocol, checked} == {"HTTP", "HTTPS"} and as_flag(group.get("HealthCheckEnabled"), True):
            # What the container's own health check speaks is what is right on that port.
            path, right = "HealthCheckProtocol", protocol
            if spoken_on(inquiry, entry) == checked:
                path, right = "Protocol", checked
            yield Found(
                group,
                (path,),
                f"{group.logical_id} uses {protocol} for requests and {checked} for health checks on the same port",
                f"port {entry.port} of the tasks of {entry.placement.by.logical_id} speaks only one of them: either "
                "the health checks fail and the tasks are replaced again and again, or the requests fail",
                f"set {path} of {group.logical_id} to {right}",
                "Target.FailedHealthChecks: Health checks failed",
                fix=(set_property(group.logical_id, path, to=right),),
            )


CHECK = Check(
    "ARR005",
    Severity.ERROR,
    Question.ARRIVE,
    "Requests and health checks speak different protocols to the same port",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    _protocols,
)
