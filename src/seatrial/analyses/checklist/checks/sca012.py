"""Whether minimum healthy percent and maximum percent let a deployment proceed.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html (minimum rounded up,
maximum down; read 2026-11-23),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_rolling import DEPLOYMENT, roll_of, rolled_services
from seatrial.model.finding import Severity


def _stuck(inquiry: Inquiry) -> Iterator[Said]:
    for placement in rolled_services(inquiry):
        roll = roll_of(inquiry, placement)
        if roll is None or roll.most > roll.desired or roll.least < roll.desired:
            continue
        yield Found(
            roll.service,
            (DEPLOYMENT,),
            f"no deployment of {roll.service.logical_id} can proceed with {roll.desired} task{_s(roll.desired)}",
            f"{roll.least_percent}% of {roll.desired} is {roll.least} (rounded up), {roll.most_percent}% is "
            f"{roll.most} (rounded down): no task may stop before a new one runs, and no new one may start before one "
            "stops",
            "write MaximumPercent: 200, or a lower MinimumHealthyPercent",
            "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
            "Update the minimumHealthyPercent or maximumPercent value and try again.",
        )


def _s(number: int) -> str:
    return "" if number == 1 else "s"


CHECK = Check(
    "SCA012",
    Severity.ERROR,
    Question.SCALE,
    "Minimum healthy percent and maximum percent let no deployment proceed",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html",
    _stuck,
)
