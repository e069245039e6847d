"""When a listener rule applies: its conditions, read from the template.

A rule holds when every one of its conditions holds; a condition holds when any one of its values does. Host names,
header values and query strings are compared without regard to case, paths and methods with it. ``*`` stands for any
number of characters and ``?`` for exactly one.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html (read 2026-11-23).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from seatrial.model.value import Value, as_dict, as_list, as_text, at


class Field(StrEnum):
    HOST_HEADER = "host-header"
    PATH_PATTERN = "path-pattern"
    HTTP_HEADER = "http-header"
    HTTP_REQUEST_METHOD = "http-request-method"
    QUERY_STRING = "query-string"
    SOURCE_IP = "source-ip"


class QueryPair(Struct, frozen=True):
    """``key`` is None where any key will do."""

    key: str | None
    value: str


class Condition(Struct, frozen=True):
    """One condition. ``values`` are wildcard patterns, methods or CIDR blocks; ``regex_values`` regular expressions."""

    field: Field
    values: tuple[str, ...] = ()
    regex_values: tuple[str, ...] = ()
    header_name: str = ""
    pairs: tuple[QueryPair, ...] = ()


# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpRequestMethodConditionConfig.html
_METHOD = re.compile(r"[A-Z_-]{1,40}\Z")
# RFC 9110 allows more in a field name; these few are what HAProxy's fetch arguments take without a second quoting.
_HEADER_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}\Z")
# What AWS's expressions and PCRE2 both have. AWS refuses look-around, back references, atomic groups, possessive
# quantifiers, recursion and \p: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
_REGEX_ESCAPE = re.compile(r"\\(?:[dDwWsSbBnrtf]|[^A-Za-z0-9\s])")
MAXIMUM_REPEAT = 255
_REGEX_FORBIDDEN = re.compile(r"\(\?(?!:)|\(\*|[*+?}]\+|\[\[[:.=]|[\x00-\x1f\x7f]")


def conditions(value: Value) -> tuple[Condition, ...]:
    """The conditions of a rule, in the order of the template. What isn't one is left out; ``unusable`` names it."""
    return tuple(condition for item in as_list(value) if (condition := _condition(item)) is not None)


def unusable(value: Value) -> Iterator[str]:
    """What stands in a rule's conditions that no request can match here, each as a sentence."""
    for item in as_list(value):
        field = as_text(at(item, "Field"))
        condition = _condition(item)
        if condition is None:
            yield f"a condition on the field {field!r} is not known"
            continue
        if condition.field is Field.HTTP_HEADER and not header_name_is_usable(condition.header_name):
            yield f"the header name {condition.header_name!r} cannot be matched"
        for text in condition.regex_values:
            if not regex_is_usable(text):
                yield f"the regular expression {text!r} is not one that AWS and PCRE2 both accept"
        for text in condition.values:
            if condition.field is Field.HTTP_REQUEST_METHOD and not method_is_usable(text):
                yield f"{text!r} is not an HTTP method"
            if condition.field is Field.SOURCE_IP and not cidr_is_usable(text):
                yield f"{text!r} is not a CIDR block"


def method_is_usable(text: str) -> bool:
    return _METHOD.match(text) is not None


def header_name_is_usable(text: str) -> bool:
    return _HEADER_NAME.match(text) is not None


def cidr_is_usable(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def regex_is_usable(text: str) -> bool:
    """Whether an expression means the same on AWS, in Python and in PCRE2, and all of them accept it."""
    bare = _REGEX_ESCAPE.sub("", text)
    if not text or "\\" in bare or _REGEX_FORBIDDEN.search(bare) or not text.isascii():
        return False
    if any(
        int(number) > 255 for number in re.findall(r"\{,?(\d+)|(?<=,)(\d+)(?=\})", bare) for number in number if number
    ):
        return False
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def wildcard_regex(pattern: str, *, any_character: str = ".", escapes: bool = False) -> str:
    """A wildcard pattern as a regular expression without anchors.

    ``any_character`` is what ``*`` and ``?`` stand for; with ``escapes``, a backslash takes the meaning from the next
    one (AWS says so for query strings alone).
    """
    parts: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if escapes and character == "\\":
            following = next(characters, "")
            parts.append(_literal(following if following in ("*", "?", "\\") else character + following))
        elif character == "*":
            parts.append(any_character + "*")
        elif character == "?":
            parts.append(any_character)
        else:
            parts.append(_literal(character))
    return "".join(parts)


def _literal(text: str) -> str:
    """A text as a regular expression that matches it. A NUL, which no request can hold, is left out."""
    plain = (character for character in text if character != "\0")
    return "".join(character if character.isalnum() or character in "/_-" else "\\" + character for character in plain)


def _condition(item: Value) -> Condition | None:
    name = as_text(at(item, "Field"))
    if name not in tuple(Field):
        return None
    field = Field(name)
    config = as_dict(at(item, _CONFIG[field]))
    values = _texts(config.get("Values")) or _texts(at(item, "Values"))
    regex_values = _texts(config.get("RegexValues")) or _texts(at(item, "RegexValues"))
    if field is Field.QUERY_STRING:
        pairs = tuple(_pair(value) for value in as_list(config.get("Values")))
        return Condition(field, pairs=pairs)
    return Condition(field, values, regex_values, header_name=as_text(config.get("HttpHeaderName")))


_CONFIG = {
    Field.HOST_HEADER: "HostHeaderConfig",
    Field.PATH_PATTERN: "PathPatternConfig",
    Field.HTTP_HEADER: "HttpHeaderConfig",
    Field.HTTP_REQUEST_METHOD: "HttpRequestMethodConfig",
    Field.QUERY_STRING: "QueryStringConfig",
    Field.SOURCE_IP: "SourceIpConfig",
}


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(text for item in as_list(value) if (text := as_text(item)))


def _pair(value: Value) -> QueryPair:
    key = at(value, "Key")
    return QueryPair(as_text(key) if key is not None else None, as_text(at(value, "Value")))
