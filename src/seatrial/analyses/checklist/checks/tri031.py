"""Whether a schedule is over, or starts in the past.

There is no clock here. But what was over on the day on which this was written is over whenever somebody reads it.

Sources (read 2026-11-23): https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html; a StartDate that
has gone by: https://github.com/getmoto/moto/pull/8172.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SCHEDULE
from seatrial.analyses.checklist.tri_schedules import Schedule, schedules, what_fires
from seatrial.analyses.schedule_expressions import (
    At,
    Cron,
    last_fires,
)
from seatrial.model.finding import Severity

WRITTEN = date(2026, 11, 23)


def _over(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        end = _ends(schedule)
        if end is not None and end < WRITTEN:
            yield Found(
                schedule.by,
                schedule.path,
                f"{what_fires(schedule)} is over: its last day was {end}",
                f"after that {schedule.text} never matches, and {schedule.effect}",
                f"write a later date, or remove {what_fires(schedule)}",
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


CHECK = Check(
    "TRI031",
    Severity.WARNING,
    Question.TRIGGER,
    "A schedule is over, or starts in the past",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    _over,
)
