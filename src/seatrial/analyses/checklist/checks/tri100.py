"""Whether the request of a universal target or of a state holds a value that RunTask doesn't take.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html (read 2026-11-29).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SCHEDULE
from seatrial.analyses.checklist.tri_targets import run_states
from seatrial.analyses.checklist.universal import (
    OF_NETWORK,
    PLACE,
    given,
    is_run_task,
    request_of,
)
from seatrial.analyses.state_machines import placeholders
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (read 2026-11-30)
_TAKEN = {
    "LaunchType": ("EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"),
    "PropagateTags": ("NONE", "SERVICE", "TASK_DEFINITION"),
    "AssignPublicIp": ("DISABLED", "ENABLED"),
}


class _Request(Struct, frozen=True):
    """``noun`` is what holds the request of ``by``, and ``place`` gives where something in it stands."""

    by: Resource
    noun: str
    content: Value
    place: Callable[..., PropertyPath]


def _values_of_requests(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in inquiry.system.of_type(SCHEDULE):
        request = request_of(schedule) if is_run_task(schedule) and schedule.logical_id not in inquiry.refused else None
        if isinstance(request, dict):
            yield from _values(_Request(schedule, f"the Input of {schedule.logical_id}", request, _whole))
    for trigger, run in run_states(inquiry):
        if isinstance(run.arguments, dict):
            noun = f"the state {run.state} of {trigger.by.logical_id}"
            yield from _values(_Request(trigger.by, noun, run.arguments, run.place))


def _whole(*path: str | int) -> PropertyPath:
    return PLACE


def _values(request: _Request) -> Iterator[Said]:
    """Values that RunTask does not take: of enumerations, and a text where a list belongs."""
    inner: PropertyPath = ("NetworkConfiguration", "AwsvpcConfiguration")
    network = given(given(request.content, "NetworkConfiguration"), "AwsvpcConfiguration")
    wrong: list[tuple[PropertyPath, Value, str]] = []
    for key, taken in _TAKEN.items():
        value = given(network if key in OF_NETWORK else request.content, key)
        path: PropertyPath = (*inner, key) if key in OF_NETWORK else (key,)
        if value is not None and not isinstance(value, Unknown) and value not in taken and not _is_open(value):
            near = next((item for item in taken if item.lower() == as_text(value).lower()), " or ".join(taken))
            wrong.append((path, value, near))
    for key in ("Subnets", "SecurityGroups"):
        value = given(network, key)
        if isinstance(value, str) and not _is_open(value):
            wrong.append(((*inner, key), value, json.dumps(value.split(","))))
    for path, value, right in wrong[:1]:
        starts = request.by.type == SCHEDULE
        yield Found(
            request.by,
            request.place(*path),
            f"{request.noun} has {path[-1]}: {as_text(value)}, which RunTask does not take",
            f"{request.by.logical_id} calls RunTask with it as the request, and every call is refused; the "
            f"{'stack' if starts else 'state machine'} is created, but no task ever starts",
            f"write {right} for {path[-1]}",
        )


def _is_open(value: Value) -> bool:
    """Whether a placeholder in it isn't filled in, which is told by itself."""
    return bool(placeholders(value))


CHECK = Check(
    "TRI100",
    Severity.ERROR,
    Question.TRIGGER,
    "The request of a universal target or of a state holds a value that RunTask does not take",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
    _values_of_requests,
)
