"""Whether a pipe, a schedule and a rule may call what they hand on to, where that is neither a task nor a queue.

All call it as their role: the enrichment of a pipe, a function, a stream, another bus, and the API that a schedule
calls as a universal target. A task, a queue, a topic and the target that is a state machine have checks of their own.

Sources (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html (only express workflows),
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html and
managing-targets-universal.html there,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE, RULE, SCHEDULE, SERVICE
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_state_calls import RIGHTS, SERVICES, subject_of_call
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import EVENTS, PIPES, SCHEDULER, TARGET, Caller
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.universal import given, is_run_task, request_of
from seatrial.analyses.iam import mentions
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

_FUNCTION, _STREAM = "AWS::Lambda::Function", "AWS::Kinesis::Stream"
_BUS, _DELIVERY = "AWS::Events::EventBus", "AWS::KinesisFirehose::DeliveryStream"
_OF_STREAMS: Mapping[str, tuple[str, ...]] = {
    _BUS: ("events:PutEvents",),
    _DELIVERY: ("firehose:PutRecord", "firehose:PutRecordBatch"),
    _STREAM: ("kinesis:PutRecord", "kinesis:PutRecords"),
}
_TEMPLATED = {**_OF_STREAMS, _FUNCTION: ("lambda:InvokeFunction",)}
_API = {"AWS::Events::ApiDestination": ("events:InvokeApiDestination",)}
# What each calls of a target, one of these or the other. A rule calls a function as itself.
CALLED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    PIPE: {**_TEMPLATED, **_API, MACHINE: ("states:StartSyncExecution",)},
    RULE: {**_OF_STREAMS, **_API},
    SCHEDULE: _TEMPLATED,
}
_UNIVERSAL = re.compile(r"arn:[a-z-]+:scheduler:::aws-sdk:(?P<service>[a-z0-9]+):(?P<action>[A-Za-z0-9]+)\Z")
# Whose actions are called as their APIs are, with the permission of that name.
_AS_NAMED = ("ec2", "ecs", "rds")


class TargetCall(Struct, frozen=True):
    """``caller`` calls one of ``actions`` for what stands at ``path``; ``on`` is an ARN, or "" if that isn't known."""

    caller: Caller
    path: PropertyPath
    actions: tuple[str, ...]
    on: str
    then: str


def _targets(inquiry: Inquiry) -> Iterator[tuple[Caller, PropertyPath, str]]:
    """What is called as a role, at which property, and what becomes of it when it may not be."""
    for pipe in inquiry.system.of_type(PIPE):
        for key in ("Enrichment", "Target"):
            yield Caller(pipe, PIPES, ("RoleArn",), TARGET), (key,), "no event gets through the pipe"
    for schedule in inquiry.system.of_type(SCHEDULE):
        caller = Caller(schedule, SCHEDULER, ("Target", "RoleArn"), TARGET)
        yield caller, ("Target", "Arn"), caller.silent
    for rule in inquiry.system.of_type(RULE):
        for index, _ in enumerate(as_list(rule.get("Targets"))):
            caller = Caller(rule, EVENTS, ("Targets", index, "RoleArn"), TARGET)
            yield caller, ("Targets", index, "Arn"), caller.silent


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for caller, path, then in _targets(inquiry):
        by = caller.by
        thing = inquiry.find(by.get(*path), *CALLED[by.type])
        if thing is not None and thing.type == MACHINE:
            if path == ("Target",):
                continue
            if thing.get("StateMachineType") in (None, "", "STANDARD"):
                yield _no_express(by, thing)
                continue
        if thing is not None and thing.arn:
            yield from _decided(inquiry, TargetCall(caller, path, CALLED[by.type][thing.type], thing.arn, then))
        elif by.type == SCHEDULE and not is_run_task(by):
            call = _universal(inquiry, caller, path, then)
            if call is not None:
                yield from _decided(inquiry, call)


def _universal(inquiry: Inquiry, caller: Caller, path: PropertyPath, then: str) -> TargetCall | None:
    match = _UNIVERSAL.match(as_text(caller.by.get(*path)))
    request = request_of(caller.by)
    if match is None or not isinstance(request, dict):
        return None
    name, action = match["service"], f"{match['action'][:1].upper()}{match['action'][1:]}"
    service = SERVICES.get(name)
    if service is not None and action in service.actions:
        return TargetCall(
            caller,
            path,
            (f"{service.prefix}:{RIGHTS.get(action, action)}",),
            subject_of_call(inquiry, service, request),
            then,
        )
    if name not in _AS_NAMED:
        return None
    found = inquiry.find(given(request, "Service"), SERVICE) if name == "ecs" else None
    return TargetCall(caller, path, (f"{name}:{action}",), found.arn if found is not None else "", then)


def _decided(inquiry: Inquiry, call: TargetCall) -> Iterator[Said]:
    role = trusted(inquiry, call.caller)
    if role is None:
        return
    by, thing = call.caller.by, inquiry.find(call.on) if call.on else None
    action = call.actions[0]
    decisions = [decide(inquiry, role, one, call.on or "*") for one in call.actions]
    decision = decisions[0]
    if any(one.allowed for one in decisions):
        return
    if call.on and decision.allowed is None:
        what = f"whether {resource_name(role)} may call {action} for {by.logical_id}"
        yield Doubt(by, call.caller.role_path, what, decision.reason.partition(", because ")[2] or decision.reason)
    elif (decision.allowed is False) if call.on else not mentions(role, action):
        on = f" on {thing.logical_id}" if thing is not None else ""
        named = thing.logical_id if thing is not None else as_text(by.get(*call.path))
        right = typed(inquiry, call.on) if call.on else "what it is about"
        yield denied(
            inquiry,
            call.caller,
            role,
            (action, call.on or "*", decision),
            what=f"{resource_name(role)} may not call {action}{on}",
            why=f"{'.'.join(map(str, call.path))} of {by.logical_id} is {named}, which it calls as this role",
            then=call.then,
            mend=f"allow {action} on {right} in a policy of {resource_name(role)}",
            all_of=[(action, call.on)] if call.on else [],
        )


def _no_express(pipe: Resource, machine: Resource) -> Found:
    return Found(
        pipe,
        ("Enrichment",),
        f"the enrichment of {pipe.logical_id}, {machine.logical_id}, is not an express workflow",
        "a pipe waits for what its enrichment answers, and only an express workflow can be started so: Pipes takes no "
        "other, and no event gets through the pipe",
        f"set StateMachineType: EXPRESS in {machine.logical_id}",
    )


CHECK = Check(
    "TRI097",
    Severity.ERROR,
    Question.TRIGGER,
    "A pipe, a schedule or a rule may not call its enrichment or its target",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html "
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
    _ask,
)
