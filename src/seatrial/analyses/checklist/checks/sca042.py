"""Whether an alarm or a step waits for a value that its metric ever has.

CloudWatch takes any threshold, and nothing that is counted is ever below zero.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html (bounds of steps).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import adjustments, as_float, rises
from seatrial.analyses.checklist.sca_sums import terms_of
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.sca_values import service_alarms
from seatrial.analyses.checklist.scaling import STEPS, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at

_SPACES = ("AWS/ECS", "AWS/SQS", "AWS/ApplicationELB", "AWS/NetworkELB", "ECS/ContainerInsights")


def _beyond(inquiry: Inquiry) -> Iterator[Said]:
    """Values below zero: of an alarm's threshold, or of a step's interval, which counts from the threshold."""
    told: set[str] = set()
    for alarm in inquiry.scaling.alarms:
        resource = alarm.resource
        operator, threshold = as_text(resource.get("ComparisonOperator")), as_float(resource.get("Threshold"))
        if threshold is None or threshold > 0 or not operator.startswith("LessThan"):
            continue
        if not inquiry.owns(resource) or resource.logical_id in (*told, *inquiry.refused):
            continue
        terms = terms_of(alarm)
        counted = " and ".join(sorted(name for space, name, _ in terms if space in _SPACES and name))
        if not counted or any(space not in _SPACES for space, _, _ in terms):
            continue
        if (operator == "LessThanThreshold" and threshold <= 0) or (
            operator == "LessThanOrEqualToThreshold" and threshold < 0
        ):
            told.add(resource.logical_id)
            mend = "write ComparisonOperator: LessThanOrEqualToThreshold" if threshold == 0 else "write Threshold: 1"
            yield Found(
                resource,
                ("Threshold",),
                f"{resource.logical_id} goes off when {counted} is below {threshold:g}, which it never is",
                "the metric is never less than zero, so the alarm never goes off",
                mend,
            )
    watched = {alarm.resource.logical_id: (metric, value) for alarm, metric, value, _ in service_alarms(inquiry)}
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
    ends = [as_float(at(step, "MetricIntervalUpperBound")) for step in adjustments(policy)]
    known = [item for item in ends if item is not None]
    return max(known) if known and len(known) == len(ends) else None


CHECK = Check(
    "SCA042",
    Severity.WARNING,
    Question.SCALE,
    "An alarm or a step waits for a value that its metric never has",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html",
    _beyond,
)
