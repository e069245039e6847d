"""Words of an HAProxy configuration file, safe for whatever stands in a template.

A configuration line is cut into words at blanks, with quotes, backslashes, ``#`` and, in double quotes, environment
variables. Every character that may mean one of these is therefore written as ``\\xNN`` outside any quotes: no text,
whatever it holds, can end its word or its line. In words that HAProxy reads as a log format, ``%`` is doubled as well.

Source: https://docs.haproxy.org/2.6/configuration.html#2.2 and #8.2.4 (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_HARMLESS = re.compile(rb"[A-Za-z0-9_./:=@,+%()\[\]^*?|&;!<>-]")


def word(text: str) -> str:
    """Any text as one word of a line. A NUL ends strings in C, so it is left out."""
    data = text.encode("utf-8", "surrogateescape").replace(b"\0", b"")
    if not data:
        return '""'
    return "".join(chr(byte) if _HARMLESS.match(bytes([byte])) else f"\\x{byte:02x}" for byte in data)


def literal(text: str) -> str:
    """A text for a place where a log format is expected, meaning itself. Still to be made a ``word``."""
    return text.replace("%", "%%")


def header_value(text: str) -> str:
    """A text for the value of a header: a ``literal`` without control characters, which would end the header."""
    return literal("".join(character for character in text if character.isprintable()))


def section(head: str, lines: Iterable[str]) -> str:
    return "\n".join((head, *(f"    {line}" for line in lines))) + "\n"
