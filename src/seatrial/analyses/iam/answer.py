"""Yes, no, or cannot tell: the three answers that each part of a statement gives, and how they combine."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct


class Answer(Struct, frozen=True):
    """``holds`` is None where it cannot be told; ``why`` then completes "cannot tell, because ..."."""

    holds: bool | None
    why: str = ""

    def __invert__(self) -> Answer:
        return self if self.holds is None else Answer(not self.holds)


YES, NO = Answer(True), Answer(False)


def cannot_tell(why: str) -> Answer:
    return Answer(None, why)


def every(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Whether all parts hold. A part that doesn't decides, whatever cannot be told of the others."""
    doubt: Answer | None = None
    for part in parts:
        answer = part()
        if answer.holds is False:
            return NO
        if answer.holds is None:
            doubt = doubt or answer
    return doubt or YES


def some(parts: Iterable[Callable[[], Answer]]) -> Answer:
    """Whether at least one part holds."""
    doubt: Answer | None = None
    for part in parts:
        answer = part()
        if answer.holds is True:
            return YES
        if answer.holds is None:
            doubt = doubt or answer
    return doubt or NO
