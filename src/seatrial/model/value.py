"""Property values: JSON's, plus what cannot be known and what must not be shown.

A value is ``str | int | float | bool | None | list | dict``, or one of two more kinds:

- ``Unknown(reason)``: what reading the text alone cannot tell. It flows through every analysis, which
  then answers "cannot tell, because ..." instead of passing in silence.
- ``Sensitive``: a string that came from a NoEcho parameter or a secret. It behaves as the string it is, and every
  text form of ours writes it as ``****``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from seatrial.model.span import PropertyPath

HIDDEN = "****"
# No template can hold it.
GAP = "\0"
# More than any text of AWS's nests, and far from where reading one runs out of stack.
DEEPEST_JSON = 100
_WHOLE = re.compile(r"[0-9]{1,18}")


class Unknown(Struct, frozen=True, eq=False):
    """A value that the text alone doesn't give. ``reason`` completes the sentence "cannot tell, because ...".

    ``text`` is what is known of a string of which a part isn't, with ``GAP`` for each such part; "" where nothing is.
    """

    reason: str
    text: str = ""

    def __str__(self) -> str:
        return f"<unknown: {self.reason}>"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._told()}"

    def _told(self) -> tuple[object, ...]:
        """All but its text, which may hold what is not to be shown, and is not kept."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "text")


class Mistaken(Unknown, frozen=True, eq=False):
    """What a mistake of the text leaves open, which is told of where it stands: nothing is told of it again."""


class UnknownObject(Unknown, frozen=True, eq=False):
    """A JSON text of which only the keys of its object are known."""

    keys: tuple[str, ...] = ()


class OutsideId(Unknown, frozen=True, eq=False):
    """What an id names that AWS gave to something outside of all templates: what it is like is not known, its id is."""

    id: str = ""


class MissingKey(Unknown, frozen=True, eq=False):
    """What a dynamic reference asks a secret of the same stack for, and the secret has no such JSON key."""

    secret: str = ""
    key: str = ""
    keys: tuple[str, ...] = ()


class BlockPart(Unknown, frozen=True, eq=False):
    """One of the blocks that Fn::Cidr cuts out of one that isn't known: which, and how many host bits it has."""

    index: int = 0
    host_bits: int = 0

    def overlaps(self, other: object) -> bool:
        """Whether another part of the same block has an address of this one."""
        if not isinstance(other, BlockPart) or other.reason != self.reason:
            return False
        first, second = sorted((self, other), key=lambda part: part.host_bits)
        return first.index << first.host_bits >> second.host_bits == second.index


class NamePart(Unknown, frozen=True, eq=False):
    """A parameter without a value that names are made of. ``stand_in`` is what it is in those names; ``whole`` says
    that it is one by itself.
    """

    stand_in: str = ""
    whole: bool = False


class Resolved(Unknown, frozen=True, eq=False):
    """What CloudFormation itself reads for a dynamic reference: ``service`` is its first part (ssm-secure), and
    ``reference`` what follows.
    """

    service: str = ""
    reference: str = ""


class Sensitive(str):
    """A string that no log, event, plan, journal or process list may hold."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(HIDDEN)


Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | Unknown | list[Value] | dict[str, Value]"
Properties: TypeAlias = Mapping[str, Value]


def unknowns(value: Value) -> Iterator[Unknown]:
    """Every Unknown inside a value, in reading order."""
    match value:
        case Unknown():
            yield value
        case dict():
            for item in value.values():
                yield from unknowns(item)
        case list():
            for item in value:
                yield from unknowns(item)


def leaves(value: Value, path: PropertyPath = ()) -> Iterator[tuple[PropertyPath, Scalar | Unknown]]:
    """Every scalar (or Unknown) inside a value with its path, in reading order."""
    match value:
        case dict():
            for key, item in value.items():
                yield from leaves(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from leaves(item, (*path, index))
        case _:
            yield path, value


def at(value: Value, *path: str | int) -> Value:
    """The value at a path, or None where nothing stands there. An Unknown on the way is the answer."""
    for part in path:
        # Checks ask this a thousand times of a template.
        if type(value) is dict and type(part) is str:
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and -len(value) <= part < len(value):
            value = value[part]
        else:
            return value if isinstance(value, Unknown) else None
    return value


def as_list(value: Value) -> list[Value]:
    """A list as it is, nothing as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_dict(value: Value) -> dict[str, Value]:
    """A mapping as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Value, default: str = "") -> str:
    """A scalar as CloudFormation passes it to a String property; anything else as ``default``."""
    if type(value) is str:
        return value
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return str(value)
        case _:
            return default


def as_number(value: Value, default: int = 0) -> int:
    """A whole number given as a number or as its text; anything else as ``default``."""
    match value:
        case bool():
            return default
        case int():
            return value
        case float():
            return int(value)
        case str():
            try:
                return int(value)
            except ValueError:
                return default
        case _:
            return default


def as_flag(value: Value, default: bool = False) -> bool:
    """A boolean given as one or as the text CloudFormation accepts for one; anything else as ``default``."""
    match value:
        case bool():
            return value
        case str() if value.lower() in ("true", "false"):
            return value.lower() == "true"
        case _:
            return default


def text_form(value: Value, *, indent: int | None = None) -> str:
    """The one deterministic text of a value: sorted JSON, with Unknown marked and Sensitive hidden."""
    return json.dumps(_plain(value), sort_keys=True, indent=indent, ensure_ascii=False)


def _plain(value: Value) -> object:
    match value:
        case Unknown():
            return {"Seatrial::Unknown": value.reason}
        case Sensitive():
            return HIDDEN
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


class TooDeep(ValueError):
    """A JSON text that may well be one, and nests deeper than is read."""


def is_whole(text: str) -> bool:
    """Whether a text is a whole number that ``int`` reads: ``str.isdigit`` says so of "²" and of any length."""
    return _WHOLE.fullmatch(text) is not None


def parsed_json(text: str | bytes) -> Any:
    """A JSON text's value. Raises ValueError where it is none, TooDeep beyond DEEPEST_JSON levels."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise TooDeep(f"it nests deeper than {DEEPEST_JSON} levels") from None
    level = [found]
    for _ in range(DEEPEST_JSON):
        level = [inner for item in level if isinstance(item, dict | list) for inner in _inside(item)]
        if not level:
            return found
    raise TooDeep(f"it nests deeper than {DEEPEST_JSON} levels")


def _inside(item: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return item.values() if isinstance(item, dict) else item
