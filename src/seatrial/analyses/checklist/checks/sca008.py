"""Whether a step scaling policy does something when its alarm goes off, if any alarm names it.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import LOAD_METRICS, adjustments, as_float, never_applies, rises
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import ON_OK, STEPS, Alarm, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text, at


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
        never = next((alarm for alarm in policy.alarms if never_applies(policy, alarm)), None)
        if never is not None and (pair := _exchanged(policies, policy, never)) is not None:
            # Told of the first of them.
            if policies.index(policy) < policies.index(pair[0]):
                yield _each_others(policy, never, *pair)
        elif never is not None:
            yield _never(policies, policy, never)
        elif adjustments(policy) and _changes_nothing(policy):
            yield Found(
                policy.resource,
                (STEPS, "AdjustmentType"),
                f"no step of {policy.resource.logical_id} changes the number of tasks",
                "each adds or removes none: whatever the alarm says, nothing ever scales",
                "write AdjustmentType: ExactCapacity, or another ScalingAdjustment than 0",
                severity=Severity.WARNING,
            )


def _changes_nothing(policy: ScalingPolicy) -> bool:
    relative = as_text(policy.resource.get(STEPS, "AdjustmentType")) in ("ChangeInCapacity", "PercentChangeInCapacity")
    return relative and all(as_float(at(item, "ScalingAdjustment")) == 0 for item in adjustments(policy))


def _meant(policies: list[ScalingPolicy], policy: ScalingPolicy) -> ScalingPolicy | None:
    """The policy that an alarm means which names this one: it fits, is of the same target, and no alarm names it."""
    for alarm in policy.alarms:
        if never_applies(policy, alarm):
            for other in policies:
                free = not other.alarms and other.target is policy.target and other is not policy
                if free and not never_applies(other, alarm):
                    return other
    return None


def _exchanged(
    policies: list[ScalingPolicy], policy: ScalingPolicy, alarm: Alarm
) -> tuple[ScalingPolicy, Alarm] | None:
    """The policy that fits an alarm, with the alarm that sets that one off and fits this policy."""
    for other in policies:
        own = other.alarms[0] if len(other.alarms) == len(policy.alarms) == 1 else None
        if own is None or other is policy or other.target is not policy.target or not never_applies(other, own):
            continue
        if own.acts == alarm.acts and not never_applies(other, alarm) and not never_applies(policy, own):
            return other, own
    return None


def _each_others(policy: ScalingPolicy, alarm: Alarm, other: ScalingPolicy, own: Alarm) -> Found:
    first, second = alarm.resource.logical_id, own.resource.logical_id
    names = policy.resource.logical_id, other.resource.logical_id
    return Found(
        alarm.resource,
        (alarm.acts,),
        f"{first} and {second} set off each other's policies",
        f"{names[0]} has no step that applies when {first} goes off, nor {names[1]} one for {second}: nothing ever "
        "scales",
        f"write {alarm.acts}: [!Ref {names[1]}] in {first}, and [!Ref {names[0]}] in {second}",
    )


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
    amounts = [as_float(at(item, "ScalingAdjustment")) or 0 for item in adjustments(policy)]
    metrics = {as_text(metric.name) for metric in alarm.metrics}
    adds, removes = all(item > 0 for item in amounts), all(item < 0 for item in amounts)
    if metrics and metrics <= LOAD_METRICS and (removes if above else adds):
        operator = "LessThanOrEqualToThreshold" if above else "GreaterThanOrEqualToThreshold"
        mend = f"write ComparisonOperator: {operator} in {watcher}"
        return Found(alarm.resource, ("ComparisonOperator",), what, why, mend)
    return Found(policy.resource, (STEPS, "StepAdjustments"), what, why, f"write {bound} in a step")


CHECK = Check(
    "SCA008",
    Severity.ERROR,
    Question.SCALE,
    "A step scaling policy never applies",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html",
    _steps,
)
