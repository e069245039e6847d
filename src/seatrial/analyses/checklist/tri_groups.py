"""What a schedule names beside its target: its group, and the API that a universal target calls.

A schedule can call almost any API as ``arn:aws:scheduler:::aws-sdk:SERVICE:ACTION``, with the request as Input. What
ECS makes of such a request isn't looked into here.

Sources (read 2026-11-29): https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
(service names in small letters, actions in camel case, Input as well-formed JSON),
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html (GroupName; ResourceNotFoundException)
"""

from __future__ import annotations

import json
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
    is_run_task,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import TooDeep, Unknown, Value, as_text, parsed_json

GROUP = "AWS::Scheduler::ScheduleGroup"
# Every account has it.
DEFAULT_GROUP = "default"
_UNIVERSAL = ":scheduler:::aws-sdk:ecs:"
# Actions of ECS that start, change or stop something.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html (read 2026-11-29)
_ACTIONS = ("createService", "deleteService", "runTask", "startTask", "stopTask", "updateService")


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


CHECKS = (
    Check(
        "TRI100",
        Severity.ERROR,
        Question.TRIGGER,
        "The request of a universal target holds a value that RunTask does not take",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html "
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
        _values_of_requests,
    ),
    Check(
        "CRE064",
        Severity.NOTE,
        Question.CREATE,
        "A schedule is in a group that the template does not create",
        "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
        _groups,
    ),
    Check(
        "TRI049",
        Severity.ERROR,
        Question.TRIGGER,
        "A schedule calls an API in a way that cannot work",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
        _universal,
    ),
)
