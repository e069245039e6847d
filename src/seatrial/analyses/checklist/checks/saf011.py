"""Whether sessions of ECS Exec can be opened in the tasks of a service.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.checks import app010, sta050
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag

_THAT_FAIL = (app010.CHECK, sta050.CHECK)


def _sessions(inquiry: Inquiry) -> Iterator[Said]:
    if any(isinstance(said, Found) for check in _THAT_FAIL for said in check.ask(inquiry)):
        # They don't open, which is told already.
        return
    for placement in inquiry.placements:
        if as_flag(placement.by.get("EnableExecuteCommand")) and placement.by.type == "AWS::ECS::Service":
            yield Found(
                placement.by,
                ("EnableExecuteCommand",),
                f"anyone who may call ecs:ExecuteCommand gets a root shell in the tasks of {placement.by.logical_id}",
                "ECS Exec runs commands as root whatever the container's User is; it is meant for debugging",
                "enable it only while debugging, or restrict ecs:ExecuteCommand by the condition key ecs:cluster",
            )


CHECK = Check(
    "SAF011",
    Severity.NOTE,
    Question.SEEMLY,
    "ECS Exec is enabled",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    _sessions,
)
