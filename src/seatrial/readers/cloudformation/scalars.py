"""Plain YAML scalars as CloudFormation types them: YAML 1.1, and a date stays text.

So ``no`` is false, ``010`` is 8, ``22:22`` is 1342 (base sixty), ``1.10`` is 1.1 and ``1e3`` is text. A number that
does not fit into 64 bits stays text. All of this was held against AWS's own cloudformation-validate 1.14.0 on
2026-11-23; a test does so again.
"""

from __future__ import annotations

import re

from seatrial.model.value import Scalar

_BINARY = re.compile(r"[-+]?0b[01_]+\Z")
_OCTAL = re.compile(r"[-+]?0[0-7_]+\Z")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)\Z")
_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z")
_SIXTIES = re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+\Z")
_FLOAT = re.compile(r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?\Z")
_SIXTIES_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*\Z")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_FIRST = frozenset("+-.0123456789")
_LONGEST_NUMBER = 40
_MOST_INTEGER = 2**63 - 1
_LEAST_INTEGER = -(2**63)


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar."""
    if text in _NULLS:
        return None
    if text[0] not in _FIRST:
        flag = _BOOLEANS.get(text.lower())
        return text if flag is None or text not in (text.lower(), text.capitalize(), text.upper()) else flag
    return _number(text)


def tagged_scalar(text: str, tag: str) -> Scalar:
    """The value of a scalar with one of YAML's own tags, such as ``!!int``; the text where it does not fit the tag."""
    if tag == "str":
        return text
    value = plain_scalar(text)
    if tag == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _number(text: str) -> Scalar:
    if len(text) > _LONGEST_NUMBER:
        return text
    digits = text.replace("_", "")
    try:
        if _DECIMAL.match(text):
            return _bounded(int(digits), text)
        if _OCTAL.match(text):
            return _bounded(int(digits, 8), text)
        if _HEXADECIMAL.match(text):
            return _bounded(int(digits, 16), text)
        if _BINARY.match(text):
            return _bounded(int(digits, 2), text)
        if _SIXTIES.match(text):
            return _bounded(int(_base_sixty(digits)), text)
        if _FLOAT.match(text):
            number = float(digits)
            return number if abs(number) < float("inf") else text
        if _SIXTIES_FLOAT.match(text):
            return _base_sixty(digits)
    except ValueError:
        return text  # nothing but signs and underscores
    return text


def _bounded(number: int, text: str) -> Scalar:
    return number if _LEAST_INTEGER <= number <= _MOST_INTEGER else text


def _base_sixty(digits: str) -> float:
    sign = -1 if digits.startswith("-") else 1
    total = 0.0
    for part in digits.lstrip("+-").split(":"):
        total = total * 60 + float(part)
    return sign * total
