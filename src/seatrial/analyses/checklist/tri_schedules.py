"""Whether a schedule ever fires: of rules, of EventBridge Scheduler, and of scheduled scaling.

An expression that no service takes is refused when the stack is made, and told there. What is asked about here is well
formed: whether the day that it means ever comes, whether it is over, and whether its days of the week are those that
people mean who count them from Monday.

There is no clock here. But what was over on the day on which this was written is over whenever somebody reads it.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html; a StartDate that has gone by:
https://github.com/getmoto/moto/pull/8172
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import RULE, SCHEDULE
from seatrial.analyses.schedule_expressions import (
    At,
    Cron,
    DaysOfMonth,
    Expression,
    Reader,
    Wrong,
    fires,
    last_fires,
    parse,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

SCALABLE_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
WRITTEN = date(2026, 11, 23)
# Days of the week that begin with 1 on Monday, as they stand, as people mean them, and as AWS takes them.
_FROM_MONDAY = {
    "1-5": ("MON-FRI", "SUN-THU"),
    "1,2,3,4,5": ("MON-FRI", "SUN-THU"),
    "6-7": ("SAT-SUN", "FRI-SAT"),
    "6,7": ("SAT-SUN", "FRI-SAT"),
}


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


def _never(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        cron = schedule.expression
        if not isinstance(cron, Cron):
            continue
        if last_fires(cron) is None:
            yield Found(
                schedule.by,
                schedule.path,
                f"{_subject(schedule)} never fires: no date matches {schedule.text}",
                f"each field is valid by itself, so AWS may accept the expression; but {schedule.effect}, ever",
                _possible(cron, schedule.text),
            )
        elif (schedule.start or schedule.end) and not _within(cron, schedule.start, schedule.end):
            yield Found(
                schedule.by,
                schedule.path,
                f"{_subject(schedule)} never fires: none of its dates is between its start and its end",
                f"{schedule.text} applies {_between(schedule)}, and matches no date there; {schedule.effect}",
                "change the expression, or the dates",
            )
    yield from _unknown(inquiry)


def _unknown(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for placement in inquiry.placements:
        text = placement.by.get("ScheduleExpression")
        if isinstance(text, Unknown) and placement.by.logical_id not in seen:
            seen.add(placement.by.logical_id)
            what = f"when {placement.by.logical_id} fires"
            yield Doubt(placement.by, ("ScheduleExpression",), what, text.reason)


def _subject(schedule: Schedule) -> str:
    """What fires: the rule or the schedule itself, or an action of a scalable target."""
    if schedule.by.type != SCALABLE_TARGET:
        return schedule.by.logical_id
    name = as_text(schedule.by.get(*schedule.path[:-1], "ScheduledActionName")) or "an action"
    return f"{name} of {schedule.by.logical_id}"


def _within(cron: Cron, start: date | None, end: date | None) -> bool:
    if end is None:
        last = last_fires(cron)
        return last is None or start is None or last >= start
    return any((start is None or day >= start) and day <= end for day in _until(cron, end))


def _until(cron: Cron, end: date) -> Iterator[date]:
    for day in fires(cron):
        if day > end:
            return
        yield day


def _between(schedule: Schedule) -> str:
    ends = [f"{word} {day}" for word, day in (("from", schedule.start), ("to", schedule.end)) if day is not None]
    return " ".join(ends)


def _possible(cron: Cron, text: str) -> str:
    """The same expression with the last day of the month, where it is a day that its months don't have."""
    fields = text.strip().removeprefix("cron(").removesuffix(")").split()
    if isinstance(cron.days, DaysOfMonth):
        fields[2] = "L"
        return f"write cron({' '.join(fields)}) for the last day of the month, or a day that its months have"
    return "write a day that its months and years have"


def _over(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        end = _ends(schedule)
        if end is not None and end < WRITTEN:
            yield Found(
                schedule.by,
                schedule.path,
                f"{_subject(schedule)} is over: its last day was {end}",
                f"after that {schedule.text} never matches, and {schedule.effect}",
                f"write a later date, or remove {_subject(schedule)}",
            )
        elif schedule.by.type == SCHEDULE and schedule.start is not None and schedule.start < WRITTEN:
            yield Found(
                schedule.by,
                ("StartDate",),
                f"{schedule.by.logical_id} starts in the past, on {schedule.start}",
                "an existing schedule goes on, but creating one with such a StartDate is refused, and the "
                "stack is rolled back",
                "leave StartDate out: a schedule starts when it is created",
                "The StartDate you specify cannot be earlier than 5 minutes ago.",
            )


def _ends(schedule: Schedule) -> date | None:
    """The last day on which a schedule can fire; None where it has none, or never fires at all."""
    if isinstance(schedule.expression, At):
        return schedule.expression.moment.date()
    last = last_fires(schedule.expression) if isinstance(schedule.expression, Cron) else None
    known = [day for day in (last, schedule.end) if day is not None]
    return min(known) if known else None


def _weekdays(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        fields = schedule.text.strip().removeprefix("cron(").removesuffix(")").split()
        if not isinstance(schedule.expression, Cron) or len(fields) != 6 or fields[4] not in _FROM_MONDAY:
            continue
        meant, taken = _FROM_MONDAY[fields[4]]
        by_name = [f"cron({' '.join([*fields[:4], days, fields[5]])})" for days in (meant, taken)]
        yield Found(
            schedule.by,
            schedule.path,
            f"{_subject(schedule)} fires on days {fields[4]}, which AWS reads as {taken}",
            "AWS numbers the days of the week from SUN = 1, not from Monday or from zero as other crons do",
            f"write {by_name[0]}, or {by_name[1]} if that is meant",
        )


def _targets(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type(RULE):
        # A list that isn't known may hold some, and one that is written to by hand has a reason to be empty here.
        if rule.get("Targets") in (None, []) and as_text(rule.get("State")) != "DISABLED":
            yield Found(
                rule,
                ("Targets",),
                f"{rule.logical_id} has no target",
                "when it matches, nothing is invoked, without any error",
                "add Targets with an Id, an Arn and, for a task, RoleArn and EcsParameters",
            )


_RULES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"
_SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
CHECKS = (
    Check("TRI030", Severity.ERROR, Question.TRIGGER, "A schedule never fires", f"{_RULES} {_SCHEDULER}", _never),
    Check(
        "TRI031",
        Severity.WARNING,
        Question.TRIGGER,
        "A schedule is over, or starts in the past",
        _SCHEDULER,
        _over,
    ),
    Check(
        "TRI032",
        Severity.NOTE,
        Question.TRIGGER,
        "A schedule numbers the days of the week as if Monday were 1",
        _RULES,
        _weekdays,
    ),
    Check(
        "TRI033",
        Severity.WARNING,
        Question.TRIGGER,
        "A rule has no target",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
        _targets,
    ),
)
