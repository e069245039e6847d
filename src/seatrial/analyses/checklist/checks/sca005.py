"""Whether anything scales a scalable target.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.model.finding import Severity
from seatrial.model.value import as_list


def _idle(inquiry: Inquiry) -> Iterator[Said]:
    targets = list(ecs_targets(inquiry))
    # A policy that names another thing is told of by itself, and it can only mean the one target there is.
    lost = [item for item in inquiry.scaling.policies if item.target is None]
    elsewhere = [item for item in lost if inquiry.find(item.resource.get("ScalingTargetId")) is not None]
    for target in [] if elsewhere and len(targets) == 1 else targets:
        moved = any(item.target is target for item in inquiry.scaling.policies)
        if moved or as_list(target.resource.get("ScheduledActions")) or target.service is None:
            continue
        yield Found(
            target.resource,
            (),
            f"nothing scales {target.resource.logical_id}",
            f"no scaling policy and no scheduled action names it, so {target.service.logical_id} keeps its number "
            "of tasks",
            "add an AWS::ApplicationAutoScaling::ScalingPolicy with ScalingTargetId: "
            f"!Ref {target.resource.logical_id}",
        )


CHECK = Check(
    "SCA005",
    Severity.WARNING,
    Question.SCALE,
    "Nothing scales a scalable target",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    _idle,
)
