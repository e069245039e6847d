"""Whether a text matches a regular expression, in bounded time.

AllowedPattern is any regular expression, and a backtracking matcher can take for ever over one (``(a+)+b``). This one
follows the set of positions that a pattern can have reached, so that its time is bounded by pattern and text; what it
does not know (a backreference) or what takes too long is answered with None.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

_MOST_STEPS = 200_000
_LONGEST_PATTERN = 2_000
_LONGEST_TEXT = 4_096
_WORD = re.compile(r"\w")


class _Unknown(Exception):
    """The pattern has something in it that is not known here, or it takes too long."""


@lru_cache(maxsize=512)
def fits(pattern: str, text: str) -> bool | None:
    """Whether the whole text matches; None where that cannot be told. Each choice of parameters asks the same again."""
    if len(pattern) > _LONGEST_PATTERN or len(text) > _LONGEST_TEXT:
        return None
    try:
        tree = _tree(pattern)
        return len(text) in _Matcher(text, bool(tree.state.flags & re.IGNORECASE)).sequence(list(tree), {0})
    except (re.error, _Unknown, OverflowError, RecursionError, FutureWarning):
        return None


@lru_cache(maxsize=128)
def _tree(pattern: str) -> Any:
    with warnings.catch_warnings():
        # Of a set that Python may come to read otherwise (``[[a]``) nothing is said.
        warnings.simplefilter("error", FutureWarning)
        return sre.parse(pattern)


class _Matcher:
    def __init__(self, text: str, ignore_case: bool) -> None:
        if ignore_case:
            raise _Unknown
        self._text = text
        self._steps = 0

    def sequence(self, items: list[Any], starts: set[int]) -> set[int]:
        """Where the text can have been read to, from any of these positions."""
        for operation, argument in items:
            if not starts:
                return starts
            starts = self._one(str(operation), argument, starts)
        return starts

    def _one(self, operation: str, argument: Any, starts: set[int]) -> set[int]:
        self._steps += len(starts)
        if self._steps > _MOST_STEPS:
            raise _Unknown
        match operation:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                end = len(self._text)
                return {at + 1 for at in starts if at < end and _takes(operation, argument, self._text[at])}
            case "BRANCH":
                return {at for branch in argument[1] for at in self.sequence(list(branch), starts)}
            case "SUBPATTERN":
                if argument[1] or argument[2]:
                    raise _Unknown
                return self.sequence(list(argument[3]), starts)
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(argument[0], argument[1], list(argument[2]), starts)
            case "AT":
                return {at for at in starts if self._is_at(str(argument), at)}
            case "ASSERT" | "ASSERT_NOT" if argument[0] == 1:
                wanted = operation == "ASSERT"
                return {at for at in starts if bool(self.sequence(list(argument[1]), {at})) is wanted}
        raise _Unknown

    def _repeat(self, least: int, most: int, items: list[Any], starts: set[int]) -> set[int]:
        reached, times = set(starts), 0
        while times < least and reached:
            reached = self.sequence(items, reached)
            times += 1
            if times > len(self._text) + 1:
                break  # by now every round adds nothing but empty matches
        found, fresh = set(reached), reached
        while fresh and times < most:
            fresh = self.sequence(items, fresh) - found
            found |= fresh
            times += 1
        return found

    def _is_at(self, place: str, at: int) -> bool:
        match place:
            case "AT_BEGINNING" | "AT_BEGINNING_STRING":
                return at == 0
            case "AT_END" | "AT_END_STRING":
                return at == len(self._text)
            case "AT_BOUNDARY" | "AT_NON_BOUNDARY":
                before = at > 0 and bool(_WORD.match(self._text[at - 1]))
                after = at < len(self._text) and bool(_WORD.match(self._text[at]))
                return (before != after) is (place == "AT_BOUNDARY")
        raise _Unknown


def _takes(operation: str, argument: Any, char: str) -> bool:
    match operation:
        case "LITERAL":
            return bool(ord(char) == argument)
        case "NOT_LITERAL":
            return bool(ord(char) != argument)
        case "ANY":
            return char != "\n"
    items = list(argument)
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    return any(_in_set(str(kind), value, char) for kind, value in items[negated:]) is not negated


def _in_set(kind: str, value: Any, char: str) -> bool:
    match kind:
        case "LITERAL":
            return bool(ord(char) == value)
        case "RANGE":
            return bool(value[0] <= ord(char) <= value[1])
        case "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            test = {"DIGIT": _is_digit, "SPACE": str.isspace, "WORD": _is_word}.get(name.removeprefix("NOT_"))
            if test is not None:
                return test(char) is not name.startswith("NOT_")
    raise _Unknown


def _is_digit(char: str) -> bool:
    # CloudFormation's expressions are Java's, where \d and \w are ASCII.
    return "0" <= char <= "9"


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")
