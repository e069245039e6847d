"""What happened and that it happened: events, stack versions, and those who wait for a change."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from seatrial.model.event import Event
from seatrial.runtimes.twin.engine.journal import Journal


class Chronicle:
    """Numbers every change of a stack, so that a watcher sleeps until there is something to see."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._versions: dict[str, int] = defaultdict(int)
        self._waiting: set[asyncio.Future[None]] = set()
        self.last_event: dict[str, int] = defaultdict(int)

    def version(self, stack: str) -> int:
        return self._versions[stack]

    def changed(self, stack: str) -> None:
        """Says that something a watcher may want to see is different now."""
        self._versions[stack] += 1
        self._wake()

    def add(self, event: Event) -> None:
        self.last_event[event.stack] = self._journal.add_event(event)
        self.changed(event.stack)

    def events(self, stack: str, after: int) -> list[tuple[int, Event]]:
        return self._journal.events(stack, after)

    def recover(self, stack: str) -> None:
        """After a start of the engine: goes on where the journal ends."""
        found = self._journal.events(stack)
        self.last_event[stack] = found[-1][0] if found else 0
        # A watcher that knew the version of an engine that was killed must not take this one's for the same.
        self._versions[stack] = self.last_event[stack] * 1000

    def forget(self, stack: str) -> None:
        self._journal.forget_events(stack)
        self.last_event.pop(stack, None)

    async def wait(self, stack: str, version: int, seconds: float) -> int:
        """Returns when the stack's version is no longer this one, or after so many seconds; the version then."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._versions[stack] == version:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, left)
            except TimeoutError:
                break
            finally:
                self._waiting.discard(future)
        return self._versions[stack]

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
