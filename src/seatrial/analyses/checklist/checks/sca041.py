"""Whether an alarm watches a statistic that says something for its metric.

CloudWatch takes any statistic. The average of a count of answers is always 1, and the sum of percentages is none.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html (of HTTPCode
metrics: "The most useful statistic is Sum. Minimum, Maximum, and Average all return 1."),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html (per cent).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_values import is_percentage, service_alarms
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _statistics(inquiry: Inquiry) -> Iterator[Said]:
    for alarm, metric, threshold, statistic in service_alarms(inquiry):
        resource, name = alarm.resource, as_text(metric.name)
        operator = as_text(resource.get("ComparisonOperator"))
        never = threshold is not None and (threshold > 1 or (threshold == 1 and operator == "GreaterThanThreshold"))
        counts = as_text(metric.namespace) == "AWS/ApplicationELB" and name.startswith("HTTPCode_")
        if counts and statistic in ("Average", "Maximum", "Minimum") and never and operator.startswith("GreaterThan"):
            yield Found(
                resource,
                ("Statistic",),
                f"{resource.logical_id} watches the {statistic} of {name}, which is always 1",
                f"each answer is counted as a value of 1, and only their Sum is a number of answers: it never is above "
                f"{threshold:g}, and the alarm never goes off",
                "write Statistic: Sum",
            )
        elif is_percentage(metric) and statistic == "Sum" and (threshold is None or not 0 < threshold < 1):
            yield Found(
                resource,
                ("Statistic",),
                f"{resource.logical_id} watches the Sum of {name}, which is no percentage",
                "there are several values of it in each period, at least one for each task, and Sum adds them up: the "
                "more tasks there are, the higher it is",
                "write Statistic: Average",
            )


CHECK = Check(
    "SCA041",
    Severity.WARNING,
    Question.SCALE,
    "An alarm watches a statistic that says nothing for its metric",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
    _statistics,
)
