"""Whether a load balancer reaches the health check port of the tasks, where that is another than their own.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_network import ways_to_tasks
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _health_ports(inquiry: Inquiry) -> Iterator[Said]:
    yield from ways_to_tasks(inquiry, health=True)


CHECK = Check(
    "ARR003",
    Severity.ERROR,
    Question.ARRIVE,
    "The load balancer cannot reach the health check port of the tasks",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    _health_ports,
)
