"""Whether a service that may have no tasks is made larger by a share of what it has: nothing, of nothing.

Source (read 2026-11-30):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
(PercentChangeInCapacity, MinAdjustmentMagnitude).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import adds_tasks, as_float
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.analyses.checklist.scaling import STEPS, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

_TYPE = "AdjustmentType"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        least = as_float(target.resource.get("MinCapacity"))
        policies = [item for item in inquiry.scaling.policies if item.target is target]
        adding = [item for item in policies if item.kind != "Step" or adds_tasks(item)]
        if least != 0 or not adding or not all(map(_is_share, adding)):
            continue
        if target.resource.get("ScheduledActions") is not None:
            continue
        for policy in adding:
            if inquiry.owns(policy.resource) and policy.resource.logical_id not in inquiry.refused:
                yield Found(
                    policy.resource,
                    (STEPS, _TYPE),
                    f"{policy.resource.logical_id} adds a share of no tasks",
                    f"{target.resource.logical_id} lets the service have none, and a share of none is none: once it "
                    "has no tasks, nothing ever starts one again",
                    f"write {_TYPE}: ChangeInCapacity, or set MinCapacity: 1 in {target.resource.logical_id}",
                )


def _is_share(policy: ScalingPolicy) -> bool:
    share = as_text(policy.resource.get(STEPS, _TYPE)) == "PercentChangeInCapacity"
    return share and policy.resource.get(STEPS, "MinAdjustmentMagnitude") is None


CHECK = Check(
    "SCA231",
    Severity.WARNING,
    Question.SCALE,
    "A service that may have no tasks is made larger by a share of them",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
    _ask,
)
