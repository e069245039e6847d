"""State values as JSON and back, for the journal.

Everything that the twin remembers is a frozen struct of strings, numbers, enumerations, tuples, mappings and other
such structs; its annotations say all that is needed to read it again. A field that is absent from old JSON takes its
default, and one that is no longer known is passed over, so that a journal written by an earlier version still reads.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def as_json(value: Any) -> Any:
    """A state value as what ``json.dumps`` takes."""
    return msgspec.to_builtins(value, str_keys=True, enc_hook=_plain)


def _plain(value: Any) -> str:
    """Text of a kind of its own, such as Sensitive, as text."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} is no state")


def from_json(kind: type[T], data: Any) -> T:
    """The state value of a type that ``as_json`` wrote."""
    return msgspec.convert(data, kind)
