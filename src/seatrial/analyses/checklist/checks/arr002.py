"""Whether a load balancer reaches the tasks behind it on their port.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_network import ways_to_tasks
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _targets(inquiry: Inquiry) -> Iterator[Said]:
    yield from ways_to_tasks(inquiry, health=False)


CHECK = Check(
    "ARR002",
    Severity.ERROR,
    Question.ARRIVE,
    "The load balancer cannot reach the tasks behind it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
    _targets,
)
