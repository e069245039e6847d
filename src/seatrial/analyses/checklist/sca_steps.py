"""Whether step scaling does something when its alarm goes off, and the right thing.

The bounds of a step count from the alarm's threshold: an alarm that goes off above it wants steps above zero, one that
goes off below it steps below. A policy that an alarm names in OKActions acts on the other side.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import ON_OK, STEPS, TRACKING, Alarm, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

# Metrics that grow with the work there is: more of them wants more tasks.
_LOAD = frozenset(
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


def own_policies(inquiry: Inquiry) -> Iterator[ScalingPolicy]:
    """The scaling policies of this system that no API refuses."""
    for policy in inquiry.scaling.policies:
        name = policy.resource.logical_id
        if inquiry.system.resources.get(name) is policy.resource and name not in inquiry.refused:
            yield policy


def adjustments(policy: ScalingPolicy) -> list[Value]:
    return as_list(policy.resource.get(STEPS, "StepAdjustments"))


def number(value: Value) -> float | None:
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


def takes_away(policy: ScalingPolicy) -> bool:
    """Whether a policy may take tasks away."""
    if policy.kind == "TargetTracking":
        return not as_flag(policy.resource.get(TRACKING, "DisableScaleIn"))
    amounts = [number(at(item, "ScalingAdjustment")) for item in adjustments(policy)]
    return any(item is not None and item < 0 for item in amounts)


def adds(policy: ScalingPolicy) -> bool:
    """Whether a policy of steps may add tasks."""
    return any((number(at(item, "ScalingAdjustment")) or 0) > 0 for item in adjustments(policy))


def _steps(inquiry: Inquiry) -> Iterator[Said]:
    policies = [item for item in own_policies(inquiry) if item.kind == "Step"]
    named = {other.resource.logical_id for policy in policies for other in [_meant(policies, policy)] if other}
    refused = any(alarm.resource.logical_id in inquiry.refused for alarm in inquiry.scaling.alarms)
    for policy in policies:
        if any(isinstance(item, Unknown) for item in adjustments(policy)):
            continue
        if not policy.alarms and not refused and policy.resource.logical_id not in named:
            yield Found(
                policy.resource,
                (),
                f"no alarm triggers {policy.resource.logical_id}",
                "a step scaling policy only runs when an alarm names it in its actions, and no alarm does",
                f"add AlarmActions: [!Ref {policy.resource.logical_id}] to an AWS::CloudWatch::Alarm",
                severity=Severity.WARNING,
            )
        for alarm in policy.alarms:
            if _never_applies(policy, alarm):
                yield _never(policies, policy, alarm)
                break


def _never_applies(policy: ScalingPolicy, alarm: Alarm) -> bool:
    above = rises(alarm)
    return above is not None and not any(_applies(item, above) for item in adjustments(policy))


def _meant(policies: list[ScalingPolicy], policy: ScalingPolicy) -> ScalingPolicy | None:
    """The policy that an alarm means which names this one: it fits, is of the same target, and no alarm names it."""
    for alarm in policy.alarms:
        if _never_applies(policy, alarm):
            for other in policies:
                free = not other.alarms and other.target is policy.target and other is not policy
                if free and not _never_applies(other, alarm):
                    return other
    return None


def _applies(step: Value, above: bool) -> bool:
    """Whether a step's interval, which is relative to the threshold, is on the side where the alarm goes off."""
    lower, upper = at(step, "MetricIntervalLowerBound"), at(step, "MetricIntervalUpperBound")
    if isinstance(lower, Unknown) or isinstance(upper, Unknown):
        return True
    bound = number(upper) if above else number(lower)
    return bound is None or (bound > 0 if above else bound < 0)


