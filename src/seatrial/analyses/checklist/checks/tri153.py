"""Whether a state machine is started with what its first state looks up.

A path of the first state looks into what the execution is started with.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
(States.ParameterPathFailure), https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html (the
fields of an event).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, texts_of
from seatrial.analyses.state_machines import MACHINE, Machine, machine_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at, parsed_json

_PATH = re.compile(r"(?<!\$)\$\.([A-Za-z_]\w*)")
EVENT = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def _inputs(inquiry: Inquiry) -> Iterator[Said]:
    """What a rule or a schedule starts a machine with lacks what the machine's first state looks up."""
    for by, path, target in _targets(inquiry):
        resource = inquiry.find(at(target, "Arn"), MACHINE)
        if resource is None or at(target, "InputPath") is not None or at(target, "InputTransformer") is not None:
            continue
        machine = replace(machine_of(resource), content=machine_of(resource).written)
        known = _keys(at(target, "Input"))
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


def _keys(given: Value) -> tuple[str, ...] | None:
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
    if not isinstance(state, dict) or is_jsonata(machine, state) or state.get("InputPath") is not None:
        return name, []
    found: dict[str, None] = {}
    for path, text in texts_of(state.get("Parameters"), ()):
        if path and isinstance(path[-1], str) and path[-1].endswith(".$"):
            found |= dict.fromkeys(_PATH.findall(text))
    return name, list(found)


CHECK = Check(
    "TRI153",
    Severity.ERROR,
    Question.TRIGGER,
    "A state machine is started without what its first state looks up",
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    _inputs,
)
