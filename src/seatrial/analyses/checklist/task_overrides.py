"""What whoever starts a task overrides of it: RunTask's overrides.

A rule and a schedule have them as JSON in Input or made by InputTransformer, a pipe and a state machine as an object
whose keys begin with capitals.

A template for an event has placeholders, ``<bucket>``; within quotes they are part of a text, elsewhere they stand for
a value that only the event has, which is Unknown here.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html and API_ContainerOverride.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html (read 2026-11-29).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import PIPES, STATES, Trigger
from seatrial.analyses.checklist.universal import in_small_letters
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import TooDeep, Unknown, Value, parsed_json

FORM_OF_OVERRIDES = 'write {"containerOverrides": [{"name": "...", "command": ["..."]}]}'
_PLACEHOLDER = re.compile(r"<[A-Za-z0-9_.-]+>")
_MARK = "\x00"


class Overrides(Struct, frozen=True):
    """``content`` is what stands at ``path``, ``noun`` its property's name, ``valid`` whether it is JSON.

    ``text`` is whether it is one text, ``never`` what becomes of it when RunTask refuses. ``capital`` is whether its
    keys have capitals; ``content`` never has them.
    """

    path: PropertyPath
    noun: str
    content: Value
    never: str
    valid: bool = True
    text: bool = True
    capital: bool = False

    def container(self, index: int) -> PropertyPath:
        """Where the name of an overridden container stands."""
        return self.path if self.text else (*self.path, "ContainerOverrides", index, "Name")


def given_overrides(inquiry: Inquiry) -> Iterator[tuple[Trigger, Overrides, Resource]]:
    """The triggers of the system that override something of a task definition that is known."""
    for trigger in accepted_triggers(inquiry):
        overrides = overrides_of(trigger)
        if overrides is not None and trigger.definition is not None:
            yield trigger, overrides, trigger.definition


def overrides_of(trigger: Trigger) -> Overrides | None:
    """The overrides of a trigger's target; None where it has none, or they aren't known."""
    if trigger.service in (STATES, PIPES):
        given = trigger.parameter("Overrides")
        if not isinstance(given, dict):
            return None
        whole, place = trigger.placement.whole, trigger.place("Overrides")
        return Overrides(place, "Overrides", in_small_letters(given), trigger.never, text=whole, capital=True)
    for keys, noun in ((("Input",), "Input"), (("InputTransformer", "InputTemplate"), "InputTemplate")):
        text = trigger.get(*keys)
        if isinstance(text, str) and text.strip():
            plain = _marked(text) if noun != "Input" else text
            path = trigger.parameters if trigger.placement.universal else (*trigger.path, *keys)
            try:
                return Overrides(path, noun, _unmarked(parsed_json(plain)), trigger.never)
            except TooDeep:
                return None
            except ValueError:
                return Overrides(path, noun, None, trigger.never, valid=False)
    return None


def _marked(template: str) -> str:
    """A template with each placeholder outside of quotes as a marked text."""
    parts: list[str] = []
    quoted = False
    index = 0
    while index < len(template):
        letter = template[index]
        found = None if quoted else _PLACEHOLDER.match(template, index)
        if found is not None:
            parts.append(json.dumps(f"{_MARK}{found.group()}"))
            index = found.end()
            continue
        if letter == "\\" and quoted:
            parts.append(template[index : index + 2])
            index += 2
            continue
        quoted = quoted is not (letter == '"')
        parts.append(letter)
        index += 1
    return "".join(parts)


def _unmarked(value: Value) -> Value:
    match value:
        case dict():
            return {key: _unmarked(item) for key, item in value.items()}
        case list():
            return [_unmarked(item) for item in value]
        case str() if value.startswith(_MARK):
            return Unknown(f"{value[1:]} is only known from the event")
        case _:
            return value
