"""Whether the days of the week of a schedule are those that people mean who count them from Monday.

Source (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_schedules import schedules, what_fires
from seatrial.analyses.schedule_expressions import (
    Cron,
)
from seatrial.model.finding import Severity

# Days of the week that begin with 1 on Monday, as they stand, as people mean them, and as AWS takes them.
_FROM_MONDAY = {
    "1-5": ("MON-FRI", "SUN-THU"),
    "1,2,3,4,5": ("MON-FRI", "SUN-THU"),
    "6-7": ("SAT-SUN", "FRI-SAT"),
    "6,7": ("SAT-SUN", "FRI-SAT"),
}


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
            f"{what_fires(schedule)} fires on days {fields[4]}, which AWS reads as {taken}",
            "AWS numbers the days of the week from SUN = 1, not from Monday or from zero as other crons do",
            f"write {by_name[0]}, or {by_name[1]} if that is meant",
        )


CHECK = Check(
    "TRI032",
    Severity.NOTE,
    Question.TRIGGER,
    "A schedule numbers the days of the week as if Monday were 1",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    _weekdays,
)
