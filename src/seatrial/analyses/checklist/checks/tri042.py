"""Whether the input of a rule or a schedule is what RunTask takes as overrides: keys, their types, the task's size.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.task_overrides import FORM_OF_OVERRIDES, Overrides, given_overrides
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
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html, API_EnvironmentFile.html and
# API_ResourceRequirement.html there (read 2026-11-30)
_OF_ITEMS: Mapping[str, tuple[str, Sequence[str]]] = {
    "environment": ("a variable", ("name", "value")),
    "environmentFiles": ("a file of variables", ("type", "value")),
    "resourceRequirements": ("a requirement", ("type", "value")),
}
_PAIR = 2
_LISTS: Mapping[str, str] = {
    "command": '["python", "job.py"]',
    "environment": '[{"name": "MODE", "value": "nightly"}]',
    "environmentFiles": '[{"type": "s3", "value": "ARN"}]',
    "resourceRequirements": '[{"type": "GPU", "value": "1"}]',
}


def _shapes(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, overrides, definition in given_overrides(inquiry):
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
        return "is no JSON object", why, FORM_OF_OVERRIDES, Severity.ERROR
    where: list[tuple[Value, Sequence[str], str]] = [(content, _OF_TASK, "overrides")]
    containers = as_list(content.get("containerOverrides"))
    where += [(item, _OF_CONTAINER, "an override of a container") for item in containers]
    for key, (noun, known) in _OF_ITEMS.items():
        where += [(entry, known, noun) for item in containers for entry in _items(at(item, key))]
    for holder, known, noun in where:
        for key in holder if isinstance(holder, dict) else ():
            # A container without its name is told by itself.
            if key in known or (known is _OF_CONTAINER and key.lower() == "name"):
                continue
            meant = next((item for item in known if item.lower() == key.lower()), "")
            # Of a pair the other key is the one that is meant.
            left = [item for item in known if at(holder, item) is None]
            meant = meant or (left[0] if len(known) == _PAIR and len(left) == 1 else "")
            mend = f"write {meant}" if meant else _meant(key)
            why = f"{noun} can have {', '.join(known)}, with these capitals"
            return (
                f"has {key}, which RunTask's overrides don't have",
                f"{why}: the task runs without what was meant, or is not started at all",
                mend,
                Severity.WARNING,
            )
    return None


def _items(value: Value) -> list[Value]:
    """The items of a list; what is none is told by itself."""
    return value if isinstance(value, list) else []


def _meant(key: str) -> str:
    if key == "overrides":
        return 'write what is in "overrides" without it'
    return f"put {key} into an item of containerOverrides" if key in _OF_CONTAINER else FORM_OF_OVERRIDES


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


CHECK = Check(
    "TRI042",
    Severity.ERROR,
    Question.TRIGGER,
    "The input of a rule or a schedule is not what RunTask takes as overrides",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html",
    _shapes,
)
