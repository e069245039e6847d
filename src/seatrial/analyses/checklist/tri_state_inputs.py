"""What goes into the states of a machine: tokens that somebody must answer with, paths, and what the paths look for.

A state that waits for a token waits for whoever is given it. In the parameters of a state a path is one only under a
key that ends with ``.$``; under any other it is handed on as a text. A path of the first state looks into what the
execution is started with.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html (the token is
passed to the task), https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html (a parameter that uses
a path ends with .$), https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
(States.ParameterPathFailure), https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html (the
fields of an event)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.state_machines import MACHINE, Machine, flows, machine_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at, leaves, parsed_json, unknowns

_TOKEN = ".waitForTaskToken"
# The context object as a whole, its task or the token itself.
_CONTEXT = re.compile(r"\$\$(?:\.Task(?:\.Token)?)?(?![\w.])|\bstates\.context(?:\.Task(?:\.Token)?)?(?![\w.])")
_LITERAL = re.compile(r"\$\$?\.[A-Za-z_][\w.\[\]'-]*\Z")
_PATH = re.compile(r"(?<!\$)\$\.([A-Za-z_]\w*)")
_GIVEN = ("Parameters", "Arguments")
# What says where a task runs or a message goes, and has no token in it.
_APART = ("Cluster", "TaskDefinition", "NetworkConfiguration", "QueueUrl", "TopicArn", "FunctionName")
EVENT = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def _machines(inquiry: Inquiry) -> Iterator[tuple[Resource, Machine]]:
    for resource in inquiry.system.of_type(MACHINE):
        if resource.logical_id in inquiry.refused:
            continue
        machine = machine_of(resource)
        yield resource, replace(machine, content=machine.written)


def _states(machine: Machine) -> Iterator[tuple[str, dict[str, Value], PropertyPath]]:
    for flow in flows(machine):
        for name, state in flow.states.items():
            if isinstance(state, dict) and as_text(state.get("Type")) == "Task":
                yield name, state, (*flow.path, "States", name)


def _tokens(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in _machines(inquiry):
        for name, state, path in _states(machine):
            key = next((key for key in _GIVEN if state.get(key) is not None), "")
            given = state.get(key) if key else None
            if not as_text(state.get("Resource")).endswith(_TOKEN) or isinstance(given, Unknown):
                continue
            rest = given if isinstance(given, dict) else {}
            if any(next(unknowns(value), None) is not None for item, value in rest.items() if item not in _APART):
                continue
            if any(_CONTEXT.search(text) for _, text in _texts(given, ())):
                continue
            jsonata = _is_jsonata(machine, state)
            written = "{% $states.context.Task.Token %}" if jsonata else "$$.Task.Token"
            yield Found(
                resource,
                machine.place(*path, *((key,) if key else ())),
                f"nobody is told the token that the state {name} of {resource.logical_id} waits for",
                "it waits until SendTaskSuccess or SendTaskFailure is called with its token, which nothing in its "
                f"{key or 'arguments'} hands on: the execution stands still until it times out",
                f"hand {written} on, such as in Environment of a container's override",
            )


def _is_jsonata(machine: Machine, state: dict[str, Value]) -> bool:
    return "JSONata" in (as_text(at(machine.content, "QueryLanguage")), as_text(state.get("QueryLanguage")))


def _literals(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in _machines(inquiry):
        for name, state, path in _states(machine):
            if _is_jsonata(machine, state):
                continue
            for inner, text in _texts(state.get("Parameters"), ()):
                last = inner[-1] if inner else ""
                # A path for somebody else has a name that says so.
                named = not isinstance(last, str) or last.endswith((".$", "Path"))
                if named or not _LITERAL.match(text):
                    continue
                yield Found(
                    resource,
                    machine.place(*path, "Parameters", *inner),
                    f"{last} in the state {name} of {resource.logical_id} is the text {text}",
                    "a path is only looked up under a key that ends with .$: the text itself is handed on",
                    f'write "{last}.$": "{text}"',
                )


def _texts(value: Value, path: PropertyPath) -> Iterator[tuple[PropertyPath, str]]:
    """The texts in a value with their places; what is known of those that aren't."""
    for place, leaf in leaves(value, path):
        if isinstance(leaf, str | Unknown):
            yield place, leaf.text if isinstance(leaf, Unknown) else leaf


def _inputs(inquiry: Inquiry) -> Iterator[Said]:
    """What a rule or a schedule starts a machine with lacks what the machine's first state looks up."""
    for by, path, target in _targets(inquiry):
        resource = inquiry.find(at(target, "Arn"), MACHINE)
        if resource is None or at(target, "InputPath") is not None or at(target, "InputTransformer") is not None:
            continue
        machine = replace(machine_of(resource), content=machine_of(resource).written)
        known = _keys(by, at(target, "Input"))
        first, wanted = _looked_up(machine)
        missing = [key for key in wanted if known is not None and key not in known]
        if missing and known is not None:
            yield Found(
                by,
                (*path, "Input") if at(target, "Input") is not None else path,
                f"{by.logical_id} starts {resource.logical_id} without {' and '.join(missing)}",
                f"its first state, {first}, looks up $.{missing[0]}, and what it is started with has "
                f"{' and '.join(known) or 'nothing'}: each execution fails there",
                f"add {' and '.join(missing)} to Input of the target",
            )


def _targets(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    for rule in inquiry.system.of_type("AWS::Events::Rule"):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            yield rule, ("Targets", index), target
    for schedule in inquiry.system.of_type("AWS::Scheduler::Schedule"):
        if schedule.get("Target", "Input") is not None:
            yield schedule, ("Target",), schedule.get("Target")


def _keys(by: Resource, given: Value) -> tuple[str, ...] | None:
    """The keys of what an execution is started with; None where they aren't known."""
    if given is None:
        return EVENT
    try:
        value = parsed_json(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return tuple(value) if isinstance(value, dict) else None


def _looked_up(machine: Machine) -> tuple[str, list[str]]:
    """The first state, and the keys of its input that it can't do without."""
    content = machine.content
    name = as_text(at(content, "StartAt"))
    state = at(content, "States", name)
    if not isinstance(state, dict) or _is_jsonata(machine, state) or state.get("InputPath") is not None:
        return name, []
    found: dict[str, None] = {}
    for path, text in _texts(state.get("Parameters"), ()):
        if path and isinstance(path[-1], str) and path[-1].endswith(".$"):
            found |= dict.fromkeys(_PATH.findall(text))
    return name, list(found)


_STATES = "https://docs.aws.amazon.com/step-functions/latest/dg/"
CHECKS = (
    Check(
        "TRI151",
        Severity.ERROR,
        Question.TRIGGER,
        "A state waits for a token that nobody is told",
        f"{_STATES}connect-to-resource.html",
        _tokens,
    ),
    Check(
        "TRI152",
        Severity.WARNING,
        Question.TRIGGER,
        "A path in a state's parameters is handed on as a text",
        f"{_STATES}connect-parameters.html",
        _literals,
    ),
    Check(
        "TRI153",
        Severity.ERROR,
        Question.TRIGGER,
        "A state machine is started without what its first state looks up",
        f"{_STATES}concepts-error-handling.html",
        _inputs,
    ),
)
