"""What EventBridge and EventBridge Scheduler refuse about rules, schedules and schedule groups.

What both would only find out when the moment comes (a role that may not, a cluster that isn't) is no refusal: PutRule
and CreateSchedule don't look.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-events-*`` and ``pf-scheduler-*``; read
2026-11-23; of universal targets and what goes with a target: 0.0.143, read 2026-11-29) unless a comment names another
source. Patterns and targets of rules have files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.event_patterns import Said, pattern_refused
from seatrial.analyses.refusals.event_targets import arn_instead, fifo_refused, is_no_json, targets_refused
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.analyses.schedule_expressions import Reader, Wrong, parse
from seatrial.kinds.data.time_zones import TIME_ZONES
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at

RULE, SCHEDULE, GROUP = "AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::Scheduler::ScheduleGroup"
_ZONES = {name.lower() for name in TIME_ZONES}
_OFFSET = re.compile(r"(?:UTC?|GMT|Z)?\d+\Z", re.ASCII | re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z\Z", re.ASCII)


def rule_refused(world: World, resource: Resource) -> Refusal | None:
    for message in _expression(resource):
        return _refusal("events.PutRule", message)
    bus = resource.get("EventBusName")
    named = bus.rpartition("/")[2] if isinstance(bus, str) else "default"
    if is_given(resource.get("ScheduleExpression")) and named not in ("", "default"):
        text = "ScheduleExpression is supported only on the default event bus."
        return Refusal("events.PutRule", "ValidationException", text, ("EventBusName",))
    if resource.get("EventPattern") == {} and resource.get("ScheduleExpression") is None:
        # Rule ``pf-events-pattern-empty`` of cdk-preflight, reproduced on AWS (read 2026-11-30).
        text = "Parameter(s) EventPattern or ScheduleExpression must be specified"
        return Refusal("events.PutRule", "ValidationException", text, ("EventPattern",))
    for message in pattern_refused(resource):
        return _refusal("events.PutRule", message)
    for message in targets_refused(world, resource):
        return _refusal("events.PutTargets", message)
    return refused_by_handler(world, resource, "events.PutRule", "Name", "EventBusName")


def bus_refused(world: World, resource: Resource) -> Refusal | None:
    """cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule ``pf-events-bus-name``,
    reproduced on AWS; read 2026-11-30).
    """
    api, name = "events.CreateEventBus", resource.get("Name")
    if name == "default":
        return Refusal(api, "ResourceAlreadyExistsException", "Event bus default already exists", ("Name",))
    if isinstance(name, str) and "/" in name and resource.get("EventSourceName") is None:
        return Refusal(api, "ValidationException", "Event bus name must not contain '/'", ("Name",))
    return None


def schedule_refused(world: World, resource: Resource) -> Refusal | None:
    asked: tuple[Callable[[World, Resource], Iterator[Said]], ...] = (_schedule, _window, _dates, _schedule_target)
    for ask in asked:
        for said in ask(world, resource):
            return _refusal("scheduler.CreateSchedule", said)
    return refused_by_handler(world, resource, "scheduler.CreateSchedule", "Name", "GroupName")


def group_refused(world: World, resource: Resource) -> Refusal | None:
    api = "scheduler.CreateScheduleGroup"
    if resource.get("Name") == "default":
        text = "This operation cannot be performed on schedule group default."
        return Refusal(api, "ValidationException", text, ("Name",))
    return refused_by_handler(world, resource, api, "Name")


def _refusal(api: str, said: Said) -> Refusal:
    return Refusal(
        api, "ValidationException", said.message, said.path, because=said.because, instead=said.instead, ours=said.ours
    )


def _expression(resource: Resource) -> Iterator[Said]:
    text = resource.get("ScheduleExpression")
    if isinstance(text, str) and text:
        found = parse(text, Reader.RULE)
        if isinstance(found, Wrong):
            yield Said("Parameter ScheduleExpression is not valid.", ("ScheduleExpression",), found.why, found.instead)


def _schedule(world: World, resource: Resource) -> Iterator[Said]:
    text, zone = resource.get("ScheduleExpression"), resource.get("ScheduleExpressionTimezone")
    if isinstance(text, str):
        found = parse(text, Reader.SCHEDULER)
        if isinstance(found, Wrong):
            yield Said(f"Invalid Schedule Expression {text}.", ("ScheduleExpression",), found.why, found.instead)
    if isinstance(zone, str) and zone and not is_zone(zone):
        # UNVERIFIED wording.
        text = f"Invalid Schedule Expression Timezone {zone}."
        why = "a time zone is one of the IANA database's"
        yield Said(text, ("ScheduleExpressionTimezone",), why, ours=True)


def is_zone(name: str) -> bool:
    """Whether a service may take a name as a time zone's; one that is an offset is left to it."""
    return name.lower() in _ZONES or any(letter in "+-:" for letter in name) or _OFFSET.match(name) is not None


