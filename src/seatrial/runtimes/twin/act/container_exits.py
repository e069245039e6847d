"""How and when containers end, told by the kernel and not asked for again and again.

Every container has a monitor (conmon) that outlives the engine. When the container ends, the monitor writes the exit
code into a file named by the container's id; a watch on that folder tells at once. Podman takes the file away when it
has read it, and is asked from then on. Should the monitor itself be killed, no file comes: a descriptor of the
monitor's process tells that, and the container, which nobody watches or logs any more, is ended too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from seatrial.runtimes.twin.act.inotify import IN_CLOSE_WRITE, IN_MOVED_TO, Inotify
from seatrial.runtimes.twin.act.memory_kills import MemoryKills
from seatrial.runtimes.twin.act.podman_settings import PodmanSettings

KILLED_EXIT_CODE = 137
# A monitor ends soon after its container; removing a task is not held up for longer by one that doesn't.
MONITOR_END_SECONDS = 5.0
# What ECS says of a container that the kernel ended for its memory:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/out-of-memory.html (read 2026-11-23)
OUT_OF_MEMORY_REASON = "OutOfMemoryError: Container killed due to memory usage"


class Exit(Struct, frozen=True):
    """``finished_at`` is seconds since the epoch."""

    exit_code: int
    oom_killed: bool
    finished_at: float

    @property
    def reason(self) -> str:
        """The container's reason in ECS's words; "" for an ordinary end."""
        return OUT_OF_MEMORY_REASON if self.oom_killed else ""


class ContainerExits:
    """Waits for ends.

    ``inspect`` asks podman of a container (None where it has none), ``end_unwatched`` ends one whose monitor is gone.
    """

    def __init__(
        self,
        settings: PodmanSettings,
        inspect: Callable[[str], Awaitable[Mapping[str, Any] | None]],
        end_unwatched: Callable[[str], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._inspect = inspect
        self._end_unwatched = end_unwatched
        self._waiting: dict[str, asyncio.Event] = {}
        self._inotify = Inotify()
        self._inotify.watch(settings.exits, IN_CLOSE_WRITE | IN_MOVED_TO, self._written)

    async def ended(self, container_id: str) -> Exit | None:
        """How a container ended; None while it runs, before it was started, and where there is none."""
        if found := self._written_exit(container_id):
            return found
        inspected = await self._inspect(container_id)
        if inspected is None:
            return None
        state = inspected["State"]
        if state["Status"] not in ("exited", "stopped"):
            return self._written_exit(container_id)
        code = int(state["ExitCode"])
        return Exit(code, self._for_memory(container_id, code), _seconds(state["FinishedAt"]))

    async def wait(self, container_id: str) -> Exit:
        """Returns when a started container has ended, at once if it already has."""
        changed = self._waiting.setdefault(container_id, asyncio.Event())
        monitor = _process_descriptor(self._settings.run_data(container_id) / "conmon.pid")
        kills = MemoryKills(_number(self._settings.run_data(container_id) / "pidfile"))
        loop = asyncio.get_running_loop()
        if monitor is not None:
            loop.add_reader(monitor, changed.set)
        try:
            while True:
                if changed.is_set():
                    self._note_kills(container_id, kills)
                    changed.clear()
                if (ended := await self.ended(container_id)) is not None:
                    return ended
                if monitor is None or _readable(monitor):
                    await self._end_unwatched(container_id)
                    return await self.ended(container_id) or Exit(KILLED_EXIT_CODE, False, time.time())
                await changed.wait()
        finally:
            kills.close()
            if monitor is not None:
                loop.remove_reader(monitor)
                os.close(monitor)
            if self._waiting.get(container_id) is changed:
                del self._waiting[container_id]

    def note_kill(self, container_id: str) -> None:
        """Remembers, across engines, that the end by SIGKILL is ours and not for want of memory."""
        with contextlib.suppress(OSError):
            self._mark(container_id, "killed").touch()

    def write(self, container_id: str, exit_code: int) -> None:
        """Says in the monitor's place how a container ended; podman too waits for that file."""
        draft = self._settings.run / f"{container_id}.exit"
        draft.write_text(str(exit_code))
        draft.rename(self._settings.exits / container_id)

    def monitor_gone(self, container_id: str) -> Callable[[], Awaitable[None]]:
        """Something to await for until the container's monitor, as it is now, has ended."""
        process = _process_descriptor(self._settings.run_data(container_id) / "conmon.pid")

        async def wait() -> None:
            if process is None:
                return
            ended = asyncio.Event()
            loop = asyncio.get_running_loop()
            loop.add_reader(process, ended.set)
            try:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), MONITOR_END_SECONDS)
            finally:
                loop.remove_reader(process)
                os.close(process)

        return wait

    def forget(self, container_id: str) -> None:
        marks = (self._mark(container_id, what) for what in ("killed", "memory"))
        for file in (self._settings.exits / container_id, *marks):
            file.unlink(missing_ok=True)

    def close(self) -> None:
        self._inotify.close()

    def _written_exit(self, container_id: str) -> Exit | None:
        """What the monitor's file says; podman takes the file away once it has read it."""
        file = self._settings.exits / container_id
        try:
            text, finished_at = file.read_text().strip(), file.stat().st_mtime_ns // 1_000_000 / 1000
        except OSError:
            return None
        if not text.lstrip("-").isdigit():
            return None
        return Exit(int(text), self._for_memory(container_id, int(text)), finished_at)

    def _for_memory(self, container_id: str, code: int) -> bool:
        """Whether the kernel ended it for its memory: what its counter said, else the monitor's less exact mark."""
        if code != KILLED_EXIT_CODE:
            return False
        counted = self._mark(container_id, "memory")
        if counted.exists():
            return counted.read_text() != "0"
        marked = (self._settings.user_data(container_id) / "oom").exists()
        return marked and not self._mark(container_id, "killed").exists()

    def _note_kills(self, container_id: str, kills: MemoryKills) -> None:
        """Writes the counter down, for later questions and other engines."""
        if (count := kills.count()) is not None:
            self._mark(container_id, "memory").write_text(str(count))

    def _mark(self, container_id: str, what: str) -> Path:
        return self._settings.run / f"{container_id}.{what}"

    def _written(self, name: str) -> None:
        if waiting := self._waiting.get(name):
            waiting.set()


def _process_descriptor(pid_file: Path) -> int | None:
    try:
        return os.pidfd_open(_number(pid_file))
    except OSError:
        return None


def _number(file: Path) -> int:
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return 0


def _readable(process: int) -> bool:
    """Whether the process of a pidfd has ended."""
    return bool(select.select([process], [], [], 0)[0])


def _seconds(text: str) -> float:
    """Podman's time (nanoseconds and zone) as seconds since the epoch, in whole milliseconds like those of the file."""
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", text)
    if found is None:
        return time.time()
    whole = int(datetime.fromisoformat(found[1] + found[3].replace("Z", "+00:00")).timestamp())
    return (whole * 1000 + int((found[2] or "").ljust(3, "0")[:3])) / 1000
