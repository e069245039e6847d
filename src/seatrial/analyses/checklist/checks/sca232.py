"""Whether what tracks a target may ever take tasks away: nobody else does.

DisableScaleIn is for services that another policy scales in.

Source (read 2026-11-30):
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html ("Disabling
scale in").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.analyses.checklist.scaling import TRACKING
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag

_DISABLED = (TRACKING, "DisableScaleIn")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        policies = [item for item in inquiry.scaling.policies if item.target is target]
        least, most = (as_float(target.resource.get(key)) for key in ("MinCapacity", "MaxCapacity"))
        if target.resource.get("ScheduledActions") is not None or least is None or least == most:
            continue
        # What isn't tracked is scaled by steps, or by another policy, which may take tasks away.
        if not policies or not all(as_flag(item.resource.get(*_DISABLED)) for item in policies):
            continue
        service = target.service.logical_id if target.service is not None else target.resource.logical_id
        yield Found(
            policies[-1].resource,
            _DISABLED,
            f"nothing takes tasks of {service} away again",
            "scaling in is disabled, and no other policy and no scheduled action does it: after the first peak the "
            "number of tasks stays, and is paid for",
            f"leave DisableScaleIn out of {policies[-1].resource.logical_id}",
        )


CHECK = Check(
    "SCA232",
    Severity.WARNING,
    Question.SCALE,
    "Nothing takes tasks away again",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
    _ask,
)