def _never(policies: list[ScalingPolicy], policy: ScalingPolicy, alarm: Alarm) -> Found:
    above = rises(alarm)
    side, bound = ("above", "MetricIntervalLowerBound: 0") if above else ("below", "MetricIntervalUpperBound: 0")
    name, watcher = policy.resource.logical_id, alarm.resource.logical_id
    what = f"{name} has no step that applies when {watcher} goes off"
    why = (
        f"{watcher} goes off {side} its threshold, and the bounds of every step, which count from the threshold, are "
        "on the other side: nothing ever scales"
    )
    other = _meant(policies, policy)
    if other is not None:
        mend = f"write {alarm.acts}: [!Ref {other.resource.logical_id}] in {watcher}"
        return Found(alarm.resource, (alarm.acts,), what, f"{why}; no alarm names {other.resource.logical_id}", mend)
    if alarm.acts == ON_OK:
        why = (
            f"{watcher} names it in OKActions, when the metric is {side} the threshold again, and every step is for "
            "the other side: nothing ever scales"
        )
        mend = f"name {name} in AlarmActions of {watcher}"
        return Found(alarm.resource, (ON_OK,), what, why, mend, severity=Severity.WARNING)
    amounts = [number(at(item, "ScalingAdjustment")) or 0 for item in adjustments(policy)]
    metrics = {as_text(metric.name) for metric in alarm.metrics}
    adds, removes = all(item > 0 for item in amounts), all(item < 0 for item in amounts)
    if metrics and metrics <= _LOAD and (removes if above else adds):
        operator = "LessThanOrEqualToThreshold" if above else "GreaterThanOrEqualToThreshold"
        mend = f"write ComparisonOperator: {operator} in {watcher}"
        return Found(alarm.resource, ("ComparisonOperator",), what, why, mend)
    return Found(policy.resource, (STEPS, "StepAdjustments"), what, why, f"write {bound} in a step")


def _direction(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        kind = as_text(policy.resource.get(STEPS, "AdjustmentType"))
        amounts = [number(at(item, "ScalingAdjustment")) for item in adjustments(policy)]
        if policy.kind != "Step" or kind == "ExactCapacity" or not amounts or any(item is None for item in amounts):
            continue
        for alarm in policy.alarms:
            above = rises(alarm)
            metrics = {as_text(metric.name) for metric in alarm.metrics}
            # What never applies is told by itself.
            if above is None or len(metrics) != 1 or not metrics <= _LOAD or _never_applies(policy, alarm):
                continue
            wrong = [item for item in amounts if item and (item < 0) is above]
            if not wrong:
                continue
            more = "more" if above else "less"
            every = "every" if len(wrong) == len(amounts) else "one"
            yield Found(
                policy.resource,
                (STEPS, "StepAdjustments"),
                f"{policy.resource.logical_id} {'removes' if above else 'adds'} tasks when there is {more} to do",
                f"{alarm.resource.logical_id} goes off when {next(iter(metrics))} is {'high' if above else 'low'}, and "
                f"{every} ScalingAdjustment is {'negative' if above else 'positive'}",
                f"reverse the sign of ScalingAdjustment, or name the other policy in {alarm.resource.logical_id}",
            )
            break


def _absolute(inquiry: Inquiry) -> Iterator[Said]:
    """Bounds that begin at the threshold as if they counted from zero."""
    for policy in own_policies(inquiry):
        bounds = [number(at(item, "MetricIntervalLowerBound")) for item in adjustments(policy)]
        lowest = None if not bounds or None in bounds else min(item for item in bounds if item is not None)
        for alarm in policy.alarms:
            threshold = number(alarm.resource.get("Threshold"))
            if policy.kind != "Step" or not rises(alarm) or not lowest or threshold != lowest:
                continue
            yield Found(
                policy.resource,
                (STEPS, "StepAdjustments"),
                f"{policy.resource.logical_id} does nothing until the metric is at twice the threshold of "
                f"{alarm.resource.logical_id}",
                f"the bounds of steps count from the threshold, {threshold:g}: the first step begins at "
                f"{threshold + lowest:g}",
                "write MetricIntervalLowerBound: 0 in the first step, and the other bounds relative to the threshold",
            )
            break


_STEP = "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"
CHECKS = (
    Check("SCA008", Severity.ERROR, Question.SCALE, "A step scaling policy never applies", _STEP, _steps),
    Check("SCA009", Severity.WARNING, Question.SCALE, "A step scaling policy scales the wrong way", _STEP, _direction),
    Check(
        "SCA032",
        Severity.WARNING,
        Question.SCALE,
        "The bounds of steps are written as if they counted from zero",
        _STEP,
        _absolute,
    ),
)
