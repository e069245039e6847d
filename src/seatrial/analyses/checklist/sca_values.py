"""Alarms on one metric of a service, and which of those metrics are percentages.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html (per cent).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.analyses.checklist.scaling import Alarm, Metric
from seatrial.model.value import as_text

PERCENTAGES = ("CPUUtilization", "MemoryUtilization", "CPUReservation", "MemoryReservation")


def service_alarms(inquiry: Inquiry) -> Iterator[tuple[Alarm, Metric, float | None, str]]:
    """Alarms of this system on one metric of a service: the metric, the threshold, and the statistic."""
    for alarm in inquiry.scaling.alarms:
        resource = alarm.resource
        if not inquiry.owns(resource) or resource.logical_id in inquiry.refused or len(alarm.metrics) != 1:
            continue
        if resource.get("Metrics") is None:
            threshold, statistic = as_float(resource.get("Threshold")), as_text(resource.get("Statistic"))
            yield alarm, alarm.metrics[0], threshold, statistic


def is_percentage(metric: Metric) -> bool:
    """Whether a metric of ECS is in per cent."""
    return as_text(metric.namespace) == "AWS/ECS" and as_text(metric.name) in PERCENTAGES
