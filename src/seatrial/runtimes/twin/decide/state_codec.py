"""State values as JSON and back, for the journal.

Everything that the twin remembers is a frozen struct of strings, numbers, enumerations, tuples, mappings and other
such structs; its annotations say all that is needed to write it and read it again. A field that is absent from old
JSON takes its default, so that a journal written by an earlier version still reads.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

T = TypeVar("T")


def as_json(value: Any) -> Any:
    """A state value as what ``json.dumps`` takes. Fields at their default are left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Struct):
        return {
            field.name: as_json(getattr(value, field.name))
            for field in _fields(type(value))
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return value


def from_json(kind: type[T], data: Any) -> T:
    """The state value of a type that ``as_json`` wrote."""
    read: T = _read(kind, data)
    return read


def _read(kind: Any, data: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None and types.NoneType in arguments:
            return None
        (other,) = (item for item in arguments if item is not types.NoneType)
        return _read(other, data)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_read(arguments[0], item) for item in data)
        return tuple(_read(item_kind, item) for item_kind, item in zip(arguments, data, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(arguments[1], item) for key, item in data.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in data.items() if name in hints})
    return float(data) if kind is float else data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _fields(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    return fields(kind)


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()
