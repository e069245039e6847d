"""What EventBridge and EventBridge Scheduler refuse about rules, schedules and schedule groups.

What both would only find out when the moment comes (a role that may not, a cluster that isn't) is no refusal: PutRule
and CreateSchedule don't look.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-events-*`` and ``pf-scheduler-*``; read
2026-11-23) unless a comment names another source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.analyses.schedule_expressions import Reader, Wrong, parse
from seatrial.kinds.data.time_zones import TIME_ZONES
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at

RULE, SCHEDULE, GROUP = "AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::Scheduler::ScheduleGroup"
QUEUE = "AWS::SQS::Queue"
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html (read 2026-11-23)
MOST_SUBNETS, MOST_GROUPS = 16, 5
_ZONES = {name.lower() for name in TIME_ZONES}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Said:
    message: str
    path: PropertyPath = ()
    because: str = ""
    instead: str = ""
    ours: bool = False


def rule_refused(world: World, resource: Resource) -> Refusal | None:
    for message in _expression(resource):
        return _refusal("events.PutRule", message)
    bus = resource.get("EventBusName")
    named = bus.rpartition("/")[2] if isinstance(bus, str) else "default"
    if is_given(resource.get("ScheduleExpression")) and named not in ("", "default"):
        text = "ScheduleExpression is supported only on the default event bus."
        return Refusal("events.PutRule", "ValidationException", text, ("EventBusName",))
    for message in _pattern(resource.get("EventPattern"), ("EventPattern",)):
        return _refusal("events.PutRule", message)
    for message in _targets(world, resource):
        return _refusal("events.PutTargets", message)
    return refused_by_handler(world, resource, "events.PutRule", "Name", "EventBusName")


def schedule_refused(world: World, resource: Resource) -> Refusal | None:
    asked: tuple[Callable[[World, Resource], Iterator[_Said]], ...] = (_schedule, _window, _dates, _schedule_target)
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


def _refusal(api: str, said: _Said) -> Refusal:
    return Refusal(
        api, "ValidationException", said.message, said.path, because=said.because, instead=said.instead, ours=said.ours
    )


def _expression(resource: Resource) -> Iterator[_Said]:
    text = resource.get("ScheduleExpression")
    if isinstance(text, str) and text:
        found = parse(text, Reader.RULE)
        if isinstance(found, Wrong):
            yield _Said("Parameter ScheduleExpression is not valid.", ("ScheduleExpression",), found.why, found.instead)


def _pattern(value: Value, path: PropertyPath) -> Iterator[_Said]:
    """A pattern is objects down to lists: of what an event's field may be."""
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        place = (*path, key)
        if key == "$or" or not known(item):
            continue
        if isinstance(item, dict):
            yield from _pattern(item, place)
        elif item == []:
            yield _Said("Event pattern is not valid. Reason: Empty arrays are not allowed", place)
        elif not isinstance(item, list):
            yield _Said(
                f'Event pattern is not valid. Reason: "{key}" must be an object or an array',
                place,
                instead=f"[{json.dumps(item)}]",
            )


def _targets(world: World, resource: Resource) -> Iterator[_Said]:
    seen: set[str] = set()
    for index, target in enumerate(entries(resource.get("Targets"))):
        path: PropertyPath = ("Targets", index)
        name = as_text(at(target, "Id"))
        if name and name in seen:
            yield _Said(f"More than one target with Id '{name}' is provided.", (*path, "Id"))
        seen.add(name)
        inputs = [key for key in ("Input", "InputPath", "InputTransformer") if at(target, key) is not None]
        if len(inputs) > 1 and all(is_given(at(target, key)) for key in inputs):
            text = f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}."
            yield _Said(text, (*path, inputs[1]))
        runs_tasks = _service(at(target, "Arn")) == "ecs"
        if not runs_tasks and _is_no_json(at(target, "Input")):
            yield _Said(f"JSON syntax error in input for target {name}", (*path, "Input"))
        if runs_tasks and at(target, "EcsParameters") is None:
            yield _Said(f"Parameter(s) EcsParameters must be specified for target: {name}.", path)
        yield from _ecs_parameters(target, path, name)
        queue = world.find(at(target, "DeadLetterConfig", "Arn"), QUEUE)
        if queue is not None and as_text(queue.get("FifoQueue")) == "true":
            yield _Said("SQS FIFO is not supported by Dead Letter Queues.", (*path, "DeadLetterConfig", "Arn"))
        yield from _fifo(world, target, path, f"Parameter(s) SqsParameters must be specified for target: {name}.")


