"""What EventBridge refuses about event patterns: values that are no lists, matchers that it doesn't know.

A pattern is objects down to lists of what an event's field may be: plain values, and matchers such as
``{"prefix": "incoming/"}``. It is given as it is, or as its JSON.

Texts: reproduced on AWS by cdk-preflight 0.0.143 and 1.9.1 (Apache-2.0, npm; rules ``pf-events-pattern-*``; read
2026-11-29), and for numbers and lists those of the engine itself, https://github.com/aws/event-ruler
(JsonRuleCompiler.java, Range.java; Apache-2.0; read 2026-11-29), which EventBridge puts behind the same
words. The matchers:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
(read 2026-11-29).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.refusals.world import known
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, parsed_json

MATCHERS = (
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
)
# What anything-but takes besides values.
_NEGATED = ("prefix", "suffix", "wildcard", "equals-ignore-case")
_FROM, _TO = (">", ">="), ("<", "<=")
_INVALID = "Event pattern is not valid. Reason: "


class Said(Struct, frozen=True):
    """What an API says against a property of a resource."""

    message: str
    path: PropertyPath = ()
    because: str = ""
    instead: str = ""
    ours: bool = False


def pattern_of(value: Value) -> Value:
    """An event pattern as it is meant: one that is given as text is read."""
    if not isinstance(value, str):
        return value
    try:
        found: Value = parsed_json(value)
    except ValueError:
        return value
    return found


def pattern_refused(resource: Resource) -> Iterator[Said]:
    """What is wrong with a rule's pattern. Of one that is given as text, the place is the whole."""
    path: PropertyPath = ("EventPattern",)
    value = resource.get(*path)
    for said in objects_refused(pattern_of(value), path):
        if isinstance(value, str):
            yield Said(said.message, path)
            continue
        # What stands there by an intrinsic isn't shown as what it happens to be.
        named = next((item for item in resource.references if item.path == said.path), None)
        if "must be numeric" in said.message and any(item.path[:-1] == said.path for item in resource.references):
            continue
        yield said if named is None else replace(said, instead=f"[{_written(named)}]")


def _written(named: Reference) -> str:
    return f"!GetAtt {named.target}.{named.attribute}" if named.attribute else f"!Ref {named.target}"


def objects_refused(value: Value, path: PropertyPath) -> Iterator[Said]:
    """What is wrong with a pattern that is given as objects."""
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        place = (*path, key)
        if key == "$or" or not known(item):
            continue
        if isinstance(item, dict):
            yield from objects_refused(item, place)
        elif item == []:
            yield Said(f"{_INVALID}Empty arrays are not allowed", place)
        elif isinstance(item, list):
            for index, one in enumerate(item):
                yield from _matcher(one, (*place, index))
        else:
            yield Said(f'{_INVALID}"{key}" must be an object or an array', place, instead=f"[{json.dumps(item)}]")


def wrong_with_matcher(value: Value) -> str:
    """What is wrong with one of the things that a value may be, in the engine's words; "" where nothing is."""
    return next((said.message.removeprefix(_INVALID) for said in _matcher(value, ())), "")


def _matcher(value: Value, path: PropertyPath) -> Iterator[Said]:
    for key, item in value.items() if isinstance(value, dict) else ():
        place = (*path, key)
        if key not in MATCHERS:
            yield Said(f"{_INVALID}Unrecognized match type {key}", place)
        elif key in ("prefix", "suffix") and not isinstance(item, (str, dict)):
            yield Said(f"{_INVALID}{key} match pattern must be a string", place)
        elif key == "numeric":
            yield from (Said(f"{_INVALID}{text}", place) for text in _numeric(item))
        elif key == "anything-but":
            yield from (Said(f"{_INVALID}{text}", place) for text in _anything_but(item))
        elif key == "wildcard" and isinstance(item, str) and "**" in item:
            yield Said(f"{_INVALID}Consecutive wildcard characters", place)
        elif key == "exists" and not isinstance(item, bool) and item not in ("true", "false"):
            yield Said(f"{_INVALID}exists match pattern must be either true or false.", place)


def _numeric(value: Value) -> Iterator[str]:
    """What is wrong with a comparison of numbers: an operator and a number, or two of each for a range."""
    if not isinstance(value, list):
        yield "Value of numeric must be an array."
        return
    first, bottom, second, top, more = [*value, *[None] * 5][:5]
    if not isinstance(first, str):
        yield f"Invalid member in numeric match: {json.dumps(first)}"
    elif first not in ("=", *_FROM, *_TO):
        yield f"Unrecognized numeric range operator: {first}"
    elif not _is_number(bottom):
        yield f"Value of {'equals' if first == '=' else first} must be numeric"
    elif len(value) > 2 and first not in _FROM:
        yield "Too many elements in numeric expression"
    elif len(value) > 2 and not isinstance(second, str):
        yield f"Bad value in numeric range: {json.dumps(second)}"
    elif len(value) > 2 and second not in _TO:
        yield f"Bad numeric range operator: {second}"
    elif len(value) > 2 and not _is_number(top):
        yield f"Value of {second} must be numeric"
    elif more is not None:
        yield "Too many terms in numeric range expression"
    elif isinstance(bottom, (int, float)) and isinstance(top, (int, float)) and bottom >= top:
        yield "Bottom must be less than top"


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _anything_but(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        for key in value:
            if key not in _NEGATED:
                yield f"Unsupported anything-but pattern: {key}"
    elif isinstance(value, list) and value:
        numbers = sum(_is_number(item) for item in value)
        texts = sum(isinstance(item, str) for item in value)
        if numbers + texts < len(value):
            yield "Inside anything but list, start|null|boolean is not supported."
        elif numbers and texts:
            yield ("Inside anything but list, either all values are number or string, mixed type is not supported")
