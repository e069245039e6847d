from __future__ import annotations

import asyncio

from seatrial.runtimes.twin.yard import Yard


class Harbour:
    def __init__(self, yard: Yard, stop: asyncio.Event) -> None:
        self.yard, self.stop = yard, stop

    async def open(self) -> None: ...
    async def close(self) -> None: ...
