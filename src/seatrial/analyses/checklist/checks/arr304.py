"""A service registers one port of a container in a target group that is for another port of the same container.

The port of a target group is only that of targets which bring none; ECS registers tasks with the port that the service
gives. So the two may differ. Where the container maps both, and the group checks health on the very port that is
registered, its traffic is to go to the other one: mostly the ports are mixed up.

Source (read 2026-11-30): https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
(Port: "This port is used unless you specify a port override when registering the target").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_number, as_text, at


def _mixed_up(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        group, definition = entry.group, entry.placement.definition
        if group is None or definition is None or entry.alternate:
            continue
        port, checked = as_number(group.get("Port")), as_number(group.get("HealthCheckPort"))
        if not port or port == entry.port or checked != entry.port:
            continue
        mapped = {
            as_number(at(item, "ContainerPort"))
            for _, container in inquiry.containers(definition)
            if as_text(at(container, "Name")) == entry.container
            for item in as_list(at(container, "PortMappings"))
        }
        if port not in mapped or inquiry.refused_at(entry.placement.by):
            continue
        service = entry.placement.by
        yield Found(
            service,
            (*entry.path, "ContainerPort"),
            f"{service.logical_id} registers port {entry.port} of {entry.container} in {group.logical_id}, which is "
            f"for {port}",
            f"{entry.port} is the port of its health checks, and the container has {port} as well: requests go to the "
            "port that is there for checks",
            f"write ContainerPort: {port}, or Port: {entry.port} in {group.logical_id}",
        )


CHECK = Check(
    "ARR304",
    Severity.WARNING,
    Question.ARRIVE,
    "A service registers the port of its health checks for the requests",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    _mixed_up,
)
