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

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_reactions import CPU, MEMORY, OFTEN
from seatrial.analyses.checklist.sca_steps import adjustments, number, own_policies, rises
from seatrial.analyses.checklist.scaling import STEPS, TRACKING, Alarm, Metric, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at

PERCENTAGES = ("CPUUtilization", "MemoryUtilization", "CPUReservation", "MemoryReservation")
_SPACES = ("AWS/ECS", "AWS/SQS", "AWS/ApplicationELB", "AWS/NetworkELB", "ECS/ContainerInsights")


def _alarms(inquiry: Inquiry) -> Iterator[tuple[Alarm, Metric, float | None, str]]:
    """Alarms of this system on one metric of a service: the metric, the threshold, and the statistic."""
    for alarm in inquiry.scaling.alarms:
        resource = alarm.resource
        if not inquiry.owns(resource) or resource.logical_id in inquiry.refused or len(alarm.metrics) != 1:
            continue
        if resource.get("Metrics") is None:
            threshold, statistic = number(resource.get("Threshold")), as_text(resource.get("Statistic"))
            yield alarm, alarm.metrics[0], threshold, statistic


def _shares(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        value = number(policy.resource.get(TRACKING, "TargetValue"))
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
    for alarm, metric, threshold, statistic in _alarms(inquiry):
        if not _is_percentage(metric) or threshold is None or not 0 < threshold < 1 or statistic == "SampleCount":
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


def _is_percentage(metric: Metric) -> bool:
    return as_text(metric.namespace) == "AWS/ECS" and as_text(metric.name) in PERCENTAGES


def _statistics(inquiry: Inquiry) -> Iterator[Said]:
    for alarm, metric, threshold, statistic in _alarms(inquiry):
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
        elif _is_percentage(metric) and statistic == "Sum" and (threshold is None or not 0 < threshold < 1):
            yield Found(
                resource,
                ("Statistic",),
                f"{resource.logical_id} watches the Sum of {name}, which is no percentage",
                "there are several values of it in each period, at least one for each task, and Sum adds them up: the "
                "more tasks there are, the higher it is",
                "write Statistic: Average",
            )


def _beyond(inquiry: Inquiry) -> Iterator[Said]:
    """Values below zero: of an alarm's threshold, or of a step's interval, which counts from the threshold."""
    told: set[str] = set()
    for alarm, metric, threshold, _ in _alarms(inquiry):
        resource = alarm.resource
        operator = as_text(resource.get("ComparisonOperator"))
        counted = as_text(metric.namespace) in _SPACES and as_text(metric.name)
        if not counted or threshold is None or resource.logical_id in told:
            continue
        if (operator == "LessThanThreshold" and threshold <= 0) or (
            operator == "LessThanOrEqualToThreshold" and threshold < 0
        ):
            told.add(resource.logical_id)
            mend = "write ComparisonOperator: LessThanOrEqualToThreshold" if threshold == 0 else "write Threshold: 1"
            yield Found(
                resource,
                ("Threshold",),
                f"{resource.logical_id} goes off when {as_text(metric.name)} is below {threshold:g}, which it never is",
                "the metric is never less than zero, so the alarm never goes off",
                mend,
            )
    watched = {alarm.resource.logical_id: (metric, value) for alarm, metric, value, _ in _alarms(inquiry)}
    for policy in own_policies(inquiry):
        for alarm in policy.alarms:
            name = alarm.resource.logical_id
            if name not in watched or name in told or rises(alarm) is not False:
                continue
            metric, threshold = watched[name]
            highest = _highest(policy)
            if threshold is None or highest is None or as_text(metric.namespace) not in _SPACES:
                continue
            if highest < 0 and threshold + highest < 0:
                yield Found(
                    policy.resource,
                    (STEPS, "StepAdjustments"),
                    f"no step of {policy.resource.logical_id} ever applies: {as_text(metric.name)} is never below "
                    f"{threshold + highest:g}",
                    f"the bounds count from the threshold of {name}, {threshold:g}, so that the highest step ends "
                    "below zero: nothing ever scales",
                    "write MetricIntervalUpperBound: 0 in a step",
                )
                break


def _highest(policy: ScalingPolicy) -> float | None:
    """Where the highest step of a policy ends; None where it has no end, or that isn't known."""
    ends = [number(at(step, "MetricIntervalUpperBound")) for step in adjustments(policy)]
    known = [item for item in ends if item is not None]
    return max(known) if known and len(known) == len(ends) else None


_METRICS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html"
CHECKS = (
    Check(
        "SCA040",
        Severity.WARNING,
        Question.SCALE,
        "A utilization is given as a share where the metric is in per cent",
        _METRICS,
        _shares,
    ),
    Check(
        "SCA041",
        Severity.WARNING,
        Question.SCALE,
        "An alarm watches a statistic that says nothing for its metric",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html "
        f"{_METRICS}",
        _statistics,
    ),
    Check(
        "SCA042",
        Severity.WARNING,
        Question.SCALE,
        "An alarm or a step waits for a value that its metric never has",
        "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html",
        _beyond,
    ),
)
