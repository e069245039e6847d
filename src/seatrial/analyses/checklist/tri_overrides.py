"""Whether what a rule or a schedule overrides of its task is something that RunTask takes.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.task_overrides import Overrides, overrides_of
from seatrial.analyses.checklist.tri_targets import asked
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at, is_whole

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html (read 2026-11-29)
_OF_TASK = (
    "containerOverrides",
    "cpu",
    "ephemeralStorage",
    "executionRoleArn",
    "inferenceAcceleratorOverrides",
    "memory",
    "taskRoleArn",
)
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html (read 2026-11-29)
_OF_CONTAINER = (
    "command",
    "cpu",
    "environment",
    "environmentFiles",
    "memory",
    "memoryReservation",
    "name",
    "resourceRequirements",
)
_LISTS: Mapping[str, str] = {
    "command": '["python", "job.py"]',
    "environment": '[{"name": "MODE", "value": "nightly"}]',
    "environmentFiles": '[{"type": "s3", "value": "ARN"}]',
    "resourceRequirements": '[{"type": "GPU", "value": "1"}]',
}
_FORM = 'write {"containerOverrides": [{"name": "...", "command": ["..."]}]}'


def _given(inquiry: Inquiry) -> Iterator[tuple[Trigger, Overrides, Resource]]:
    for trigger in asked(inquiry):
        overrides = overrides_of(trigger)
        if overrides is not None and trigger.definition is not None:
            yield trigger, overrides, trigger.definition


def _overrides(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, overrides, definition in _given(inquiry):
        if not overrides.valid:
            yield Found(
                trigger.by,
                overrides.path,
                f"the {overrides.noun} of {trigger.by.logical_id} is not JSON",
                f"for an ECS task, {overrides.noun} is RunTask's overrides as JSON; anything else is refused",
                _FORM,
            )
            continue
        names = {as_text(at(item, "Name")) for _, item in inquiry.containers(definition)}
        known = all(isinstance(at(item, "Name"), str) for _, item in inquiry.containers(definition))
        for index, item in enumerate(as_list(at(overrides.content, "containerOverrides"))):
            given = at(item, "name")
            name = as_text(given)
            if known and names and name not in names and not isinstance(given, Unknown) and isinstance(item, dict):
                meant = _meant_instead(inquiry, trigger, definition, name)
                if meant is not None:
                    yield _of_another(trigger, overrides, definition, meant, name)
                    continue
                yield Found(
                    trigger.by,
                    overrides.container(index),
                    f"the {overrides.noun} of {trigger.by.logical_id} overrides a container {name or 'without a name'}"
                    f", which {definition.logical_id} doesn't have",
                    f"it has {' and '.join(sorted(names))}; RunTask refuses an override of anything else; "
                    f"{overrides.never}",
                    f"write the name of a container: {' or '.join(sorted(names))}",
                    f"Override for container named {name} is not a container in the TaskDefinition.",
                )


def _meant_instead(inquiry: Inquiry, trigger: Trigger, definition: Resource, name: str) -> Resource | None:
    """The task definition that has this container and that the trigger's role is for, which the given one is not."""
    system = inquiry.system
    iam = {item.logical_id for item in system.resources.values() if item.type.startswith("AWS::IAM::")}
    roles = iam & {item.target for item in trigger.by.references}
    policies = iam & {item.source for item in system.references if item.target in roles}
    near = {item.target for item in system.references if item.source in roles | policies}
    if definition.logical_id in near:
        return None
    having = [
        other
        for other in system.of_type("AWS::ECS::TaskDefinition")
        if other.logical_id in near and name in [as_text(at(item, "Name")) for _, item in inquiry.containers(other)]
    ]
    return having[0] if len(having) == 1 else None


def _of_another(trigger: Trigger, overrides: Overrides, definition: Resource, meant: Resource, name: str) -> Found:
    by = trigger.by.logical_id
    return Found(
        trigger.by,
        trigger.place("TaskDefinitionArn"),
        f"{by} runs {definition.logical_id}, and its {overrides.noun} and its role are for {meant.logical_id}",
        f"{definition.logical_id} has no container {name}, and RunTask refuses an override of one that isn't there; "
        f"{overrides.never}",
        f"write !Ref {meant.logical_id} in place of {definition.logical_id}",
        f"Override for container named {name} is not a container in the TaskDefinition.",
    )


