"""Whether a rule that takes every request leaves nothing to the default action, the only way to a target group.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

_EVERY_PATH = ("*", "/*")


def _shadowed(inquiry: Inquiry) -> Iterator[Said]:
    """A default action that no request comes to, with the only way to a target group."""
    for listener in inquiry.arrivals.listeners:
        taker = next((rule for rule in listener.rules if _takes_all(rule)), None)
        if taker is None or not inquiry.owns(listener.resource) or inquiry.refused_at(taker):
            continue
        lost = [
            item.group
            for item in inquiry.arrivals.forwards
            if item.by is listener.resource and _only_by(inquiry, listener, item.group)
        ]
        if not lost:
            continue
        yield Found(
            taker,
            ("Conditions",),
            f"{taker.logical_id} takes every request, and nothing comes to the default action of "
            f"{listener.resource.logical_id}",
            f"its condition fits every path: {inquiry.names(lost)}, to which only that action forwards, gets no "
            "requests",
            f"narrow the condition of {taker.logical_id}, or forward to {lost[0].logical_id} from a rule before it",
        )


def _takes_all(rule: Resource) -> bool:
    conditions = as_list(rule.get("Conditions"))
    if len(conditions) != 1 or as_text(at(conditions[0], "Field")) != "path-pattern":
        return False
    values = (*as_list(at(conditions[0], "PathPatternConfig", "Values")), *as_list(at(conditions[0], "Values")))
    return any(value in _EVERY_PATH for value in values)


def _only_by(inquiry: Inquiry, listener: Listener, group: Resource) -> bool:
    """Whether nothing but a listener's default forwards to a target group; deployments may move it elsewhere."""
    others = [item for item in inquiry.arrivals.forwards_to(group) if item.by is not listener.resource]
    shifting = any(
        entry.group is group
        and (entry.alternate or as_text(entry.placement.by.get("DeploymentController", "Type")) not in ("", "ECS"))
        for entry in inquiry.arrivals.entries
    )
    return not others and not shifting


CHECK = Check(
    "ARR054",
    Severity.NOTE,
    Question.ARRIVE,
    "A rule takes every request, and the only way to a target group is the listener's default action",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html",
    _shadowed,
)
