"""What EventBridge refuses about event patterns: values that are no lists, matchers that it doesn't know.

A pattern is objects down to lists of what an event's field may be: plain values, and matchers such as
``{"prefix": "incoming/"}``. It is given as it is, or as its JSON.

Texts: reproduced on AWS by cdk-preflight 0.0.143 (Apache-2.0, npm; rules ``pf-events-pattern-*``; read 2026-11-29). The
matchers: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html (read
2026-11-29).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
_INVALID = "Event pattern is not valid. Reason: "


@dataclass(frozen=True, slots=True)
class Said:
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
    for said in _objects(pattern_of(value), path):
        if isinstance(value, str):
            yield Said(said.message, path)
            continue
        # What stands there by an intrinsic isn't shown as what it happens to be.
        named = next((item for item in resource.references if item.path == said.path), None)
        yield said if named is None else replace(said, instead=f"[{_written(named)}]")


def _written(named: Reference) -> str:
    return f"!GetAtt {named.target}.{named.attribute}" if named.attribute else f"!Ref {named.target}"


def _objects(value: Value, path: PropertyPath) -> Iterator[Said]:
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        place = (*path, key)
        if key == "$or" or not known(item):
            continue
        if isinstance(item, dict):
            yield from _objects(item, place)
        elif item == []:
            yield Said(f"{_INVALID}Empty arrays are not allowed", place)
        elif isinstance(item, list):
            for index, one in enumerate(item):
                yield from _matcher(one, (*place, index))
        else:
            yield Said(f'{_INVALID}"{key}" must be an object or an array', place, instead=f"[{json.dumps(item)}]")


def _matcher(value: Value, path: PropertyPath) -> Iterator[Said]:
    for key, item in value.items() if isinstance(value, dict) else ():
        place = (*path, key)
        if key not in MATCHERS:
            yield Said(f"{_INVALID}Unrecognized match type {key}", place)
        elif key in ("prefix", "suffix") and not isinstance(item, (str, dict)):
            yield Said(f"{_INVALID}{key} match pattern must be a string", place)
        elif key == "exists" and not isinstance(item, bool) and item not in ("true", "false"):
            yield Said(f"{_INVALID}exists match pattern must be either true or false.", place)
