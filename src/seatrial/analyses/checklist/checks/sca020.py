"""Whether the predefined metric that a scaling policy tracks is one that services have.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html
(the metrics of a service).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import CPU, MEMORY, OFTEN, REQUESTS, TRACKING
from seatrial.model.finding import Severity


def _foreign(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        target = policy.target
        usual = policy.predefined == REQUESTS or policy.predefined.removesuffix(OFTEN) in ("", CPU, MEMORY)
        if target is None or target.service is None or usual:
            continue
        path = (TRACKING, "PredefinedMetricSpecification", "PredefinedMetricType")
        if (policy.resource.logical_id, path) in inquiry.misread:
            continue
        yield Found(
            policy.resource,
            path,
            f"{policy.resource.logical_id} tracks {policy.predefined}, which no ECS service has",
            f"a service has {CPU}, {MEMORY} and {REQUESTS}: the policy is refused, and the stack is rolled back",
            f"write PredefinedMetricType: {CPU}",
        )


CHECK = Check(
    "SCA020",
    Severity.ERROR,
    Question.SCALE,
    "A scaling policy tracks a predefined metric that services don't have",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html",
    _foreign,
)
