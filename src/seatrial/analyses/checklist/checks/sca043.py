"""Whether all scaling that stands in the template for a service is suspended.

Source (read 2026-11-29): https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets, own_policies
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_list

_DYNAMIC = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended")
_SCHEDULED = "ScheduledScalingSuspended"


def _suspended(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
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


CHECK = Check(
    "SCA043",
    Severity.WARNING,
    Question.SCALE,
    "All scaling of a service is suspended",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html",
    _suspended,
)
