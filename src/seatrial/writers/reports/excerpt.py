"""The source line of a finding, with carets under what is meant, as a compiler shows it.

A line may be a whole template: of one that is longer than there is room, the part around the place is shown. Carets
stand under what a terminal shows, where East Asian characters take two columns and accents none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from seatrial.model.span import Span
from seatrial.writers.reports.paint import Ink, Paint, clean

Lines = Callable[[str], Sequence[str]]
"""The lines of a file's text, for pointing at; empty where it cannot be read."""

# Where nobody looks at a terminal, a line may be this long.
LONGEST_LINE = 160
MORE = "…"
# A longer value is pointed at by its key alone.
_LONGEST_TOKEN = 80
# What is looked at of a line before and behind a place: all that could be shown.
_AROUND = 400


def excerpt(span: Span, lines: Lines, ink: Ink, paint: Paint, width: int = LONGEST_LINE) -> Iterator[str]:
    """The source line and the line of carets below it; nothing where there is no such line, or it is blank."""
    text = lines(span.file) if span.line else ()
    if not 0 < span.line <= len(text):
        return
    line = text[span.line - 1].rstrip("\r\n")
    if not line.strip():
        return
    number, bar = str(span.line), paint("|", Ink.BLUE)
    shown, before, under = _shown(line, max(span.column - 1, 0), width - len(number) - 5)
    yield f"  {paint(number, Ink.BLUE)} {bar} {shown}"
    yield f"  {' ' * len(number)} {bar} {' ' * before}{paint('^' * max(under, 1), ink)}"


def _shown(line: str, start: int, room: int) -> tuple[str, int, int]:
    """A line, or its part around a place, with the columns before the place and those of what stands there."""
    start = min(start, len(line))
    nested = _depth(line[:start]) > 0
    first, last = max(start - _AROUND, 0), min(start + _AROUND, len(line))
    token = len(_token(line[start:last], nested))
    text = clean(line[first:last])
    columns = [0, *accumulate(_columns(char) for char in text)]
    at, end = start - first, start - first + token
    if first == 0 and last == len(line) and columns[-1] <= room:
        return text, columns[at], columns[end] - columns[at]
    # A third of the room for what stands before, and more where what stands behind doesn't need the rest.
    room = max(room - 2 * len(MORE), 1)
    leading = max(room // 3, room - (columns[-1] - columns[at]))
    left = 0 if columns[end] <= room * 2 // 3 else _leftmost(columns, columns[at] - leading)
    right = _rightmost(columns, columns[left] + room)
    opening, closing = MORE if first + left > 0 else "", MORE if first + right < len(line) else ""
    before = len(opening) + columns[at] - columns[left]
    return f"{opening}{text[left:right]}{closing}", before, columns[min(end, right)] - columns[at]


def _leftmost(columns: Sequence[int], column: int) -> int:
    return next(index for index, at in enumerate(columns) if at >= column)


def _rightmost(columns: Sequence[int], column: int) -> int:
    return next(index for index in range(len(columns) - 1, -1, -1) if columns[index] <= column)


def _columns(char: str) -> int:
    """How wide a terminal shows a character.

    Source: https://www.unicode.org/reports/tr11/ (read 2026-11-30).
    """
    if char.isascii():
        return 1
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _token(rest: str, nested: bool) -> str:
    """What stands at the place: a key with its value is pointed at as one, up to a comment or the line's end.

    In a list or mapping of one line it ends where the next entry begins. A variable in a string is pointed at alone.
    """
    if rest.startswith("${") and "}" in rest:
        return rest[: rest.index("}") + 1]
    rest = rest.split(" #", 1)[0].rstrip().rstrip(",")
    whole = _entry(rest) if nested else rest
    if len(whole) > _LONGEST_TOKEN:
        key = _key(whole)
        return key or whole
    return whole


def _entry(rest: str) -> str:
    depth, quote, escaped = 0, "", False
    for index, char in enumerate(rest):
        if quote:
            quote = "" if char == quote and not escaped else quote
            escaped = char == "\\" and not escaped and quote == '"'
        elif char in "\"'":
            quote = char
        elif char in "{[(":
            depth += 1
        elif depth and char in "}])":
            depth -= 1
        elif not depth and char in ",}]":
            return rest[:index].rstrip()
    return rest


def _key(entry: str) -> str:
    """The key of ``key: value``; "" where there is none."""
    if entry[:1] in "\"'":
        end = entry.find(entry[0], 1)
        return entry[: end + 1] if end > 0 and entry[end + 1 :].lstrip().startswith(":") else ""
    name, colon, _ = entry.partition(":")
    return name if colon and not set(name) & set(" {[(\"'") else ""


def _depth(before: str) -> int:
    """How many brackets are open at a place of a line."""
    return sum(before.count(char) for char in "{[") - sum(before.count(char) for char in "}]")
