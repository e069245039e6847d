"""Whether the target utilization of a scaling policy is one that is ever reached.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html (per
cent).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import CPU, MEMORY, OFTEN, TRACKING
from seatrial.model.finding import Severity
from seatrial.model.value import as_number, as_text

WHOLE_PERCENT = 100


def _unreached(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        value = policy.resource.get(TRACKING, "TargetValue")
        if isinstance(value, int | float | str) and (number := as_float(value)) is not None and number <= 0:
            yield Found(
                policy.resource,
                (TRACKING, "TargetValue"),
                f"{policy.resource.logical_id} has the target {as_text(value)}",
                "any use is above it: the policy scales out to the maximum, and never in",
                "write the value per task that is wanted, such as 60 percent, or 500 requests a minute",
                severity=Severity.WARNING,
            )
        followed = policy.target is not None and policy.predefined.removesuffix(OFTEN) in (CPU, MEMORY)
        if followed and as_number(value) > WHOLE_PERCENT:
            yield Found(
                policy.resource,
                (TRACKING, "TargetValue"),
                f"{policy.resource.logical_id} has a target utilization of {as_text(value)} percent",
                "tasks on Fargate never use more than 100 percent: the policy only ever scales in",
                "write a TargetValue below 100, such as 60",
            )


CHECK = Check(
    "SCA019",
    Severity.ERROR,
    Question.SCALE,
    "A scaling policy has a target that is never reached, or always passed",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html",
    _unreached,
)
