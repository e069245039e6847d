"""What happened, in AWS's words: stack events, service events, task state changes."""

from __future__ import annotations

from msgspec import Struct


class Event(Struct, frozen=True):
    """``at`` is seconds since the epoch.

    ``source`` is "stack", "service", "task" or "target"; ``subject`` what it is about.
    """

    at: float
    stack: str
    source: str
    subject: str
    text: str
    level: str = "INFO"