def _window(world: World, resource: Resource) -> Iterator[Said]:
    mode, most = (resource.get("FlexibleTimeWindow", key) for key in ("Mode", "MaximumWindowInMinutes"))
    path: PropertyPath = ("FlexibleTimeWindow", "MaximumWindowInMinutes")
    if mode == "OFF" and is_given(most):
        yield Said("MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.", path)
    if mode == "FLEXIBLE" and most is None:
        yield Said(
            "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
            path,
            instead="15",
        )


def _dates(world: World, resource: Resource) -> Iterator[Said]:
    start, end = resource.get("StartDate"), resource.get("EndDate")
    for key, value in (("StartDate", start), ("EndDate", end)):
        if isinstance(value, str) and not _MOMENT.match(value):
            instead = f"{value[:19]}.000Z" if _MOMENT.match(f"{value[:19]}.000Z") else "2027-01-31T00:00:00.000Z"
            yield Said(f"{key} needs to follow the format yyyy-MM-ddTHH:mm:ss.SSSZ", (key,), instead=f'"{instead}"')
    # Both are in UTC and of one form, so that their texts stand in the order of what they mean.
    if isinstance(start, str) and isinstance(end, str) and start[:19] >= end[:19]:
        yield Said("The StartDate you specify must come before the EndDate.", ("EndDate",))


def _schedule_target(world: World, resource: Resource) -> Iterator[Said]:
    target = resource.get("Target")
    value = at(target, "Arn")
    arn = Arn.parse(as_text(value))
    if arn is None and isinstance(value, str) and value:
        # As users of Terraform quote it (read 2026-11-29).
        yield Said("Provided Arn is not in correct format.", ("Target", "Arn"), *arn_instead(world, value))
    if arn is not None and arn.region not in ("", world.scope.region):
        text = f"The target ARN provided does not match the current region {world.scope.region}."
        yield Said(text, ("Target", "Arn"))
    # A queue or a topic takes any text, and overrides of a task are asked about elsewhere.
    if arn is not None and arn.service in ("lambda", "states") and is_no_json(at(target, "Input")):
        yield Said("JSON syntax error in input for the target.", ("Target", "Input"))
    yield from fifo_refused(world, target, ("Target",), "Parameters SqsParameters must be specified.")
    if arn is not None:
        yield from _universal(arn, target)
        yield from _mismatched(world, arn, target)


def _universal(arn: Arn, target: Value) -> Iterator[Said]:
    """A universal target is any action of any API that changes something, with the request as Input.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html (read 2026-11-29)
    """
    if arn.service != "scheduler" or not arn.resource.startswith("aws-sdk:"):
        return
    action = arn.resource.rpartition(":")[2]
    if arn.region or arn.account:
        yield Said("scheduler is not a supported service for a target", ("Target", "Arn"))
    if at(target, "Input") is None:
        yield Said("You must provide an input to set this target for your schedule", ("Target", "Input"))
    if action.startswith(("get", "describe", "list")):
        yield Said(f"{action} API is not supported", ("Target", "Arn"))


def _mismatched(world: World, arn: Arn, target: Value) -> Iterator[Said]:
    if arn.service != "ecs" and isinstance(at(target, "EcsParameters"), dict):
        yield Said("Parameters EcsParameters not supported for the target", ("Target", "EcsParameters"))
    queue = world.find(at(target, "Arn"), "AWS::SQS::Queue")
    group = at(target, "SqsParameters", "MessageGroupId")
    standard = queue is not None and queue.get("FifoQueue") in (None, False, "false")
    if standard and is_given(group):
        yield Said("Parameters MessageGroupId not valid for the target", ("Target", "SqsParameters", "MessageGroupId"))
