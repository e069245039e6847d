"""Where something stands in the user's text, so that every finding can point at it."""

from __future__ import annotations

from msgspec import Struct

PropertyPath = tuple[str | int, ...]


def path_text(path: PropertyPath) -> str:
    """Writes a property path as people read it: ``Rules[0].Port``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


class Span(Struct, frozen=True, order=True, gc=False):
    """One place in one file. ``line`` and ``column`` count from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NOWHERE = Span("")
