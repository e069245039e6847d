"""Whether all scaling that stands in the template for a service, or its scaling out, is suspended.

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
        # Scaling in may well be off for long, so that nothing is stopped; without scaling out there is no use in it.
        if not idle and state[_DYNAMIC[1]]:
            yield Found(
                resource,
                ("SuspendedState", _DYNAMIC[1]),
                f"scaling out of {resource.logical_id} is suspended",
                f"while it is, {inquiry.names(policies)} can stop tasks, and start none, however much work there is",
                f"write {_DYNAMIC[1]}: false once scaling is wanted",
            )
            continue
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
    "All scaling of a service, or its scaling out, is suspended",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html",
    _suspended,
)
