"""Whether a scheduled action sets one capacity beyond the other one of its target.

Source (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html ("In some cases,
however, you must include both sizes to ensure that the new minimum capacity is not greater than the maximum capacity").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_list, as_text, at


def _beyond(inquiry: Inquiry) -> Iterator[Said]:
    """An action with one of both capacities, which is on the wrong side of the other one that the target has."""
    for target in ecs_targets(inquiry):
        resource = target.resource
        actions = as_list(resource.get("ScheduledActions"))
        changes = [at(action, "ScalableTargetAction") for action in actions]
        if any(isinstance(item, Unknown) for item in (*actions, *changes)):
            continue
        for index, change in enumerate(changes):
            for side, other, beyond in (("MinCapacity", "MaxCapacity", 1), ("MaxCapacity", "MinCapacity", -1)):
                value, bound = as_float(at(change, side)), as_float(resource.get(other))
                # Another action may have moved the bound before.
                moved = any(at(item, other) is not None for item in changes)
                if value is None or bound is None or moved or (value - bound) * beyond <= 0:
                    continue
                which = "above" if beyond > 0 else "below"
                name = as_text(at(actions[index], "ScheduledActionName")) or f"action {index}"
                yield Found(
                    resource,
                    ("ScheduledActions", index, "ScalableTargetAction", side),
                    f"{name} of {resource.logical_id} sets {side} to {value:g}, {which} its {other} of {bound:g}",
                    f"the action has no {other} of its own, and both must be given where the minimum would be above "
                    "the maximum: it fails, and the number of tasks stays as it is",
                    f"add {other}: {value:g} to the action, or set {other} of {resource.logical_id} to {value:g}",
                )


CHECK = Check(
    "SCA044",
    Severity.ERROR,
    Question.SCALE,
    "A scheduled action sets a capacity beyond the other one of its target",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html",
    _beyond,
)
