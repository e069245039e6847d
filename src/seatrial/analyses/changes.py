"""How two readings of a resource's properties differ, value by value.

CloudFormation hands every scalar on as text, so ``256`` and ``"256"`` are the same to it. Secrets are compared as
what they are and shown as ``****``.
"""

from __future__ import annotations

from msgspec import Struct

from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Properties, Unknown, Value, as_text, text_form

# Longer texts (a policy, a script) would drown the plan.
MOST_CHARACTERS = 120


class _Nothing(Struct, frozen=True):
    pass


NOTHING = _Nothing()


class Change(Struct, frozen=True):
    """One value that differs. ``old`` or ``new`` is NOTHING where the property comes or goes."""

    path: PropertyPath
    old: Value | _Nothing
    new: Value | _Nothing

    def __str__(self) -> str:
        return f"{path_text(self.path)}: {_shown(self.old)} → {_shown(self.new)}"


def changes_between(old: Properties, new: Properties) -> list[Change]:
    """Every difference, down to single values, in the order of the new properties and then of what left."""
    return _differences((), dict(old), dict(new))


def _differences(path: PropertyPath, old: Value | _Nothing, new: Value | _Nothing) -> list[Change]:
    match old, new:
        case dict(), dict():
            keys = [*new, *(key for key in old if key not in new)]
            pairs = [((*path, key), old.get(key, NOTHING), new.get(key, NOTHING)) for key in keys]
        case list(), list():
            longest = range(max(len(old), len(new)))
            pairs = [
                (
                    (*path, index),
                    old[index] if index < len(old) else NOTHING,
                    new[index] if index < len(new) else NOTHING,
                )
                for index in longest
            ]
        case _Nothing(), dict() if new:
            pairs = [((*path, key), NOTHING, item) for key, item in new.items()]
        case dict(), _Nothing() if old:
            pairs = [((*path, key), item, NOTHING) for key, item in old.items()]
        case _:
            return [] if _same(old, new) else [Change(path, old, new)]
    return [change for inner, before, after in pairs for change in _differences(inner, before, after)]


def _same(old: Value | _Nothing, new: Value | _Nothing) -> bool:
    if isinstance(old, _Nothing | Unknown | dict | list) or isinstance(new, _Nothing | Unknown | dict | list):
        return old == new
    if old is None or new is None:
        return old is new
    return as_text(old) == as_text(new)


def _shown(value: Value | _Nothing) -> str:
    if isinstance(value, _Nothing):
        return "nothing"
    text = text_form(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
