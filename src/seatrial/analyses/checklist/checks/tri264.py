"""Whether a schedule that names one hour fires once in it, and not with every minute.

Who writes ``cron(* 2 * * ? *)`` for a job at two o'clock starts sixty. An expression for every minute of several hours
may be meant.

Source (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (an
asterisk is every value of its field).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_schedules import SCALABLE_TARGET, schedules, what_fires
from seatrial.analyses.schedule_expressions import Cron
from seatrial.model.finding import Severity

_MINUTES = 60


def _each_minute(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in schedules(inquiry):
        cron = schedule.expression
        if not isinstance(cron, Cron) or schedule.by.type == SCALABLE_TARGET:
            continue
        if len(cron.minutes) < _MINUTES or len(cron.hours) > 1:
            continue
        hour, fields = min(cron.hours), schedule.text.partition("(")[2].rpartition(")")[0].split()
        yield Found(
            schedule.by,
            schedule.path,
            f"{what_fires(schedule)} fires sixty times from {hour}:00 on",
            f"* is every minute: {schedule.text} fires with each minute of that one hour",
            f"write cron({' '.join(('0', *fields[1:]))})",
        )


CHECK = Check(
    "TRI264",
    Severity.WARNING,
    Question.TRIGGER,
    "A schedule for one hour fires with every minute of it",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    _each_minute,
)
