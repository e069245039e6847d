"""What mends a value that is empty because a parameter is: a default of "" often stands for what one has to give.

A resource doesn't keep which parameter a value came from, so where several are empty they are all named.
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry

_MOST_NAMED = 3


def given_in_place(inquiry: Inquiry) -> str:
    """``--param NAME=VALUE`` for each parameter that is empty, or "" where none is."""
    empty = [item.name for item in inquiry.system.parameters.values() if item.value == ""]
    return " or ".join(f"--param {name}=VALUE" for name in empty[:_MOST_NAMED])
