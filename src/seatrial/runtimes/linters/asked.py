"""What a linter is asked, and how one fails."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from seatrial.model.span import PropertyPath


class LinterFailed(Exception):
    """A linter is not installed or gave no answer; the message says why and what to do."""


class Asked(Struct, frozen=True):
    """A template and the region that it is for."""

    file: Path
    region: str


def place_in_resource(path: list[str | int]) -> tuple[str, PropertyPath]:
    """The logical id and the property of a place in a template: ``Resources, Task, Properties, Cpu``."""
    if len(path) < 2 or path[0] != "Resources":
        return "", ()
    inner = path[2:]
    return str(path[1]), tuple(inner[1:] if inner[:1] == ["Properties"] else inner)
