"""Whether the request of a universal target of EventBridge Scheduler holds a value that RunTask doesn't take.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html (read 2026-11-29).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SCHEDULE
from seatrial.analyses.checklist.universal import (
    OF_NETWORK,
    PLACE,
    given,
    is_run_task,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_text

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (read 2026-11-30)
_TAKEN = {
    "LaunchType": ("EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"),
    "PropagateTags": ("NONE", "SERVICE", "TASK_DEFINITION"),
    "AssignPublicIp": ("DISABLED", "ENABLED"),
}


def _values_of_requests(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in inquiry.system.of_type(SCHEDULE):
        request = request_of(schedule) if is_run_task(schedule) and schedule.logical_id not in inquiry.refused else None
        if isinstance(request, dict):
            yield from _values(schedule, request)


def _values(schedule: Resource, request: Value) -> Iterator[Said]:
    """Values that RunTask does not take: of enumerations, and a text where a list belongs."""
    network = given(given(request, "NetworkConfiguration"), "AwsvpcConfiguration")
    wrong: list[tuple[str, Value, str]] = []
    for key, taken in _TAKEN.items():
        value = given(network if key in OF_NETWORK else request, key)
        if value is not None and not isinstance(value, Unknown) and value not in taken:
            near = next((item for item in taken if item.lower() == as_text(value).lower()), " or ".join(taken))
            wrong.append((key, value, near))
    lists = ((key, given(network, key)) for key in ("Subnets", "SecurityGroups"))
    wrong += [(key, value, json.dumps(value.split(","))) for key, value in lists if isinstance(value, str)]
    for key, value, right in wrong[:1]:
        yield Found(
            schedule,
            PLACE,
            f"the Input of {schedule.logical_id} has {key}: {as_text(value)}, which RunTask does not take",
            f"{schedule.logical_id} calls RunTask with it as the request, and every call is refused; the stack is "
            "created, but no task ever starts",
            f"write {right} for {key}",
        )


CHECK = Check(
    "TRI100",
    Severity.ERROR,
    Question.TRIGGER,
    "The request of a universal target holds a value that RunTask does not take",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
    _values_of_requests,
)
