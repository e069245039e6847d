"""Whether sessions of ECS Exec can be opened in the tasks of a service.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_exec import SWITCH
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.checks import app010, sta050
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag

_THAT_FAIL = (app010.CHECK, sta050.CHECK)


def _sessions(inquiry: Inquiry) -> Iterator[Said]:
    services = [
        item.by
        for item in inquiry.placements
        if item.by.type == SERVICE
        and as_flag(item.by.get(SWITCH))
        and (item.definition is None or item.definition.logical_id not in inquiry.refused)
    ]
    # Where they don't open, that is told already.
    if not services or any(isinstance(said, Found) for check in _THAT_FAIL for said in check.ask(inquiry)):
        return
    for service in services:
        yield Found(
            service,
            (SWITCH,),
            f"anyone who may call ecs:ExecuteCommand gets a root shell in the tasks of {service.logical_id}",
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
