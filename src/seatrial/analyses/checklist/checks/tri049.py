"""Whether the API that a schedule's universal target calls is one that there is, and its Input a request for it.

A schedule can call almost any API as ``arn:aws:scheduler:::aws-sdk:SERVICE:ACTION``, with the request as Input. Of what
ECS makes of such a request, only RunTask's keys are looked at here; its values are in TRI100.

Source (read 2026-11-29): https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
(service names in small letters, actions in camel case, Input as well-formed JSON).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SCHEDULE
from seatrial.analyses.checklist.universal import (
    KEYS,
    OF_NETWORK,
    PLACE,
    TASK_DEFINITION,
    given,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import TooDeep, Unknown, Value, as_text, parsed_json

_UNIVERSAL = ":scheduler:::aws-sdk:ecs:"
# Actions of ECS that start, change or stop something.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html (read 2026-11-29)
_ACTIONS = ("createService", "deleteService", "runTask", "startTask", "stopTask", "updateService")


def _universal(inquiry: Inquiry) -> Iterator[Said]:
    for schedule in inquiry.system.of_type(SCHEDULE):
        arn = as_text(schedule.get("Target", "Arn"))
        if _UNIVERSAL not in arn or schedule.logical_id in inquiry.refused:
            continue
        action = arn.rpartition(_UNIVERSAL)[2]
        meant = next((item for item in _ACTIONS if item.lower() == action.lower()), "")
        if action.lower() in ("runtasks", "runtask:sync", "runtask.sync", "run-task", "run_task"):
            yield Found(
                schedule,
                ("Target", "Arn"),
                f"{schedule.logical_id} names the action {action}, which Amazon ECS doesn't have",
                "there is no API of that name, so that nothing is ever called",
                f"write {arn.removesuffix(action)}runTask",
            )
            continue
        if meant and meant != action:
            yield Found(
                schedule,
                ("Target", "Arn"),
                f"{schedule.logical_id} names the action {action}, which is called {meant}",
                "the action of a universal target begins with a small letter: it may be refused, or nothing is ever "
                "called",
                f"write {arn.removesuffix(action)}{meant}",
                severity=Severity.WARNING,
            )
        if (said := _input(schedule)) is not None:
            yield said
        elif meant == "runTask":
            yield from _run_task(inquiry, schedule)


def _run_task(inquiry: Inquiry, schedule: Resource) -> Iterator[Said]:
    request = request_of(schedule)
    name = schedule.logical_id
    if isinstance(request, Unknown):
        yield Doubt(schedule, PLACE, f"whether {name} starts its task", f"its Input isn't known: {request.reason}")
    elif request is None or given(request, TASK_DEFINITION) in (None, ""):
        yield Found(
            schedule,
            PLACE,
            f"the Input of {name} names no task definition",
            f"{name} calls RunTask with it as the request, and RunTask refuses one without TaskDefinition; the stack "
            "is created, but no task ever starts",
            f'add "{TASK_DEFINITION}": "${{{_definition(inquiry)}}}" to Input, within !Sub',
        )
    else:
        for key, right in _misspelt(request):
            yield Found(
                schedule,
                PLACE,
                f"the Input of {name} has {key}, which is written {right}",
                "keys of such a request usually begin with a capital: with others RunTask may be called without what "
                "was meant, or not at all",
                f"write {right} in place of {key}",
                severity=Severity.WARNING,
            )
            return


def _definition(inquiry: Inquiry) -> str:
    found = next(iter(inquiry.system.of_type("AWS::ECS::TaskDefinition")), None)
    return found.logical_id if found is not None else "TASK_DEFINITION"


def _misspelt(request: Value) -> Iterator[tuple[str, str]]:
    """Keys of a request that have other capitals than RunTask's, with how they are written."""
    network = given(request, "NetworkConfiguration")
    inner = given(network, "AwsvpcConfiguration")
    for holder, known in ((request, KEYS), (network, ("AwsvpcConfiguration",)), (inner, OF_NETWORK)):
        for key in holder if isinstance(holder, dict) else ():
            right = next((item for item in known if item.lower() == key.lower()), key)
            if right != key:
                yield key, right


def _input(schedule: Resource) -> Found | None:
    text = schedule.get("Target", "Input")
    if not isinstance(text, str) or not text:
        return None
    try:
        parsed_json(text)
    except TooDeep:
        return None
    except ValueError:
        return Found(
            schedule,
            ("Target", "Input"),
            f"the Input of {schedule.logical_id} is not JSON",
            "for a universal target, Input is the request as JSON: without one, nothing is ever called",
            'write it as {"Cluster": "...", "TaskDefinition": "..."}',
        )
    return None


CHECK = Check(
    "TRI049",
    Severity.ERROR,
    Question.TRIGGER,
    "A schedule calls an API in a way that cannot work",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
    _universal,
)
