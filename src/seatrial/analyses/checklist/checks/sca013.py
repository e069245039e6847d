"""Whether a deployment leaves tasks to answer requests, or stops every task before it starts a new one.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_rolling import DEPLOYMENT, roll_of, rolled_services
from seatrial.model.finding import Severity
from seatrial.model.value import as_list


def _gap(inquiry: Inquiry) -> Iterator[Said]:
    for placement in rolled_services(inquiry):
        roll = roll_of(inquiry, placement)
        balanced = as_list(placement.by.get("LoadBalancers")) or placement.by.get(
            "ServiceConnectConfiguration", "Services"
        )
        if roll is not None and balanced and roll.least == 0 and roll.most <= roll.desired:
            yield Found(
                roll.service,
                (DEPLOYMENT,),
                f"{roll.service.logical_id} is down during every deployment",
                f"{roll.least_percent}% of {roll.desired} lets ECS stop every task, and {roll.most_percent}% lets no "
                "new one start before they have stopped",
                "write MinimumHealthyPercent: 100 and MaximumPercent: 200",
            )


CHECK = Check(
    "SCA013",
    Severity.WARNING,
    Question.SCALE,
    "A deployment stops every task before it starts a new one",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",
    _gap,
)
