"""Whether scaling that stands in the template is let do anything: suspended scaling, scheduled actions out of bounds.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html ("In some cases,
however, you must include both sizes to ensure that the new minimum capacity is not greater than the maximum capacity")
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import number, own_policies
from seatrial.analyses.checklist.scaling import Target
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

_DYNAMIC = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended")
_SCHEDULED = "ScheduledScalingSuspended"


def _targets(inquiry: Inquiry) -> Iterator[Target]:
    for target in inquiry.scaling.targets:
        if target.of_ecs and inquiry.owns(target.resource) and target.resource.logical_id not in inquiry.refused:
            yield target


def _suspended(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        resource = target.resource
        state = {name: as_flag(resource.get("SuspendedState", name)) for name in (*_DYNAMIC, _SCHEDULED)}
        policies = [item.resource for item in own_policies(inquiry) if item.target is target]
        actions = as_list(resource.get("ScheduledActions"))
        idle = all(state[name] for name in _DYNAMIC) or not policies
        if not any(state.values()) or not idle or (actions and not state[_SCHEDULED]) or not (policies or actions):
            continue
        moved = [inquiry.names(policies)] if policies else []
        moved += ["its scheduled actions"] if actions else []
        yield Found(
            resource,
            ("SuspendedState",),
            f"all scaling of {resource.logical_id} is suspended",
            f"while it is, {' and '.join(moved)} do nothing: the desired count stays as it is",
            f"leave SuspendedState out of {resource.logical_id} once scaling is wanted",
        )


def _beyond(inquiry: Inquiry) -> Iterator[Said]:
    """An action with one of both capacities, which is on the wrong side of the other one that the target has."""
    for target in _targets(inquiry):
        resource = target.resource
        actions = as_list(resource.get("ScheduledActions"))
        changes = [at(action, "ScalableTargetAction") for action in actions]
        if any(isinstance(item, Unknown) for item in (*actions, *changes)):
            continue
        for index, change in enumerate(changes):
            for side, other, beyond in (("MinCapacity", "MaxCapacity", 1), ("MaxCapacity", "MinCapacity", -1)):
                value, bound = number(at(change, side)), number(resource.get(other))
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


CHECKS = (
    Check(
        "SCA043",
        Severity.WARNING,
        Question.SCALE,
        "All scaling of a service is suspended",
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html",
        _suspended,
    ),
    Check(
        "SCA044",
        Severity.ERROR,
        Question.SCALE,
        "A scheduled action sets a capacity beyond the other one of its target",
        "https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html",
        _beyond,
    ),
)
