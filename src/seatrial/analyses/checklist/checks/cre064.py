"""Whether the group that a schedule is in is one that the template makes.

Source (read 2026-11-29): https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html (GroupName;
ResourceNotFoundException).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SCHEDULE
from seatrial.model.finding import Severity

GROUP = "AWS::Scheduler::ScheduleGroup"
# Every account has it.
DEFAULT_GROUP = "default"


def _groups(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for schedule in inquiry.system.of_type(SCHEDULE):
        name = schedule.get("GroupName")
        refused = schedule.logical_id in inquiry.refused or (schedule.logical_id, ("GroupName",)) in inquiry.misread
        if not isinstance(name, str) or name in ("", DEFAULT_GROUP) or name in told or refused:
            continue
        if inquiry.find(name, GROUP) is None:
            told.add(name)
            own = next(iter(inquiry.system.of_type(GROUP)), None)
            instead = f"write GroupName: !Ref {own.logical_id}" if own is not None else f"add an {GROUP}"
            yield Found(
                schedule,
                ("GroupName",),
                f"{schedule.logical_id} is in the schedule group {name}, which the template does not create",
                f"without a group of that name in the account, CreateSchedule refuses {schedule.logical_id} and the "
                "stack is rolled back",
                f"nothing, if it exists; otherwise {instead}",
            )


CHECK = Check(
    "CRE064",
    Severity.NOTE,
    Question.CREATE,
    "A schedule is in a group that the template does not create",
    "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
    _groups,
)
