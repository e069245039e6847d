"""Tables by the text with which something is refused: the first pattern that is found in it decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

T = TypeVar("T")
# A refusal repeats what was given: no pattern needs more of it, and none gets slow over it.
_LONGEST = 1_000
# There are more of them than re keeps.
_compiled = cache(re.compile)


def first_of(table: Iterable[tuple[str, T]], message: str) -> tuple[T, tuple[str, ...]] | None:
    """What the table has for a message, and the groups of the pattern that was found."""
    head = message[:_LONGEST]
    for pattern, value in table:
        if (found := _compiled(pattern).search(head)) is not None:
            return value, found.groups()
    return None
