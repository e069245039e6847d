"""A type's properties against CloudFormation's provider schema, as lenient as CloudFormation itself.

CloudFormation passes scalars as text, so "80" is a number and 80 a string; a property of type json takes an object or
its text. What is Unknown passes. A type without a schema here has no problems: it is carried verbatim.

Source: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html (read 2026-11-23).
"""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seatrial.kinds.data.schemas import MODULES
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Properties, Sensitive, Unknown, Value, as_text

MOST_PROBLEMS = 50
LONGEST_MATCHED = 4096
_INTEGER = re.compile(r"\s*[-+]?\d+(\.0*)?\s*\Z")
_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the schema refuses. ``kind`` is "unknown property", "missing property", "wrong type" or "not allowed"."""

    path: PropertyPath
    kind: str
    what: str
    why: str
    mend: str


def knows(type: str) -> bool:
    """Whether there is a schema of this type."""
    return type in MODULES


def create_only(type: str) -> frozenset[tuple[str, ...]]:
    """Property paths whose change replaces the resource."""
    return _paths(type, "createOnlyProperties")


def read_only(type: str) -> frozenset[tuple[str, ...]]:
    """Property paths that CloudFormation sets; a template may not."""
    return _paths(type, "readOnlyProperties")


def attributes(type: str) -> frozenset[str]:
    """What Fn::GetAtt gives of a type, by its schema."""
    return frozenset(".".join(path) for path in read_only(type))


def problems(type: str, properties: Properties) -> Iterator[Problem]:
    """What the schema refuses of resolved properties, in reading order, a bounded number of them."""
    schema = _schema(type)
    if schema is None:
        return
    found = _Walk(type, schema).object(dict(properties), schema, ())
    for count, problem in enumerate(found):
        if count >= MOST_PROBLEMS:
            return
        yield problem


class _Walk:
    def __init__(self, type: str, schema: Mapping[str, Any]) -> None:
        self._type = type
        self._definitions: Mapping[str, Any] = schema["definitions"]
        self._read_only = {path[0] for path in read_only(type) if len(path) == 1}

    def value(self, value: Value, schema: Mapping[str, Any], path: PropertyPath) -> Iterator[Problem]:
        while "$ref" in schema:
            schema = self._definitions.get(schema["$ref"], {})
        if isinstance(value, Unknown) or value is None or schema.get("open"):
            return
        kinds = schema.get("type")
        wanted = [kinds] if isinstance(kinds, str) else list(kinds or ())
        if wanted and not any(_fits(value, kind) for kind in wanted):
            yield self._wrong_type(value, wanted, path)
            return
        match value:
            case dict():
                yield from self.object(value, schema, path)
            case list():
                yield from self._array(value, schema, path)
            case _:
                yield from self._scalar(value, schema, path)

    def object(self, value: dict[str, Value], schema: Mapping[str, Any], path: PropertyPath) -> Iterator[Problem]:
        properties: Mapping[str, Any] = schema.get("properties", {})
        patterns: Mapping[str, Any] = schema.get("patternProperties", {})
        for name in schema.get("required", ()):
            if name not in value and not (not path and name in self._read_only):
                where = path_text(path) or self._type
                yield Problem(
                    path,
                    "missing property",
                    f"{where} needs {name}",
                    f"CloudFormation answers: Properties validation failed: required key [{name}] not found",
                    f"add {name}",
                )
        for key, item in value.items():
            if key in properties:
                if not path and key in self._read_only and key not in schema.get("required", ()):
                    continue
                yield from self.value(item, properties[key], (*path, key))
                continue
            fitting = next((child for pattern, child in patterns.items() if _search(pattern, key)), None)
            if fitting is not None:
                yield from self.value(item, fitting, (*path, key))
            elif schema.get("additionalProperties") is False and properties:
                near = difflib.get_close_matches(key[:100], list(properties), n=1)
                where = path_text(path) or self._type
                yield Problem(
                    (*path, key),
                    "unknown property",
                    f"{where} has no property {key[:80]}",
                    f"CloudFormation answers: Encountered unsupported property {key[:80]}",
                    f"did you mean {near[0]}?" if near else "remove it",
                )

    def _array(self, value: list[Value], schema: Mapping[str, Any], path: PropertyPath) -> Iterator[Problem]:
        least, most = schema.get("minItems"), schema.get("maxItems")
        if least is not None and len(value) < least:
            yield self._refused(path, f"has {len(value)} items", f"it wants {least} or more")
        if most is not None and len(value) > most:
            yield self._refused(path, f"has {len(value)} items", f"it wants {most} or fewer")
        items = schema.get("items")
        if isinstance(items, dict):
            for index, item in enumerate(value):
                yield from self.value(item, items, (*path, index))

    def _scalar(self, value: Value, schema: Mapping[str, Any], path: PropertyPath) -> Iterator[Problem]:
        text = as_text(value)
        shown = "has a value that" if isinstance(value, Sensitive) else f"is {text[:80]!r}, which"
        choices = schema.get("enum")
        if choices is not None and text not in {as_text(choice) for choice in choices}:
            near = difflib.get_close_matches(text[:100], [as_text(choice) for choice in choices], n=1, cutoff=0.7)
            some = ", ".join(as_text(choice) for choice in choices[:20])
            yield self._refused(
                path, f"{shown} is not allowed", f"did you mean {near[0]}?" if near else f"one of: {some}"
            )
            return
        pattern = schema.get("pattern")
        if pattern and isinstance(value, str) and len(text) <= LONGEST_MATCHED and not _search(pattern, text):
            yield self._refused(path, f"{shown} does not match {pattern}", f"a value that matches {pattern}")
        length = len(text) if isinstance(value, str) else None
        amount = float(text) if _NUMBER.match(text) else None
        measures = {"minLength": length, "maxLength": length, "minimum": amount, "maximum": amount}
        for key, measure in measures.items():
            limit = schema.get(key)
            if limit is None or measure is None:
                continue
            if measure < limit if key.startswith("min") else measure > limit:
                yield self._refused(path, f"{shown} breaks {key} {limit}", f"a value within {key} {limit}")

    def _wrong_type(self, value: Value, wanted: list[str], path: PropertyPath) -> Problem:
        kind = {dict: "a mapping", list: "a list", str: "a string", bool: "a boolean"}.get(type(value), "a number")
        if isinstance(value, Sensitive):
            kind = "a string"
        wish = " or ".join(wanted)
        return Problem(
            path,
            "wrong type",
            f"{path_text(path)} is {kind} where {wish} is wanted",
            f"CloudFormation answers: Value of property {path_text(path)} must be of type {wish.capitalize()}",
            f"give {wish}",
        )

    def _refused(self, path: PropertyPath, what: str, mend: str) -> Problem:
        return Problem(
            path,
            "not allowed",
            f"{path_text(path)} {what}",
            "CloudFormation answers: Properties validation failed",
            mend,
        )


def _fits(value: Value, kind: str) -> bool:
    match kind, value:
        case "object", dict() | str():
            # A property of type json takes its text as well.
            return isinstance(value, dict) or value.lstrip()[:1] == "{"
        case "array", list():
            return True
        case "string", str() | bool() | int() | float():
            return True
        case "boolean", bool():
            return True
        case "boolean", str():
            return value.lower() in ("true", "false")
        case "integer", bool():
            return False
        case "integer" | "number", int():
            return True
        case "integer", float():
            return value == int(value)
        case "number", float():
            return True
        case "integer", str():
            return bool(_INTEGER.match(value))
        case "number", str():
            return bool(_NUMBER.match(value))
    return False


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _search(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=256)
def _schema(type: str) -> dict[str, Any] | None:
    module = MODULES.get(type)
    if module is None:
        return None
    found: dict[str, Any] = importlib.import_module(f"seatrial.kinds.data.schemas.{module}").SCHEMA
    return found


@lru_cache(maxsize=256)
def _paths(type: str, key: str) -> frozenset[tuple[str, ...]]:
    schema = _schema(type)
    return frozenset(tuple(path.split("/")) for path in schema[key]) if schema else frozenset()
