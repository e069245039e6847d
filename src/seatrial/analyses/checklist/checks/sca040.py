"""Whether a utilization is given in per cent, as its metric is, and not as a share.

CloudWatch takes any threshold. A share of 0.6 where a metric is in per cent is always exceeded.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html (per cent).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float, rises
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.sca_values import is_percentage, service_alarms
from seatrial.analyses.checklist.scaling import CPU, MEMORY, OFTEN, TRACKING
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _shares(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        value = as_float(policy.resource.get(TRACKING, "TargetValue"))
        name = policy.resource.logical_id
        if policy.predefined.removesuffix(OFTEN) in (CPU, MEMORY) and value is not None and 0 < value <= 1:
            yield Found(
                policy.resource,
                (TRACKING, "TargetValue"),
                f"{name} has a target utilization of {value:g} percent",
                "the metric is in per cent, and running tasks use more than that: the service is scaled to its "
                "MaxCapacity and stays there",
                f"write TargetValue: {value * 100:g}" if value < 1 else "write a TargetValue such as 60",
            )
    for alarm, metric, threshold, statistic in service_alarms(inquiry):
        if not is_percentage(metric) or threshold is None or not 0 < threshold < 1 or statistic == "SampleCount":
            continue
        name = alarm.resource.logical_id
        then = "it is above that all the time" if rises(alarm) else "it is hardly ever below that"
        yield Found(
            alarm.resource,
            ("Threshold",),
            f"{name} watches {as_text(metric.name)} with a threshold of {threshold:g} percent",
            f"the metric is in per cent: {then}",
            f"write Threshold: {threshold * 100:g}"
            + (", and Statistic: Average: Sum adds up the values of all tasks" if statistic == "Sum" else ""),
        )


CHECK = Check(
    "SCA040",
    Severity.WARNING,
    Question.SCALE,
    "A utilization is given as a share where the metric is in per cent",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
    _shares,
)
