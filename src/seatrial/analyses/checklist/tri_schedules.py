"""The schedules of rules, of EventBridge Scheduler and of scheduled scaling, whose expressions are known and taken.

An expression that no service takes is refused when the stack is made, and told there. What is asked of those here is
well formed: whether the day that it means ever comes, whether it is over, and whether its days of the week are meant.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import RULE, SCHEDULE
from seatrial.analyses.schedule_expressions import (
    At,
    Expression,
    Reader,
    Wrong,
    parse,
)
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

SCALABLE_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"


class Schedule(Struct, frozen=True):
    """``path`` is the place of the expression; ``start`` and ``end`` are the days between which it holds."""

    by: Resource
    path: PropertyPath
    text: str
    expression: Expression
    effect: str
    start: date | None = None
    end: date | None = None


def schedules(inquiry: Inquiry) -> Iterator[Schedule]:
    """Every schedule whose expression is known and taken, and that is switched on."""
    for resource in inquiry.system.of_type(RULE, SCHEDULE, SCALABLE_TARGET):
        if as_text(resource.get("State")) == "DISABLED" or resource.logical_id in inquiry.refused:
            continue
        if resource.type == SCALABLE_TARGET:
            yield from _scaling(inquiry, resource)
            continue
        text = resource.get("ScheduleExpression")
        reader = Reader.RULE if resource.type == RULE else Reader.SCHEDULER
        path: PropertyPath = ("ScheduleExpression",)
        found = _read(inquiry, resource, path, text, reader)
        if found is None:
            continue
        # A schedule that fires once knows no dates between which it holds.
        days = (
            (None, None)
            if isinstance(found, At)
            else tuple(_day(resource.get(f"{key}Date")) for key in ("Start", "End"))
        )
        yield Schedule(resource, path, as_text(text), found, "nothing is started", *days)


def _scaling(inquiry: Inquiry, resource: Resource) -> Iterator[Schedule]:
    for index, action in enumerate(as_list(resource.get("ScheduledActions"))):
        text = at(action, "Schedule")
        path: PropertyPath = ("ScheduledActions", index, "Schedule")
        found = _read(inquiry, resource, path, text, Reader.AUTO_SCALING)
        if found is not None:
            start, end = (_day(at(action, f"{key}Time")) for key in ("Start", "End"))
            yield Schedule(resource, path, as_text(text), found, "the bounds stay as they are", start, end)


def _read(inquiry: Inquiry, resource: Resource, path: PropertyPath, text: Value, reader: Reader) -> Expression | None:
    if not isinstance(text, str) or not text or (resource.logical_id, path) in inquiry.misread:
        return None
    found = _parsed(text, reader)
    return None if isinstance(found, Wrong) else found


@lru_cache(maxsize=1024)
def _parsed(text: str, reader: Reader) -> Expression | Wrong:
    return parse(text, reader)


def _day(value: Value) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def what_fires(schedule: Schedule) -> str:
    """What fires: the rule or the schedule itself, or an action of a scalable target."""
    if schedule.by.type != SCALABLE_TARGET:
        return schedule.by.logical_id
    name = as_text(schedule.by.get(*schedule.path[:-1], "ScheduledActionName")) or "an action"
    return f"{name} of {schedule.by.logical_id}"
