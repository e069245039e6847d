"""Whether health checks go to a port that a container of the tasks maps.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_network import unmapped, unreached
from seatrial.analyses.checklist.arrivals import health_check_port
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag


def _health_port_open(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        group, definition = entry.group, entry.placement.definition
        if group is None or definition is None or not as_flag(group.get("HealthCheckEnabled"), True):
            continue
        port = health_check_port(group, entry.port)
        if port == entry.port:
            continue
        mapped = unmapped(inquiry, entry, port)
        if mapped:
            closed = unreached(inquiry, entry, port)
            yield Found(
                group,
                ("HealthCheckPort",),
                f"{group.logical_id} checks port {port}, which no container of {definition.logical_id} maps",
                f"{'no security group opens it either:' if closed else 'unless something listens there anyway,'} "
                "the health checks fail, and the tasks are replaced again and again",
                f"set HealthCheckPort of {group.logical_id} to traffic-port, or to a mapped port: {_numbers(mapped)}",
                "Target.FailedHealthChecks: Health checks failed",
                severity=None if closed else Severity.WARNING,
                fix=(set_property(group.logical_id, "HealthCheckPort", to="traffic-port"),),
            )


def _numbers(ports: set[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))


CHECK = Check(
    "ARR006",
    Severity.ERROR,
    Question.ARRIVE,
    "Health checks go to a port that no container maps",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    _health_port_open,
)
