"""Whether a step scaling policy scales the right way: more tasks when there is more to do.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import LOAD_METRICS, adjustments, as_float, never_applies, rises
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import STEPS
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at


def _direction(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        kind = as_text(policy.resource.get(STEPS, "AdjustmentType"))
        amounts = [as_float(at(item, "ScalingAdjustment")) for item in adjustments(policy)]
        if policy.kind != "Step" or kind == "ExactCapacity" or not amounts or any(item is None for item in amounts):
            continue
        for alarm in policy.alarms:
            above = rises(alarm)
            metrics = {as_text(metric.name) for metric in alarm.metrics}
            # What never applies is told by itself.
            if above is None or len(metrics) != 1 or not metrics <= LOAD_METRICS or never_applies(policy, alarm):
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


CHECK = Check(
    "SCA009",
    Severity.WARNING,
    Question.SCALE,
    "A step scaling policy scales the wrong way",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html",
    _direction,
)
