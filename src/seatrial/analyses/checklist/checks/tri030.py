"""Whether a schedule ever fires: whether the day that it means ever comes, within its dates.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_schedules import Schedule, schedules, what_fires
from seatrial.analyses.schedule_expressions import (
    Cron,
    DaysOfMonth,
    fires,
    last_fires,
)
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown


def _never(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        cron = schedule.expression
        if not isinstance(cron, Cron):
            continue
        if last_fires(cron) is None:
            yield Found(
                schedule.by,
                schedule.path,
                f"{what_fires(schedule)} never fires: no date matches {schedule.text}",
                f"each field is valid by itself, so AWS may accept the expression; but {schedule.effect}, ever",
                _possible(cron, schedule.text),
            )
        elif (schedule.start or schedule.end) and not _within(cron, schedule.start, schedule.end):
            yield Found(
                schedule.by,
                schedule.path,
                f"{what_fires(schedule)} never fires: none of its dates is between its start and its end",
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


CHECK = Check(
    "TRI030",
    Severity.ERROR,
    Question.TRIGGER,
    "A schedule never fires",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    _never,
)
