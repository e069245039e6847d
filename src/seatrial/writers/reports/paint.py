"""Colours for a terminal, and none where nobody looks at one. A template's text loses its control characters."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from seatrial.model.finding import Severity
from seatrial.model.report import Mark


class Ink(StrEnum):
    """SGR sequences of ECMA-48."""

    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"
    BLUE = "34"
    CYAN = "36"


OF_SEVERITY = {Severity.ERROR: Ink.RED, Severity.WARNING: Ink.YELLOW, Severity.NOTE: Ink.CYAN}
OF_MARK = {Mark.THERE: Ink.GREEN, Mark.WRONG: Ink.RED, Mark.NOT_NEEDED: Ink.DIM, Mark.CANNOT_TELL: Ink.YELLOW}


class Paint(Struct, frozen=True):
    """Paints where ``colour`` says so."""

    colour: bool = False

    def __call__(self, text: str, *inks: Ink) -> str:
        if not self.colour or not inks or not text:
            return text
        return f"\x1b[{';'.join(inks)}m{text}\x1b[0m"


def clean(text: object) -> str:
    """One line without control characters: a template's text must not steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in str(text))
