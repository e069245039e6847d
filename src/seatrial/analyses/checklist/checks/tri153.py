"""Whether a state machine is started with what its states look up, and whether they hand it to each other.

A path looks into what a state is given: what the execution is started with, or what the state before it answered, which
takes the place of all that unless ResultPath says otherwise.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
(States.ParameterPathFailure), https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html (the
fields of an event), https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html ("If you do not specify
anything for this field, EventBridge Scheduler delivers a default notification", which has the same fields).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import written_machines
from seatrial.analyses.state_data import ANY, Lost, Open, lost_paths
from seatrial.analyses.state_machines import MACHINE, Machine, machine_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, at, parsed_json

EVENT = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def _inputs(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for by, path, target in _targets(inquiry):
        resource = inquiry.find(at(target, "Arn"), MACHINE)
        if resource is None or resource.logical_id in inquiry.refused:
            continue
        machine = replace(machine_of(resource), content=machine_of(resource).written)
        for lost in lost_paths(machine, _given(target)):
            if not lost.by:
                place = (*path, "Input") if at(target, "Input") is not None else path
                yield _without(by, place, resource, lost)
            elif (resource.logical_id, lost.place) not in told:
                told.add((resource.logical_id, lost.place))
                yield _replaced(resource, machine, lost)
    for resource, machine in written_machines(inquiry):
        for lost in lost_paths(machine, ANY):
            if lost.by and (resource.logical_id, lost.place) not in told:
                yield _replaced(resource, machine, lost)


def _targets(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    for rule in inquiry.system.of_type("AWS::Events::Rule"):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            yield rule, ("Targets", index), target
    for schedule in inquiry.system.of_type("AWS::Scheduler::Schedule"):
        yield schedule, ("Target",), schedule.get("Target")


def _given(target: Value) -> object:
    """What an execution is started with."""
    if at(target, "InputPath") is not None or at(target, "InputTransformer") is not None:
        return ANY
    given = at(target, "Input")
    if given is None:
        return Open(EVENT)
    try:
        return parsed_json(given) if isinstance(given, str) else ANY
    except ValueError:
        return ANY


def _without(by: Resource, path: PropertyPath, machine: Resource, lost: Lost) -> Found:
    name = machine.logical_id
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
        f"add {lost.key} to Input of the target, or write another path in the state {lost.state}",
    )


def _names(keys: Sequence[str]) -> str:
    return f"{', '.join(keys[:-1])} and {keys[-1]}" if len(keys) > 1 else "".join(keys) or "nothing"


def _replaced(resource: Resource, machine: Machine, lost: Lost) -> Found:
    what = "no list" if lost.listed else f"no {lost.key}"
    return Found(
        resource,
        machine.place(*lost.by_place, "ResultPath"),
        f"the state {lost.state} of {resource.logical_id} looks up {lost.path}, and what it is given has {what}",
        f"what the state {lost.by} answers takes the place of all that it was given, and it answers "
        f"{', '.join(lost.there[:3])} and the like: each execution fails at {lost.state}",
        f'set "ResultPath": null in the state {lost.by}, or a path of its own for what it answers',
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
