"""What a container printed, as log events: from the monitor's file to what ``awslogs`` sends.

The monitor (conmon) writes one line for each piece it reads: time, stream, ``F`` for a piece that ends a line or ``P``
for one that doesn't, and the text. Pieces become lines again here; a line longer than an event may be is cut, and with
a multiline option lines become one event until the next that matches.

Sources (read 2026-11-23): https://docs.docker.com/engine/logging/drivers/awslogs/;
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html (sizes)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

# An event may have 262,144 bytes with the 26 that each is counted for:
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
EVENT_BYTES = 262_144 - 26
# strptime's letters as the awslogs driver knows them: https://docs.docker.com/engine/logging/drivers/awslogs/
_DATETIME_PATTERNS: Mapping[str, str] = {
    "%A": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "%a": r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    "%B": r"(?:January|February|March|April|May|June|July|August|September|October|November|December)",
    "%b": r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    "%d": r"(?:0?[1-9]|[1,2]\d|3[0,1])",
    "%f": r"\d{6}",
    "%H": r"(?:[0,1]\d|2[0-3])",
    "%I": r"(?:0\d|1[0-2])",
    "%j": r"(?:0?[1-9]|[1-9]\d|[1,2]\d\d|3[0-5]\d|36[0-6])",
    "%L": r"\.\d{3}",
    "%m": r"(?:0?[1-9]|1[0-2])",
    "%M": r"[0-5]\d",
    "%p": r"[A,P]M",
    "%S": r"[0-5]\d",
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%Z": r"[A-Z]{1,4}T",
    "%z": r"[+-]\d{4}",
}


class LogLine(Struct, frozen=True):
    """``timestamp_ms`` is since the epoch. ``offset`` is where in the file to go on after this line."""

    timestamp_ms: int
    text: str
    stream: str
    offset: int


class LineReader:
    """Makes lines of a file's bytes as they come. It begins at ``offset``, which must be the start of a file line."""

    def __init__(self, offset: int = 0) -> None:
        self._offset = offset
        self._rest = b""
        self._begun: dict[str, tuple[int, bytearray]] = {}

    def feed(self, data: bytes) -> Iterator[LogLine]:
        """The lines that are complete now."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        for raw in whole:
            self._offset += len(raw) + 1
            yield from self._take(raw)

    def flush(self) -> Iterator[LogLine]:
        """What a container that has ended left without a line's end."""
        for stream, (timestamp_ms, text) in sorted(self._begun.items()):
            yield from _cut(timestamp_ms, bytes(text), stream, self._offset)
        self._begun.clear()

    def _take(self, raw: bytes) -> Iterator[LogLine]:
        parts = raw.split(b" ", 3)
        if len(parts) < 3 or parts[1] not in (b"stdout", b"stderr"):
            return
        stream = parts[1].decode()
        timestamp_ms = _milliseconds(parts[0].decode(errors="replace"))
        begun, text = self._begun.pop(stream, (timestamp_ms, bytearray()))
        text += parts[3] if len(parts) == 4 else b""
        if parts[2].startswith(b"P") and len(text) < EVENT_BYTES:
            self._begun[stream] = (begun, text)
        else:
            yield from _cut(begun, bytes(text), stream, self._offset)


def stream_name(options: Mapping[str, str], container: str, task_id: str) -> str:
    """``prefix/container/task-id``, as Fargate names a container's log stream.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html (read 2026-11-23).
    """
    return f"{options.get('awslogs-stream-prefix', 'ecs')}/{container}/{task_id}"


def events(lines: Iterable[LogLine], options: Mapping[str, str]) -> Iterator[LogLine]:
    """Lines as the ``awslogs`` options make events of them."""
    pattern = multiline_pattern(options)
    if pattern is None:
        yield from lines
        return
    event: list[LogLine] = []
    for line in lines:
        if event and pattern.search(line.text):
            yield from _joined(event)
            event = []
        event.append(line)
    if event:
        yield from _joined(event)


def multiline_pattern(options: Mapping[str, str]) -> re.Pattern[str] | None:
    """What begins a new event; None where every line is one. A pattern that can't be read is none."""
    text = options.get("awslogs-multiline-pattern", "")
    if not text and (template := options.get("awslogs-datetime-format", "")):
        parts = re.split(r"(%[A-Za-z])", template)
        text = "".join(_DATETIME_PATTERNS.get(part, re.escape(part)) for part in parts)
    try:
        return re.compile(text) if text else None
    except re.error:
        return None


def _joined(event: list[LogLine]) -> Iterator[LogLine]:
    text = "\n".join(line.text for line in event).encode()
    yield from _cut(event[0].timestamp_ms, text, event[0].stream, event[-1].offset)


def _cut(timestamp_ms: int, text: bytes, stream: str, offset: int) -> Iterator[LogLine]:
    """One line, or several where it is too long for an event. A character is never cut in two."""
    while len(text) > EVENT_BYTES:
        end = EVENT_BYTES
        while end > EVENT_BYTES - 4 and text[end] & 0xC0 == 0x80:
            end -= 1
        yield LogLine(timestamp_ms, text[:end].decode(errors="replace"), stream, offset)
        text = text[end:]
    yield LogLine(timestamp_ms, text.decode(errors="replace").removesuffix("\r"), stream, offset)


def _milliseconds(text: str) -> int:
    match = re.fullmatch(r"(.{19})(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)", text)
    if match is None:
        return 0
    try:
        whole = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00"))
    except ValueError:
        return 0
    return int(whole.timestamp()) * 1000 + int((match[2] or "0").ljust(3, "0")[:3])