def _shapes(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, overrides, definition in _given(inquiry):
        if not overrides.valid:
            continue
        shape = None if overrides.capital else _keys(overrides) or _types(overrides)
        wrong = shape or _size(overrides, definition)
        if wrong is not None:
            what, why, mend, severity = wrong
            yield Found(
                trigger.by,
                overrides.path,
                f"the {overrides.noun} of {trigger.by.logical_id} {what}",
                why,
                mend,
                "No Fargate configuration exists for given values." if "Fargate has no" in what else "",
                severity=severity,
            )


_Wrong = tuple[str, str, str, Severity]


def _keys(overrides: Overrides) -> _Wrong | None:
    """A key that overrides don't have: what stands there has no effect, or RunTask refuses it."""
    content = overrides.content
    if not isinstance(content, dict):
        why = f"for an ECS task, {overrides.noun} is RunTask's overrides, which are an object; {overrides.never}"
        return "is no JSON object", why, _FORM, Severity.ERROR
    where: list[tuple[Value, Sequence[str], str]] = [(content, _OF_TASK, "overrides")]
    where += [
        (item, _OF_CONTAINER, "an override of a container") for item in as_list(content.get("containerOverrides"))
    ]
    for holder, known, noun in where:
        for key in holder if isinstance(holder, dict) else ():
            # A container without its name is told by itself.
            if key in known or ("name" in known and key.lower() == "name"):
                continue
            meant = next((item for item in known if item.lower() == key.lower()), "")
            mend = f"write {meant}" if meant else _meant(key)
            why = f"{noun} can have {', '.join(known)}, with these capitals"
            return (
                f"has {key}, which RunTask's overrides don't have",
                f"{why}: the task runs without what was meant, or is not started at all",
                mend,
                Severity.WARNING,
            )
    return None


def _meant(key: str) -> str:
    if key == "overrides":
        return 'write what is in "overrides" without it'
    return f"put {key} into an item of containerOverrides" if key in _OF_CONTAINER else _FORM


def _types(overrides: Overrides) -> _Wrong | None:
    for item in as_list(at(overrides.content, "containerOverrides")):
        if not isinstance(item, dict):
            continue
        for key, form in _LISTS.items():
            value = item.get(key)
            if value is not None and not isinstance(value, (list, Unknown)):
                why = f"RunTask wants a list there, and refuses anything else; {overrides.never}"
                return f'has "{key}" as no list', why, f'write "{key}": {_listed(key, value) or form}', Severity.ERROR
        for entry in as_list(item.get("environment")):
            if isinstance(entry, dict) and isinstance(at(entry, "value"), (int, float, bool)):
                name = as_text(at(entry, "name"))
                why = "the value of a variable is a text: RunTask may refuse anything else"
                mend = f'write "value": "{as_text(at(entry, "value"))}"'
                return f"gives the variable {name} a value that is no text", why, mend, Severity.WARNING
    return None


def _listed(key: str, value: Value) -> str:
    """The same as the list that RunTask wants, where that is plain."""
    if key == "command" and isinstance(value, str):
        return json.dumps(value.split())
    if key == "environment" and isinstance(value, dict):
        return json.dumps([{"name": name, "value": as_text(item)} for name, item in value.items()])
    return ""


def _size(overrides: Overrides, definition: Resource) -> _Wrong | None:
    """Cpu and memory of the task, where one of them is overridden."""
    content = overrides.content
    if at(content, "cpu") is None and at(content, "memory") is None:
        return None
    pair = [
        as_text(given if (given := at(content, key)) is not None else definition.get(name))
        for key, name in (("cpu", "Cpu"), ("memory", "Memory"))
    ]
    if not all(is_whole(text) for text in pair):
        return None
    cpu, memory = (int(text) for text in pair)
    if memory in FARGATE_SIZES.get(cpu, ()):
        return None
    sizes = FARGATE_SIZES.get(cpu)
    mend = (
        f'write "memory" from {sizes[0]} to {sizes[-1]} for this cpu' if sizes else 'write a "cpu" such as 256 or 1024'
    )
    return (
        f"asks for {cpu} CPU and {memory} MiB, and Fargate has no such size",
        f"RunTask refuses it; {overrides.never}",
        mend,
        Severity.ERROR,
    )


_API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
CHECKS = (
    Check(
        "TRI008",
        Severity.ERROR,
        Question.TRIGGER,
        "What starts a task overrides a container that the task doesn't have",
        f"{_API}API_ContainerOverride.html",
        _overrides,
    ),
    Check(
        "TRI042",
        Severity.ERROR,
        Question.TRIGGER,
        "The input of a rule or a schedule is not what RunTask takes as overrides",
        f"{_API}API_TaskOverride.html {_API}API_ContainerOverride.html",
        _shapes,
    ),
)
