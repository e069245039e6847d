"""How a value, a path and a choice are shown where a value doesn't fit its schema."""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.kinds.schema_coercion import number_of
from seatrial.model.span import PropertyPath
from seatrial.model.value import HIDDEN, Sensitive, Value, as_text

LONGEST_SHOWN = 60
MOST_CHOICES_SHOWN = 24


def refusal(path: PropertyPath, message: str) -> str:
    pointer = "/".join(("#", *(str(part) for part in path)))
    return f"CloudFormation answers: Properties validation failed … with message: [{pointer}: {message}]"


def shown(value: Value) -> str:
    """A scalar as CloudFormation's validator shows it."""
    if isinstance(value, Sensitive):
        return HIDDEN
    text = as_text(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def quoted(value: Value) -> str:
    """A scalar as we show it: text in quotes."""
    return f"'{shown(value)}'" if isinstance(value, str) and number_of(value) is None else shown(value)


def spoken(found: str) -> str:
    return {
        "JSONObject": "a mapping",
        "JSONArray": "a list",
        "String": "a string",
        "Boolean": "a boolean",
    }.get(found, "a number")


def so_many(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def some(names: Sequence[str]) -> str:
    more = len(names) - MOST_CHOICES_SHOWN
    return ", ".join(names[:MOST_CHOICES_SHOWN]) + (f" (and {more} more)" if more > 0 else "")
