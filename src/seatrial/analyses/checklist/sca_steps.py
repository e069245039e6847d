"""What step scaling does, and on which side of an alarm's threshold.

The bounds of a step count from the alarm's threshold: an alarm that goes off above it wants steps above zero, one that
goes off below it steps below. A policy that an alarm names in OKActions acts on the other side.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.scaling import ON_OK, STEPS, TRACKING, Alarm, ScalingPolicy
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

# Metrics that grow with the work there is: more of them wants more tasks.
LOAD_METRICS = frozenset(
    {
        "ApproximateNumberOfMessagesVisible",
        "ApproximateAgeOfOldestMessage",
        "NumberOfMessagesSent",
        "CPUUtilization",
        "MemoryUtilization",
        "RequestCount",
        "RequestCountPerTarget",
        "TargetResponseTime",
        "ActiveConnectionCount",
    }
)


def adjustments(policy: ScalingPolicy) -> list[Value]:
    """The steps of a policy."""
    return as_list(policy.resource.get(STEPS, "StepAdjustments"))


def as_float(value: Value) -> float | None:
    """A value as a number; None where it is none, or isn't known."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def rises(alarm: Alarm) -> bool | None:
    """Whether an alarm acts above its threshold; None where it is neither that nor below."""
    operator = as_text(alarm.resource.get("ComparisonOperator"))
    above = operator.startswith("GreaterThan")
    if not above and not (operator.startswith("LessThan") and "Upper" not in operator):
        return None
    if alarm.acts == ON_OK:
        return not above
    return above if alarm.acts == "AlarmActions" else None


def takes_tasks_away(policy: ScalingPolicy) -> bool:
    """Whether a policy may take tasks away."""
    if policy.kind == "TargetTracking":
        return not as_flag(policy.resource.get(TRACKING, "DisableScaleIn"))
    amounts = [as_float(at(item, "ScalingAdjustment")) for item in adjustments(policy)]
    return any(item is not None and item < 0 for item in amounts)


def adds_tasks(policy: ScalingPolicy) -> bool:
    """Whether a policy of steps may add tasks."""
    return any((as_float(at(item, "ScalingAdjustment")) or 0) > 0 for item in adjustments(policy))


def never_applies(policy: ScalingPolicy, alarm: Alarm) -> bool:
    """Whether no step of a policy is on the side where an alarm goes off."""
    above = rises(alarm)
    return above is not None and not any(_applies(item, above) for item in adjustments(policy))


def _applies(step: Value, above: bool) -> bool:
    """Whether a step's interval, which is relative to the threshold, is on the side where the alarm goes off."""
    lower, upper = at(step, "MetricIntervalLowerBound"), at(step, "MetricIntervalUpperBound")
    if isinstance(lower, Unknown) or isinstance(upper, Unknown):
        return True
    bound = as_float(upper) if above else as_float(lower)
    return bound is None or (bound > 0 if above else bound < 0)
