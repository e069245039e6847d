"""What may stand at one level of a type's properties, for who goes down a template's text and not its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from seatrial.kinds.schema import schema_of

_DEEPEST = 8
_ALTERNATIVES = ("anyOf", "oneOf", "allOf")


class Level(Struct, frozen=True):
    """A property's schema, references resolved."""

    schema: Mapping[str, Any]
    definitions: Mapping[str, Any]

    @property
    def names(self) -> Mapping[str, Any]:
        """The properties that it has by name."""
        found: Mapping[str, Any] = self.schema.get("properties", {})
        return found

    @property
    def closed(self) -> bool:
        """Whether it takes no other properties."""
        return self.schema.get("additionalProperties") is False

    @property
    def free(self) -> bool:
        """Whether it is an object with whatever properties one likes: a policy, a pattern."""
        kinds = self.schema.get("type", ())
        is_object = "object" in ((kinds,) if isinstance(kinds, str) else kinds)
        return is_object and not self.names and not any(key in self.schema for key in _ALTERNATIVES)

    def below(self, name: str) -> Level | None:
        """The level of a property."""
        body = self.names.get(name)
        return None if body is None else self._of(body)

    def item(self) -> Level | None:
        """The level of each item of a list."""
        body = self.schema.get("items")
        return self._of(body) if isinstance(body, dict) else None

    def _of(self, body: Mapping[str, Any]) -> Level:
        for _ in range(_DEEPEST):
            if "$ref" not in body:
                break
            body = self.definitions.get(body["$ref"].rpartition("/")[2], {})
        return Level(body, self.definitions)


def level(type: str) -> Level | None:
    """The first level of a type's properties; None where its schema isn't here."""
    found = schema_of(type)
    return None if found is None else Level(found, found.get("definitions", {}))
