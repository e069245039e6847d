"""Whether what scaling waits for are values that a metric has: percentages, counts, and nothing below zero.

CloudWatch takes any threshold and any statistic. A share of 0.6 where a metric is in per cent is always exceeded; the
average of a count of answers is always 1; nothing that is counted is ever below zero.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html (per cent),
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html (of HTTPCode
metrics: "The most useful statistic is Sum. Minimum, Maximum, and Average all return 1."),
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html (bounds of steps)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import number
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
            threshold, statistic = number(resource.get("Threshold")), as_text(resource.get("Statistic"))
            yield alarm, alarm.metrics[0], threshold, statistic


def is_percentage(metric: Metric) -> bool:
    return as_text(metric.namespace) == "AWS/ECS" and as_text(metric.name) in PERCENTAGES
