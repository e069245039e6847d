"""Reads what containers print, while they print it.

Each container's monitor writes to a file of its own in the yard, so nothing is lost while no engine runs; a reader says
where to go on. Waiting for more is a watch on the task's folder, not a look now and then.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from seatrial.runtimes.twin.act.inotify import IN_CREATE, IN_MODIFY, IN_MOVED_TO, Inotify
from seatrial.runtimes.twin.decide.container_log import LineReader, LogLine

READ_BYTES = 256 * 1024


class ContainerLogs:
    """The log files of one yard: one folder a task, one file a container."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._inotify = Inotify()

    def file(self, task_id: str, container: str) -> Path:
        return self._folder / task_id / f"{container}.log"

    def read(self, task_id: str, container: str, offset: int = 0, *, ended: bool = False) -> list[LogLine]:
        """The complete lines from an offset on; with ``ended`` also what has no line's end."""
        reader = LineReader(offset)
        lines: list[LogLine] = []
        for data in _chunks(self.file(task_id, container), offset):
            lines += reader.feed(data)
        return [*lines, *(reader.flush() if ended else ())]

    def tail(self, task_id: str, container: str, count: int) -> list[LogLine]:
        """The last lines, the oldest first."""
        reader, kept = LineReader(), deque[LogLine](maxlen=count)
        for data in _chunks(self.file(task_id, container), 0):
            kept.extend(reader.feed(data))
        kept.extend(reader.flush())
        return list(kept)

    async def follow(
        self, task_id: str, container: str, offset: int = 0, *, ended: asyncio.Event | None = None
    ) -> AsyncIterator[LogLine]:
        """Lines from an offset on as they come, until ``ended`` is set and all is read."""
        file = self.file(task_id, container)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        changed = asyncio.Event()
        changed.set()
        watch = self._inotify.watch(
            file.parent,
            IN_CREATE | IN_MODIFY | IN_MOVED_TO,
            lambda name: changed.set() if name == file.name else None,
        )
        over = asyncio.create_task(ended.wait()) if ended else None
        if over is not None:
            over.add_done_callback(lambda _: changed.set())
        reader = LineReader(offset)
        try:
            while True:
                await changed.wait()
                changed.clear()
                last = ended is not None and ended.is_set()
                for data in _chunks(file, offset):
                    offset += len(data)
                    for line in reader.feed(data):
                        yield line
                if last:
                    for line in reader.flush():
                        yield line
                    return
        finally:
            self._inotify.forget(watch)
            if over is not None:
                over.cancel()

    def close(self) -> None:
        self._inotify.close()


def _chunks(file: Path, offset: int) -> Iterator[bytes]:
    """What is in a file from an offset on, in pieces; nothing where there is no file."""
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return
    with stream:
        stream.seek(offset)
        yield from iter(lambda: stream.read(READ_BYTES), b"")
