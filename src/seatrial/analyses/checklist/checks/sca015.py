"""Whether tasks have as much time to answer health checks as they take to start.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_number, as_text, at

# Defaults: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
INTERVAL_SECONDS, UNHEALTHY_COUNT = 30, 2
# How long a task that does nothing special takes until it answers, once its containers run. Ours, from experience.
START_SECONDS = 30


def _grace(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        placement, group = entry.placement, entry.group
        if entry.index or group is None or placement.definition is None or placement.by.logical_id in inquiry.refused:
            continue
        service = placement.by
        values = [service.get("HealthCheckGracePeriodSeconds")]
        values += [group.get(key) for key in ("HealthCheckIntervalSeconds", "UnhealthyThresholdCount")]
        start = _start_period(inquiry, placement.definition, entry.container)
        if any(isinstance(item, Unknown) for item in (*values, start)):
            continue
        grace = as_number(values[0])
        patience = as_number(values[1], INTERVAL_SECONDS) * as_number(values[2], UNHEALTHY_COUNT)
        takes = as_number(start, START_SECONDS)
        if grace + patience > takes or service.logical_id in told:
            continue
        told.add(service.logical_id)
        said = (
            f"the StartPeriod of {entry.container} is {takes} s" if start is not None else "many programs take longer"
        )
        yield Found(
            service,
            ("HealthCheckGracePeriodSeconds",),
            f"{service.logical_id} gives its tasks {grace + patience} s to answer health checks",
            f"{group.logical_id} marks a task unhealthy after {patience} s, the grace period is {grace} s, and {said}: "
            "ECS stops tasks that are still starting, and starts others in their place",
            f"write HealthCheckGracePeriodSeconds: {max(2 * takes, 60)}",
            f"Task failed ELB health checks in (target-group {as_text(group.physical_id)})",
            severity=Severity.NOTE if start is None else None,
        )


def _start_period(inquiry: Inquiry, definition: Resource, name: str) -> Value:
    found = inquiry.container(definition, name)
    # One that is refused says nothing of how long the container takes.
    if found is not None and inquiry.refused_at(definition, "ContainerDefinitions", found[0], "HealthCheck"):
        return Unknown("its HealthCheck is refused")
    return at(found[1], "HealthCheck", "StartPeriod") if found is not None else None


CHECK = Check(
    "SCA015",
    Severity.WARNING,
    Question.SCALE,
    "Tasks have less time to answer health checks than they take to start",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    _grace,
)
