"""What mends a value that is empty because a parameter is: a default of "" often stands for what one has to give.

A resource doesn't keep which parameter a value came from: of several that are empty, those are named that are called
as what they are for, or else all.
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.value import Value

_MOST_NAMED = 3
# What a list is from a parameter of that kind whose default is "".
_EMPTY = ("", [""])


def is_empty(value: Value) -> bool:
    return value in _EMPTY


def given_in_place(inquiry: Inquiry, value: Value, purpose: str) -> str:
    """``--param NAME=VALUE`` for each parameter that an empty value may come from, or "" where none is empty."""
    empty = [item.name for item in inquiry.system.parameters.values() if item.value == value]
    wanted = purpose.lower().removesuffix("s")
    called = [name for name in empty if wanted and wanted in name.lower()]
    return " or ".join(f"--param {name}=VALUE" for name in (called or empty)[:_MOST_NAMED])
