"""Whether a state machine is started with what its states look up, and whether they hand it to each other.

A path looks into what a state is given: what the execution is started with, or what the state before it answered, which
takes the place of all that unless ResultPath says otherwise.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
(States.ParameterPathFailure), https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html (the
fields of an event), https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html ("If you do not specify
anything for this field, EventBridge Scheduler delivers a default notification", which has the same fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import token_of, written_machines
from seatrial.analyses.state_data import ANY, Lost, Open, lost_paths
from seatrial.analyses.state_machines import MACHINE, Machine, machine_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at, parsed_json

_MARK = "\ue001"
# A text of a template, or a placeholder in the place of a value.
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]+>')
EVENT = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def _inputs(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for by, path, target in _targets(inquiry):
        resource = inquiry.find(at(target, "Arn"), MACHINE)
        if resource is None or resource.logical_id in inquiry.refused:
            continue
        machine = replace(machine_of(resource), content=machine_of(resource).written)
        for lost in lost_paths(machine, _given(target)):
            if lost.own or lost.caught:
                if (resource.logical_id, lost.place) not in told:
                    told.add((resource.logical_id, lost.place))
                    yield _lacking(resource, machine, lost)
            elif not lost.by:
                yield _without(by, (*path, *_written_in(target)), resource, lost)
            elif (resource.logical_id, lost.place) not in told:
                told.add((resource.logical_id, lost.place))
                yield _replaced(resource, machine, lost)
    for resource, machine in written_machines(inquiry):
        for lost in lost_paths(machine, ANY):
            if (resource.logical_id, lost.place) in told:
                continue
            if lost.own or lost.caught:
                yield _lacking(resource, machine, lost)
            elif lost.by:
                yield _replaced(resource, machine, lost)


def _targets(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    for rule in inquiry.system.of_type("AWS::Events::Rule"):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            yield rule, ("Targets", index), target
    for schedule in inquiry.system.of_type("AWS::Scheduler::Schedule"):
        yield schedule, ("Target",), schedule.get("Target")


def _given(target: Value) -> object:
    """What an execution is started with."""
    if at(target, "InputPath") is not None:
        return ANY
    if at(target, "InputTransformer") is not None:
        return _transformed(at(target, "InputTransformer", "InputTemplate"))
    given = at(target, "Input")
    if given is None:
        return Open(EVENT)
    try:
        return parsed_json(given) if isinstance(given, str) else ANY
    except ValueError:
        return ANY


def _transformed(template: Value) -> object:
    """What a template makes: its keys are known, and of its values those without a placeholder."""
    try:
        return _opened(parsed_json(_PART.sub(_filled, template))) if isinstance(template, str) else ANY
    except ValueError:
        return ANY


def _filled(match: re.Match[str]) -> str:
    return f'"{_MARK}"' if "<" in match[0] else match[0]


def _opened(value: object) -> object:
    """A value without what only comes with an event."""
    match value:
        case dict():
            return ANY if _MARK in value else {key: _opened(item) for key, item in value.items()}
        case list():
            return [_opened(item) for item in value]
        case _:
            return ANY if value == _MARK else value


def _written_in(target: Value) -> PropertyPath:
    """Where it stands in a target what an execution is started with."""
    if at(target, "InputTransformer") is not None:
        return ("InputTransformer", "InputTemplate")
    return ("Input",) if at(target, "Input") is not None else ()


def _lacking(resource: Resource, machine: Machine, lost: Lost) -> Found:
    """What is said where the machine itself puts together what a state looks into."""
    name = resource.logical_id
    when = f"after an error of {lost.caught} " if lost.caught else ""
    then = "each execution fails there" if not lost.caught else "what is to be done about an error is not done"
    near = next(iter(get_close_matches(lost.key, lost.there, 1)), "")
    mend = f"write {lost.path.replace(lost.key, near) if near else 'a path that there is'} in the state {lost.state}"
    if lost.caught and lost.there == ("Error", "Cause") and not near:
        mend = f'add "ResultPath": "$.error" to Catch of the state {lost.caught}: without it the error is all there is'
    return Found(
        resource,
        machine.place(*lost.place),
        f"the state {lost.state} of {name} looks up {lost.path}, and what it is given {when}has no {lost.key}",
        f"there is {_names(lost.there)}: {then}",
        mend,
        severity=Severity.WARNING if lost.caught else None,
    )


def _without(by: Resource, path: PropertyPath, machine: Resource, lost: Lost) -> Found:
    name = machine.logical_id
    key = path[-1] if path[-1] in ("Input", "InputTemplate") else "Input"
    if lost.listed:
        return Found(
            by,
            path,
            f"{by.logical_id} starts {name} with no list at {lost.path}",
            f"the state {lost.state} goes through the items of a list there: each execution fails",
            f"write a list in Input of the target where {lost.path} leads to",
        )
    return Found(
        by,
        path,
        f"{by.logical_id} starts {name} without {lost.key}",
        f"its state {lost.state} looks up {lost.path}, and what there is has {_names(lost.there)}: each "
        "execution fails there",
        f"add {lost.key} to {key} of the target, or write another path in the state {lost.state}",
    )


def _names(keys: Sequence[str]) -> str:
    return f"{', '.join(keys[:-1])} and {keys[-1]}" if len(keys) > 1 else "".join(keys) or "nothing"


def _replaced(resource: Resource, machine: Machine, lost: Lost) -> Found:
    what = "no list" if lost.listed else f"no {lost.key}"
    mend = f'set "ResultPath": null in the state {lost.by}, or a path of its own for what it answers'
    state = at(machine.content, *lost.by_place)
    called = as_text(at(state, "Resource"))
    if called.endswith(".sync") and token_of(at(state, "Parameters")) is not None:
        # Whoever hands a token on means to wait for what answers with it.
        mend = f"write {called.removesuffix('.sync')}.waitForTaskToken in Resource of the state {lost.by}"
    return Found(
        resource,
        machine.place(*lost.by_place, "ResultPath"),
        f"the state {lost.state} of {resource.logical_id} looks up {lost.path}, and what it is given has {what}",
        f"what the state {lost.by} answers takes the place of all that it was given, and it answers "
        f"{', '.join(lost.there[:3])} and the like: each execution fails at {lost.state}",
        mend,
    )


CHECK = Check(
    "TRI153",
    Severity.ERROR,
    Question.TRIGGER,
    "A state machine is started without what its states look up, or one of them replaces that",
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html "
    "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html",
    _inputs,
)
