"""Whether a service's target group gets any requests: weight 0 gives it none.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_targets import alternate_groups
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

# The length of the path of an action's own TargetGroupArn, which has no weight: DefaultActions, index, the key.
_PLAIN = 3


def _weightless(inquiry: Inquiry) -> Iterator[Said]:
    """A service's target group that whoever forwards to it gives none of the requests."""
    alternates = alternate_groups(inquiry)
    for group in {entry.group.logical_id: entry.group for entry in inquiry.arrivals.entries if entry.group}.values():
        forwards = inquiry.arrivals.forwards_to(group)
        weights = [item.by.get(*item.path[:-1], "Weight") if len(item.path) > _PLAIN else 1 for item in forwards]
        if group.logical_id in alternates or not weights or any(item is None or item != 0 for item in weights):
            continue
        if not inquiry.owns(forwards[0].by) or _blue_green(inquiry, group):
            continue
        yield Found(
            forwards[0].by,
            (*forwards[0].path[:-1], "Weight"),
            f"{forwards[0].by.logical_id} sends none of its requests to {group.logical_id}",
            "a target group with weight 0 gets no requests, and nothing else forwards to this one: its tasks get "
            "no traffic",
            f"give {group.logical_id} a Weight above 0",
        )


def _blue_green(inquiry: Inquiry, group: Resource) -> bool:
    """Whether ECS moves weights between this group and another while it deploys."""
    for entry in inquiry.arrivals.entries:
        strategy = as_text(entry.placement.by.get("DeploymentConfiguration", "Strategy"))
        if entry.group is group and strategy not in ("", "ROLLING"):
            return True
    return False


CHECK = Check(
    "ARR018",
    Severity.WARNING,
    Question.ARRIVE,
    "A service's target group has weight 0 wherever requests are forwarded to it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    _weightless,
)
