"""Patterns of provider schemas as Python's, where that is safe.

CloudFormation matches them with Java's engine: they may use classes that Python lacks, and some of them take
exponential time on text that doesn't match. A pattern that can't be said safely in Python is left out: then the
validator says nothing, and never something wrong.
"""

from __future__ import annotations

import re
import warnings
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Java's Unicode classes, exactly for ASCII and generously beyond it.
BEYOND = "\\u00a1-\\U0010ffff"
CLASSES = {
    "L": f"A-Za-z{BEYOND}",
    "Lu": f"A-Z{BEYOND}",
    "Ll": f"a-z{BEYOND}",
    "M": BEYOND,
    "N": f"0-9{BEYOND}",
    "Nd": f"0-9{BEYOND}",
    "Z": f" \\u00a0{BEYOND}",
    "Zs": f" \\u00a0{BEYOND}",
    "S": f"$+<=>^`|~{BEYOND}",
    "P": f"!-#%-*,-/:;?@\\[-\\]_{{}}{BEYOND}",
    "Alpha": "A-Za-z",
    "Alnum": "A-Za-z0-9",
    "Digit": "0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "Punct": "!-/:-@\\[-`{-~",
    "ASCII": "\\x00-\\x7f",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": " \\t",
    "Space": " \\t-\\r",
    "Cntrl": "\\x00-\\x1f\\x7f",
}
_CLASS = re.compile(r"\\p\{(?:Is)?(\w+)\}|\\p([A-Z])")
# Beyond this many repetitions a repeat counts as unbounded.
MANY = 16


def python_pattern(pattern: str) -> str | None:
    """The same pattern for Python's ``re.ASCII``, or None where it cannot be said or could take too long."""
    translated = _with_classes(pattern)
    if translated is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(translated, re.ASCII)
            re.compile(translated, re.ASCII)
    except (re.error, FutureWarning, DeprecationWarning):
        return None
    return translated if _is_safe(tree, inside_many=False) else None


def _with_classes(pattern: str) -> str | None:
    if "&&" in pattern or "\\P" in pattern:
        return None
    result, position, inside = "", 0, False
    while position < len(pattern):
        found = _CLASS.match(pattern, position)
        if found:
            ranges = CLASSES.get(found[1] or found[2])
            if ranges is None:
                return None
            result += ranges if inside else f"[{ranges}]"
            position = found.end()
            continue
        if pattern[position] == "\\":
            result += pattern[position : position + 2]
            position += 2
            continue
        if pattern[position] == "[" and inside:
            result += "\\"
        elif pattern[position] == "[":
            inside = True
        elif pattern[position] == "]":
            inside = False
        result += pattern[position]
        position += 1
    return result


def _is_safe(tree: Any, *, inside_many: bool) -> bool:
    """Whether no repeat of many holds another one or a choice whose branches can begin alike."""
    for operation, argument in tree:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = argument
            many = most is constants.MAXREPEAT or most > MANY
            if many and inside_many:
                return False
            if not _is_safe(body, inside_many=inside_many or many):
                return False
        elif name == "SUBPATTERN":
            if not _is_safe(argument[3], inside_many=inside_many):
                return False
        elif name == "BRANCH":
            if inside_many:
                return False
            if not all(_is_safe(branch, inside_many=inside_many) for branch in argument[1]):
                return False
        elif name in ("ASSERT", "ASSERT_NOT"):
            if not _is_safe(argument[1], inside_many=inside_many):
                return False
        elif name == "ATOMIC_GROUP" and not _is_safe(argument, inside_many=inside_many):
            return False
    return _few_open_repeats(tree)


def _few_open_repeats(tree: Any) -> bool:
    """At most three unbounded repeats in a row: more of them make matching slower than the text is long, cubed."""
    unbounded = 0
    for operation, argument in tree:
        if str(operation) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] is constants.MAXREPEAT:
            unbounded += 1
    return unbounded <= 3
