"""The states of the system's machines as they are written, and the texts in what they are given."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.state_machines import MACHINE, Machine, flows, machine_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at, leaves


def written_machines(inquiry: Inquiry) -> Iterator[tuple[Resource, Machine]]:
    """The state machines of the system that no API refuses, with their definitions as they are written."""
    for resource in inquiry.system.of_type(MACHINE):
        if resource.logical_id in inquiry.refused:
            continue
        machine = machine_of(resource)
        yield resource, replace(machine, content=machine.written)


def task_states(machine: Machine) -> Iterator[tuple[str, dict[str, Value], PropertyPath]]:
    """The states of type Task: name, state, and place in the definition."""
    for flow in flows(machine):
        for name, state in flow.states.items():
            if isinstance(state, dict) and as_text(state.get("Type")) == "Task":
                yield name, state, (*flow.path, "States", name)


def is_jsonata(machine: Machine, state: dict[str, Value]) -> bool:
    """Whether a state is written in JSONata, which has no paths."""
    return "JSONata" in (as_text(at(machine.content, "QueryLanguage")), as_text(state.get("QueryLanguage")))


def texts_of(value: Value, path: PropertyPath) -> Iterator[tuple[PropertyPath, str]]:
    """The texts in a value with their places; what is known of those that aren't."""
    for place, leaf in leaves(value, path):
        if isinstance(leaf, str | Unknown):
            yield place, leaf.text if isinstance(leaf, Unknown) else leaf


def token_of(given: Value) -> PropertyPath | None:
    """Where a state hands its task token on by its path, in what it gives; None where it doesn't."""
    written = ("$$.Task.Token", "{% $states.context.Task.Token %}")
    return next((place for place, text in texts_of(given, ()) if text in written), None)
