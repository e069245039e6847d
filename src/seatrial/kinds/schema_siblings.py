"""Properties that are mistaken for a neighbour, by what they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seatrial.kinds.schema_spelling import Schema
from seatrial.model.value import Value


def sibling(
    item: Value,
    known: Schema,
    value: Mapping[str, Value],
    properties: Mapping[str, Schema],
    resolved: Callable[[Schema], Schema],
) -> str:
    """The only other property of an object that takes what is given to one that takes none of it; "" otherwise.

    ``known`` is the schema of the one, ``value`` the object, ``properties`` are the schemas of all that it may have.
    """
    keys = _keys_of(item)
    if not keys or not keys.isdisjoint(_inside(known, resolved)):
        return ""
    others = (name for name in properties if name not in value)
    fitting = [name for name in others if keys <= _inside(properties[name], resolved).keys()]
    return fitting[0] if len(fitting) == 1 else ""


def _inside(schema: Schema, resolved: Callable[[Schema], Schema]) -> Mapping[str, Schema]:
    """The properties of an object, or of each item of a list."""
    schema = resolved(schema)
    if isinstance(schema.get("items"), dict):
        schema = resolved(schema["items"])
    found: Mapping[str, Schema] = schema.get("properties", {})
    return found


def _keys_of(item: Value) -> set[str]:
    """The keys of an object, or of the objects in a list; none where anything else is in it."""
    items = item if isinstance(item, list) else [item]
    objects = [one for one in items if isinstance(one, dict)]
    return {key for one in objects for key in one} if len(objects) == len(items) else set()
