"""Listener rules in HAProxy's words: conditions as access lists, redirects and fixed responses as replies.

The cheapest match that says the same is taken: ``/img/*`` becomes a prefix, ``*.example.com`` a suffix, and only what
needs one becomes a regular expression.

Source: https://docs.haproxy.org/2.6/configuration.html#7 (read 2026-11-23); AWS's side in ``elbv2_listener_rule``.
"""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.elbv2_listener import FixedResponse, Listener, Redirect, Rule
from seatrial.runtimes.twin.decide.elbv2_listener_rule import (
    Condition,
    Field,
    QueryPair,
    cidr_is_usable,
    header_name_is_usable,
    method_is_usable,
    regex_is_usable,
    wildcard_regex,
)
from seatrial.runtimes.twin.decide.haproxy_errors import HEADERS, page
from seatrial.runtimes.twin.decide.haproxy_text import header_value, word

HOST = "req.hdr(host),host_only"
NEVER = "always_false"
# RFC 9110, 15.3.5 and 15.3.6: what has no content, whatever the template says.
WITHOUT_BODY = (204, 205, 304)


class Replies(Struct):
    """Bodies that are read from files: they may hold anything, and stay out of the configuration's text."""

    folder: str
    files: dict[str, bytes] = field(default_factory=dict)

    def file(self, body: bytes) -> str:
        """The path of a file with this body, as a word."""
        name = f"body-{hashlib.sha256(body).hexdigest()[:16]}"
        self.files[name] = body
        return word(f"{self.folder}/{name}")


def access_lists(rule: Rule, number: int) -> tuple[list[str], str]:
    """The ``acl`` lines of a rule and the condition that joins them."""
    lines: list[str] = []
    names: list[str] = []
    for position, condition in enumerate(rule.conditions):
        name = f"rule{number}_{position}"
        names.append(name)
        lines += [f"acl {name} {test}" for test in _tests(condition) or [NEVER]]
    if not names:
        return [f"acl rule{number} {NEVER}"], f"rule{number}"
    return lines, " ".join(names)


def fixed_response(action: FixedResponse, replies: Replies, condition: str) -> str:
    """``http-request return`` with a fixed response."""
    line = f"http-request return status {action.status_code}"
    if action.body and action.status_code not in WITHOUT_BODY:
        line += f" content-type {word(action.content_type)} file {replies.file(action.body.encode())}"
    return f"{line} {HEADERS}{condition}"


def redirect(action: Redirect, listener: Listener, replies: Replies, condition: str) -> list[str]:
    """``http-request return`` with a redirect; two lines where the query may be missing from the request."""
    start = f"http-request return status {action.status_code} {page(action.status_code, replies.folder)}"
    end = HEADERS
    base = _location(action, listener)
    if "#{query}" not in action.query:
        query = f"?{_filled(action.query, listener)}" if action.query else ""
        return [f"{start} hdr location {word(base + query)} {end}{condition}"]
    joined = f"{condition} {{ query -m len gt 0 }}" if condition else " if { query -m len gt 0 }"
    without = _filled(action.query.replace("#{query}", ""), listener)
    return [
        f"{start} hdr location {word(f'{base}?{_filled(action.query, listener)}')} {end}{joined}",
        f"{start} hdr location {word(base + (f'?{without}' if without else ''))} {end}{condition}",
    ]


def _location(action: Redirect, listener: Listener) -> str:
    """``protocol://host:port/path`` as a log format. ALB always writes the port."""
    protocol = action.protocol.replace("#{protocol}", listener.protocol).lower()
    host = _filled(action.host, listener)
    port = _filled(action.port, listener)
    path = action.path if action.path.startswith("/") else f"/{action.path}"
    # The request's path begins with the slash that "/#{path}" writes before it.
    path = (
        "%[path]" + _filled(path.removeprefix("/#{path}"), listener)
        if path.startswith("/#{path}")
        else _filled(path, listener)
    )
    return f"{header_value(protocol)}://{host}:{port}{path}"


def _filled(text: str, listener: Listener) -> str:
    """A component of a redirect as a log format, with its keywords replaced."""
    keywords = {
        "#{protocol}": header_value(listener.protocol.lower()),
        "#{host}": f"%[{HOST}]",
        "#{port}": str(listener.port),
        "#{path}": "%[path,bytes(1)]",
        "#{query}": "%[query]",
    }
    parts = re.split(r"(#\{(?:protocol|host|port|path|query)\})", text)
    return "".join(keywords.get(part, header_value(part)) for part in parts)


def _tests(condition: Condition) -> list[str]:
    """One test for each value that can be matched: together they are an or."""
    match condition.field:
        case Field.HOST_HEADER:
            return [*_wildcards(HOST, condition.values, "-i "), *_regexes(HOST, condition.regex_values, "-i ")]
        case Field.PATH_PATTERN:
            return [*_wildcards("path", condition.values), *_regexes("path", condition.regex_values)]
        case Field.HTTP_HEADER:
            if not header_name_is_usable(condition.header_name):
                return []
            header = f"req.fhdr({condition.header_name})"
            return [*_wildcards(header, condition.values, "-i "), *_regexes(header, condition.regex_values, "-i ")]
        case Field.HTTP_REQUEST_METHOD:
            return [f"method {value}" for value in condition.values if method_is_usable(value)]
        case Field.QUERY_STRING:
            return [f"query -m reg -i -- {word(_query_regex(pair))}" for pair in condition.pairs]
        case Field.SOURCE_IP:
            return [f"src {value}" for value in condition.values if cidr_is_usable(value)]


def _wildcards(fetch: str, patterns: tuple[str, ...], flags: str = "") -> list[str]:
    return [f"{fetch} {_wildcard(pattern, flags)}" for pattern in patterns]


def _wildcard(pattern: str, flags: str) -> str:
    inner = pattern.strip("*")
    if not inner:
        return "-m found" if pattern else f"{flags}-m str -- {word('')}"
    if "*" not in inner and "?" not in inner:
        method = {
            (False, False): "str",
            (False, True): "beg",
            (True, False): "end",
            (True, True): "sub",
        }[pattern.startswith("*"), pattern.endswith("*")]
        return f"-m {method} {flags}-- {word(inner)}"
    return f"-m reg {flags}-- {word(f'^{wildcard_regex(pattern)}$')}"


def _regexes(fetch: str, expressions: tuple[str, ...], flags: str = "") -> list[str]:
    return [f"{fetch} -m reg {flags}-- {word(text)}" for text in expressions if regex_is_usable(text)]


def _query_regex(pair: QueryPair) -> str:
    key = "[^&=]*" if pair.key is None else wildcard_regex(pair.key, any_character="[^&=]", escapes=True)
    return f"(^|&){key}={wildcard_regex(pair.value, any_character='[^&]', escapes=True)}(&|$)"