def _ecs_parameters(target: Value, path: PropertyPath, name: str) -> Iterator[_Said]:
    parameters = at(target, "EcsParameters")
    place: PropertyPath = (*path, "EcsParameters")
    if as_text(at(parameters, "LaunchType")) == "EC2" and is_given(at(parameters, "PlatformVersion")):
        text = f"Parameter PlatformVersion for target {name} is not supported when launch type is EC2."
        yield _Said(text, (*place, "PlatformVersion"))
    network = at(parameters, "NetworkConfiguration", "AwsVpcConfiguration")
    for key, least, most in (("Subnets", 1, MOST_SUBNETS), ("SecurityGroups", 0, MOST_GROUPS)):
        if len(entries(at(network, key))) > most:
            text = f"Parameter {key} is not valid. Reason: size must be in between {least} and {most}."
            yield _Said(text, (*place, "NetworkConfiguration", "AwsVpcConfiguration", key))


def _schedule(world: World, resource: Resource) -> Iterator[_Said]:
    text, zone = resource.get("ScheduleExpression"), resource.get("ScheduleExpressionTimezone")
    if isinstance(text, str):
        found = parse(text, Reader.SCHEDULER)
        if isinstance(found, Wrong):
            yield _Said(f"Invalid Schedule Expression {text}.", ("ScheduleExpression",), found.why, found.instead)
    if isinstance(zone, str) and zone and not is_zone(zone):
        # UNVERIFIED wording.
        text = f"Invalid Schedule Expression Timezone {zone}."
        why = "a time zone is one of the IANA database's"
        yield _Said(text, ("ScheduleExpressionTimezone",), why, ours=True)


def is_zone(name: str) -> bool:
    """Whether a service may take a name as a time zone's; one that is an offset is left to it."""
    return name.lower() in _ZONES or any(letter in "+-:" or letter.isdigit() for letter in name)


def _window(world: World, resource: Resource) -> Iterator[_Said]:
    mode, most = (resource.get("FlexibleTimeWindow", key) for key in ("Mode", "MaximumWindowInMinutes"))
    path: PropertyPath = ("FlexibleTimeWindow", "MaximumWindowInMinutes")
    if mode == "OFF" and is_given(most):
        yield _Said("MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.", path)
    if mode == "FLEXIBLE" and most is None:
        yield _Said(
            "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
            path,
            instead="15",
        )


def _dates(world: World, resource: Resource) -> Iterator[_Said]:
    start, end = resource.get("StartDate"), resource.get("EndDate")
    for key, value in (("StartDate", start), ("EndDate", end)):
        if isinstance(value, str) and not _MOMENT.match(value):
            instead = f"{value[:19]}.000Z" if _MOMENT.match(f"{value[:19]}.000Z") else "2027-01-31T00:00:00.000Z"
            yield _Said(f"{key} needs to follow the format yyyy-MM-ddTHH:mm:ss.SSSZ", (key,), instead=f'"{instead}"')
    # Both are in UTC and of one form, so that their texts stand in the order of what they mean.
    if isinstance(start, str) and isinstance(end, str) and start[:19] >= end[:19]:
        yield _Said("The StartDate you specify must come before the EndDate.", ("EndDate",))


def _schedule_target(world: World, resource: Resource) -> Iterator[_Said]:
    target = resource.get("Target")
    arn = Arn.parse(as_text(at(target, "Arn")))
    if arn is not None and arn.region not in ("", world.scope.region):
        text = f"The target ARN provided does not match the current region {world.scope.region}."
        yield _Said(text, ("Target", "Arn"))
    # A queue or a topic takes any text, and overrides of a task are asked about elsewhere.
    if arn is not None and arn.service in ("lambda", "states") and _is_no_json(at(target, "Input")):
        yield _Said("JSON syntax error in input for the target.", ("Target", "Input"))
    yield from _fifo(world, target, ("Target",), "Parameters SqsParameters must be specified.")


def _fifo(world: World, target: Value, path: PropertyPath, text: str) -> Iterator[_Said]:
    queue = world.find(at(target, "Arn"), QUEUE)
    fifo = queue is not None and as_text(queue.get("FifoQueue")) == "true"
    if fifo and at(target, "SqsParameters") is None:
        yield _Said(text, (*path, "SqsParameters"), instead="{ MessageGroupId: ... }")


def _service(value: Value) -> str:
    arn = Arn.parse(as_text(value))
    return arn.service if arn is not None else ""


def _is_no_json(value: Value) -> bool:
    if not isinstance(value, str) or not value:
        return False
    try:
        json.loads(value)
    except RecursionError:
        return False
    except ValueError:
        return True
    return False
