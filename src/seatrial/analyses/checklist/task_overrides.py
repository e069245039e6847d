"""What a rule or a schedule overrides of its task: RunTask's overrides, as JSON in Input or made by InputTransformer.

A template for an event has placeholders, ``<bucket>``; within quotes they are part of a text, elsewhere they stand for
a value that only the event has, which is Unknown here.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html and API_ContainerOverride.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html (read 2026-11-29).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from seatrial.analyses.checklist.triggers import Trigger
from seatrial.model.span import PropertyPath
from seatrial.model.value import TooDeep, Unknown, Value, parsed_json

_PLACEHOLDER = re.compile(r"<[A-Za-z0-9_.-]+>")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Overrides:
    """``content`` is what the text at ``path`` means, ``noun`` its property's name, ``valid`` whether it is JSON."""

    path: PropertyPath
    noun: str
    content: Value
    valid: bool = True


def overrides_of(trigger: Trigger) -> Overrides | None:
    """The overrides of a trigger's target; None where it has none, or they aren't known."""
    for keys, noun in ((("Input",), "Input"), (("InputTransformer", "InputTemplate"), "InputTemplate")):
        text = trigger.get(*keys)
        if isinstance(text, str) and text.strip():
            plain = _marked(text) if noun != "Input" else text
            path = trigger.place(*keys)
            try:
                return Overrides(path, noun, _unmarked(parsed_json(plain)))
            except TooDeep:
                return None
            except ValueError:
                return Overrides(path, noun, None, valid=False)
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
