"""Whether the bounds of steps are written as if they counted from zero, and not from the threshold.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import adjustments, as_float, rises
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import STEPS
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _absolute(inquiry: Inquiry) -> Iterator[Said]:
    """Bounds that begin at the threshold as if they counted from zero."""
    for policy in own_policies(inquiry):
        bounds = [as_float(at(item, "MetricIntervalLowerBound")) for item in adjustments(policy)]
        lowest = None if not bounds or None in bounds else min(item for item in bounds if item is not None)
        for alarm in policy.alarms:
            threshold = as_float(alarm.resource.get("Threshold"))
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


CHECK = Check(
    "SCA032",
    Severity.WARNING,
    Question.SCALE,
    "The bounds of steps are written as if they counted from zero",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html",
    _absolute,
)
