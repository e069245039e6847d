"""The definition of a state machine, read as far as the text tells: its states, and those that run tasks of ECS.

A definition stands in a template as an object or as a JSON text, with ``${Name}`` for what DefinitionSubstitutions fill
in. What a state gets only when it runs (``"Cluster.$": "$.cluster"``, ``"{% $cluster %}"``) is Unknown here, and so is
what a placeholder stands for that isn't known.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html,
https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html (JSONata),
https://states-language.net/spec.html (branches, iterators)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, Sensitive, TooDeep, Unknown, Value, as_list, as_text, at, parsed_json

MACHINE = "AWS::StepFunctions::StateMachine"
DEFINITION, TEXT = "Definition", "DefinitionString"
SYNC, TOKEN = "sync", "waitForTaskToken"
# JSON takes it within a text, and no template has it.
_MARK = "\ue000"
_PLACEHOLDER = re.compile(r"\$\{([^{}$\"\s]+)\}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' + _MARK, re.DOTALL)
_RUN_TASK = re.compile(
    r"arn:[a-z-]*:states:[a-z0-9-]*:\d*:(?:aws-sdk:)?ecs:runTask(?:\.(?P<pattern>sync|waitForTaskToken))?"
)
_DEEPEST_FLOW = 20


class Machine(Struct, frozen=True):
    """``content`` is the definition; ``path`` is where it stands, ``whole`` whether it does so as one text.

    ``mistake`` is what keeps a text from being JSON. ``written`` is the definition with the paths that stand in it.
    """

    resource: Resource
    path: PropertyPath
    content: Value
    whole: bool
    mistake: str = ""
    written: Value = None

    def place(self, *path: str | int) -> PropertyPath:
        """The property path of something in the definition."""
        return self.path if self.whole else (*self.path, *path)


class Flow(Struct, frozen=True):
    """States that lead to each other: the machine's own, those of a branch, or those of an iterator."""

    path: PropertyPath
    content: Value

    @property
    def states(self) -> dict[str, Value]:
        listed = at(self.content, "States")
        return listed if isinstance(listed, dict) else {}

    @property
    def named(self) -> bool:
        """Whether the name of each state is known."""
        return not any(_MARK in name for name in self.states)


class RunTask(Struct, frozen=True):
    """A state that runs a task: ``pattern`` is how it waits for it, ``arguments`` are what RunTask is given."""

    machine: Machine
    state: str
    at: PropertyPath
    key: str
    pattern: str
    arguments: Value

    def place(self, *path: str | int) -> PropertyPath:
        """The property path of one of the arguments."""
        return self.machine.place(*self.at, self.key, *path)


def machine_of(resource: Resource) -> Machine:
    """The definition of a state machine with its placeholders filled in."""
    given, filled = resource.get(DEFINITION), resource.get("DefinitionSubstitutions")
    if given is not None:
        content = _filled(given, filled)
        return Machine(resource, (DEFINITION,), _plain(content), whole=False, written=content)
    text = resource.get(TEXT)
    if text is None:
        return Machine(resource, (), Unknown(f"the definition of {resource.logical_id} is not in the template"), True)
    known = text.text.replace(GAP, _MARK) if isinstance(text, Unknown) else as_text(text)
    why = text.reason if isinstance(text, Unknown) else ""
    if isinstance(text, Unknown) and not known:
        return Machine(resource, (TEXT,), text, whole=True)
    known, why = _substituted(known, filled, why)
    content, mistake = _read(known, why, sensitive=isinstance(text, Sensitive))
    return Machine(resource, (TEXT,), _plain(content), whole=True, mistake=mistake, written=content)


def flows(machine: Machine) -> Iterator[Flow]:
    """The machine's own flow, and those within its states."""
    yield from _flows(machine.content, (), 0)


