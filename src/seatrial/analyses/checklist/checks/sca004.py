"""Whether a service with automatic scaling has a DesiredCount of its own, to which each update sets it back.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.model.finding import Severity


def _desired(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        service = target.service
        if service is None or service.get("DesiredCount") is None or service.logical_id not in inquiry.system.resources:
            continue
        yield Found(
            service,
            ("DesiredCount",),
            f"{service.logical_id} has a DesiredCount of its own, although {target.resource.logical_id} scales it",
            "whenever the service is updated, CloudFormation sets the count back to this, however many tasks there are",
            f"leave DesiredCount out of {service.logical_id}; {target.resource.logical_id} sets it",
        )


CHECK = Check(
    "SCA004",
    Severity.NOTE,
    Question.SCALE,
    "A service with automatic scaling has a DesiredCount of its own",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    _desired,
)
