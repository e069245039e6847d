"""Whether MinCapacity and MaxCapacity leave a scalable target room.

Source (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.model.finding import Severity
from seatrial.model.value import as_number, as_text, is_whole


def _bounds(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        least, most = (target.resource.get(key) for key in ("MinCapacity", "MaxCapacity"))
        if not all(is_whole(as_text(item)) for item in (least, most)):
            continue
        low, high = as_number(least), as_number(most)
        if low > high:
            yield Found(
                target.resource,
                ("MinCapacity",),
                f"{target.resource.logical_id} has a minimum of {low} and a maximum of {high}",
                "the target is refused, and the stack is rolled back",
                f"write MinCapacity: {high} and MaxCapacity: {low}",
                "Maximum capacity cannot be less than minimum capacity",
                severity=Severity.ERROR,
            )
        elif low == high:
            yield Found(
                target.resource,
                ("MaxCapacity",),
                f"{target.resource.logical_id} cannot scale: MinCapacity and MaxCapacity are both {low}",
                "whatever its policies want, the desired count stays as it is",
                f"write a MaxCapacity above {low}, or leave scaling out",
            )


CHECK = Check(
    "SCA003",
    Severity.WARNING,
    Question.SCALE,
    "MinCapacity and MaxCapacity leave a scalable target no room",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    _bounds,
    gravest=Severity.ERROR,
)
