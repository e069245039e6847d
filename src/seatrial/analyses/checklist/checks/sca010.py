"""Whether scaling policies of one service work against each other.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float, rises, takes_tasks_away
from seatrial.analyses.checklist.sca_sums import Term, terms_of
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import ON_OK, RESOURCE_LABEL, STEPS, Alarm, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _fights(inquiry: Inquiry) -> Iterator[Said]:
    by_target: dict[str, list[ScalingPolicy]] = {}
    for policy in own_policies(inquiry):
        if policy.target is not None:
            by_target.setdefault(policy.target.resource.logical_id, []).append(policy)
    for policies in by_target.values():
        yield from _one_metric_twice(policies)
        yield from _steps_against_tracking(policies)
        yield from _thresholds(policies)


def _one_metric_twice(policies: list[ScalingPolicy]) -> Iterator[Found]:
    first: dict[str, ScalingPolicy] = {}
    for policy in policies:
        if policy.predefined:
            key = f"{policy.predefined} {as_text(policy.resource.get(*RESOURCE_LABEL))}"
            other = first.setdefault(key, policy)
            if other is not policy:
                yield Found(
                    policy.resource,
                    RESOURCE_LABEL[:-1],
                    f"{policy.resource.logical_id} and {other.resource.logical_id} are two target tracking policies "
                    "for the same metric",
                    f"one service has at most one target tracking policy for {policy.predefined}: the second one is "
                    "refused",
                    f"leave one of them out, or follow another metric in {policy.resource.logical_id}",
                    severity=Severity.ERROR,
                )


def _steps_against_tracking(policies: list[ScalingPolicy]) -> Iterator[Found]:
    tracking = [item for item in policies if item.kind == "TargetTracking" and takes_tasks_away(item)]
    for policy in policies:
        if tracking and policy.kind == "Step" and takes_tasks_away(policy) and policy.alarms:
            yield Found(
                policy.resource,
                (STEPS,),
                f"{policy.resource.logical_id} removes tasks while {tracking[0].resource.logical_id} may want more",
                "step scaling scales in without regard to target tracking: tasks are removed and added in turn",
                f"leave scaling in to {tracking[0].resource.logical_id}, or set its DisableScaleIn: true and scale in "
                "by steps alone",
            )


def _thresholds(policies: list[ScalingPolicy]) -> Iterator[Found]:
    """Alarms on one metric of which one adds tasks and the other takes them away at the same value. A sum that has the
    metric in it may be no more than that.
    """
    rising, falling = list(_ends(policies, True)), list(_ends(policies, False))
    for policy, alarm, terms, low in rising:
        for other, below, more, high in falling:
            if terms and terms <= more and low <= high and policy is not other:
                yield Found(
                    below.resource,
                    ("Threshold",),
                    f"{alarm.resource.logical_id} and {below.resource.logical_id} can be in ALARM at the same time",
                    f"one adds tasks from {low:g} up, the other removes them up to {high:g}: in between, "
                    "tasks are added and removed in turn",
                    f"write a Threshold below {low:g} in {below.resource.logical_id}",
                )


def _ends(policies: list[ScalingPolicy], above: bool) -> Iterator[tuple[ScalingPolicy, Alarm, frozenset[Term], float]]:
    for policy in policies:
        # An exact capacity is more or less by what it was; which is meant, the alarm says.
        exact = as_text(policy.resource.get(STEPS, "AdjustmentType")) == "ExactCapacity"
        if policy.kind != "Step" or (takes_tasks_away(policy) is above and not exact):
            continue
        for alarm in policy.alarms:
            threshold = as_float(alarm.resource.get("Threshold"))
            if alarm.acts == ON_OK or rises(alarm) is not above or threshold is None:
                continue
            # An alarm that needs to be above or below doesn't go off at its threshold itself.
            edge = 0.0 if "OrEqualTo" in as_text(alarm.resource.get("ComparisonOperator")) else 1e-9
            yield policy, alarm, terms_of(alarm), threshold + edge if above else threshold - edge


CHECK = Check(
    "SCA010",
    Severity.WARNING,
    Question.SCALE,
    "Scaling policies of one service work against each other",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html "
    "https://docs.aws.amazon.com/autoscaling/application/userguide/"
    "application-auto-scaling-step-scaling-policies.html",
    _fights,
    gravest=Severity.ERROR,
)
