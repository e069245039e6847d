"""Properties that are misspelt so slightly that it is plain which ones are meant.

CloudFormation refuses an unknown property, and that is told. But whoever goes on reading without it finds the resource
full of holes: a task definition whose ``containerDefinitions`` begin with a small letter would have no containers, its
service nothing to run. So the rest is asked as if the name were right.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from seatrial.model.span import PropertyPath
from seatrial.model.value import Value

Schema = Mapping[str, Any]
# How alike two names have to be: one letter too many, or two exchanged.
ALIKE = 0.85
# A schema may be recursive, and then only the template's depth ends the walk.
DEEPEST = 60
_COLLECTIONS = frozenset((dict, list))
_NOTHING: Schema = {}


class Misspelt(Struct, frozen=True):
    """``path`` is that of the property as it is written, ``meant`` the same with its right name."""

    path: PropertyPath
    meant: PropertyPath

    @property
    def by_case(self) -> bool:
        return str(self.path[-1]).lower() == str(self.meant[-1]).lower()


class Speller:
    """Rewrites the properties of one type. ``found`` is filled on the way, what is outside before what is inside."""

    def __init__(self, schema: Schema) -> None:
        self._definitions: Mapping[str, Schema] = schema.get("definitions", {})
        self._schema = schema
        self.found: list[Misspelt] = []

    def spelt(self, properties: dict[str, Value]) -> dict[str, Value]:
        """The properties with their right names; the same object where all are right."""
        if self._is_right(properties):
            return properties
        made = self._value(properties, self._schema, (), ())
        assert isinstance(made, dict)
        return made if self.found else properties

    def _is_right(self, properties: dict[str, Value]) -> bool:
        """Whether every name in it is one that the schema has, which most properties' are."""
        stack: list[tuple[Value, Schema, int]] = [(properties, self._schema, 0)]
        while stack:
            value, schema, depth = stack.pop()
            if "$ref" in schema:
                schema = self._resolved(schema)
            if depth > DEEPEST:
                continue
            if type(value) is list:
                items = schema.get("items")
                if isinstance(items, dict):
                    stack.extend((item, items, depth + 1) for item in value if type(item) in _COLLECTIONS)
            elif type(value) is dict:
                known: Mapping[str, Schema] = schema.get("properties", _NOTHING)
                if schema.get("additionalProperties") is False and not value.keys() <= known.keys():
                    return False
                for key, item in value.items():
                    if type(item) in _COLLECTIONS and key in known:
                        stack.append((item, known[key], depth + 1))
        return True

    def takes_list(self, path: PropertyPath) -> bool:
        """Whether what stands at a path has to be a list."""
        schema: Schema = self._schema
        for part in path:
            schema = self._resolved(schema)
            inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
            if not isinstance(inner, dict):
                return False
            schema = inner
        return self._resolved(schema).get("type") in ("array", ["array"])

    def _value(self, value: Value, schema: Schema, path: PropertyPath, meant: PropertyPath) -> Value:
        if len(path) > DEEPEST:
            return value
        match value:
            case dict():
                return self._object(value, self._resolved(schema), path, meant)
            case list():
                items = self._resolved(schema).get("items")
                if isinstance(items, dict):
                    return [self._value(one, items, (*path, at), (*meant, at)) for at, one in enumerate(value)]
        return value

    def _object(self, value: dict[str, Value], schema: Schema, path: PropertyPath, meant: PropertyPath) -> Value:
        known: Mapping[str, Schema] = schema.get("properties", {})
        closed = schema.get("additionalProperties") is False and "patternProperties" not in schema
        made: dict[str, Value] = {}
        for key, item in value.items():
            name = key
            if closed and key not in known and not key.startswith("Fn::"):
                name = plainly_meant(key, [other for other in known if other not in value]) or key
                if name in made:
                    name = key
            if name != key:
                self.found.append(Misspelt((*path, key), (*meant, name)))
            made[name] = self._value(item, known[name], (*path, key), (*meant, name)) if name in known else item
        return made

    def _resolved(self, schema: Schema) -> Schema:
        for _ in range(DEEPEST):
            reference = schema.get("$ref")
            if reference is None:
                return schema
            schema = self._definitions.get(reference.rpartition("/")[2], {})
        return {}


def plainly_meant(key: str, known: Sequence[str]) -> str:
    """The name that a misspelt one is plainly meant for; "" where that isn't plain."""
    lowered = {name.lower(): name for name in known}
    if key.lower() in lowered:
        return lowered[key.lower()]
    close = difflib.get_close_matches(key[:100], known, n=2, cutoff=ALIKE)
    return close[0] if close else ""


def meant_path(path: PropertyPath, misspelt: Sequence[Misspelt]) -> PropertyPath:
    """A path as it is written with the right names in it."""
    for item in reversed(misspelt):
        length = len(item.path)
        if path[:length] == item.path:
            return (*item.meant, *path[length:])
    return path