def run_tasks(machine: Machine) -> Iterator[RunTask]:
    """Every state that runs tasks of ECS."""
    for flow in flows(machine):
        for name, state in flow.states.items():
            match = _RUN_TASK.fullmatch(as_text(at(state, "Resource")))
            if match is None or as_text(at(state, "Type")) != "Task":
                continue
            key = "Arguments" if at(state, "Arguments") is not None else "Parameters"
            place: PropertyPath = (*flow.path, "States", name)
            yield RunTask(machine, name, place, key, match["pattern"] or "", at(state, key))


def placeholders(value: Value) -> list[str]:
    """The names that a text asks for and nothing fills in."""
    return _PLACEHOLDER.findall(value) if isinstance(value, str) else []


def _flows(content: Value, path: PropertyPath, depth: int) -> Iterator[Flow]:
    if not isinstance(content, dict) or depth > _DEEPEST_FLOW:
        return
    flow = Flow(path, content)
    yield flow
    for name, state in flow.states.items():
        place: PropertyPath = (*path, "States", name)
        for index, branch in enumerate(as_list(at(state, "Branches"))):
            yield from _flows(branch, (*place, "Branches", index), depth + 1)
        for key in ("Iterator", "ItemProcessor"):
            if isinstance(state, dict):
                yield from _flows(state.get(key), (*place, key), depth + 1)


def _substituted(text: str, values: Value, why: str) -> tuple[str, str]:
    """A text with its placeholders filled in, and why some of it isn't known."""
    reasons = [why] if why else []

    def fill(match: re.Match[str]) -> str:
        value = at(values, match[1])
        if value is None:
            return match[0]
        if isinstance(value, (Unknown, Sensitive)):
            reasons.append(value.reason if isinstance(value, Unknown) else f"{match[1]} is a secret")
            known = value.text if isinstance(value, Unknown) else ""
            return known.replace(GAP, _MARK) or _MARK
        return as_text(value)

    return _PLACEHOLDER.sub(fill, text), next(iter(reasons), why)


def _filled(value: Value, values: Value) -> Value:
    match value:
        case dict():
            return {_substituted(key, values, "")[0]: _filled(item, values) for key, item in value.items()}
        case list():
            return [_filled(item, values) for item in value]
        case str() if _PLACEHOLDER.search(value):
            text, why = _substituted(value, values, "")
            return Unknown(why, text.replace(_MARK, GAP)) if _MARK in text else text
        case _:
            return value


def _read(text: str, why: str, *, sensitive: bool) -> tuple[Value, str]:
    """What a JSON text means, and its mistake where it means nothing."""
    bare = _QUOTED.sub(lambda match: f'"{_MARK}"' if match[0] == _MARK else match[0], text)
    try:
        return _marked(parsed_json(bare), why, sensitive), ""
    except TooDeep:
        return Unknown("it nests too deep to be read"), ""
    except ValueError as mistake:
        # What isn't known may be anything, but it doesn't mend what stands before it.
        before = isinstance(mistake, json.JSONDecodeError) and mistake.pos < bare.find(_MARK)
        if _MARK in text and not before:
            return Unknown(why), ""
        if isinstance(mistake, json.JSONDecodeError):
            return None, f"{mistake.msg} in line {mistake.lineno}, column {mistake.colno}"
        return None, "it is no JSON"


def _marked(value: Value, why: str, sensitive: bool) -> Value:
    match value:
        case dict():
            return {key: _marked(item, why, sensitive) for key, item in value.items()}
        case list():
            return [_marked(item, why, sensitive) for item in value]
        case str() if _MARK in value:
            return Unknown(why, value.replace(_MARK, GAP))
        case str() if sensitive:
            return Sensitive(value)
        case _:
            return value


def _plain(value: Value) -> Value:
    """What is only known when the machine runs becomes Unknown, under its plain name."""
    match value:
        case dict():
            return {
                key.removesuffix(".$"): Unknown(f"{key} is only known when the state machine runs")
                if key.endswith(".$")
                else _plain(item)
                for key, item in value.items()
            }
        case list():
            return [_plain(item) for item in value]
        case str() if value.startswith("{%") and value.endswith("%}"):
            return Unknown("an expression is only known when the state machine runs")
        case _:
            return value
