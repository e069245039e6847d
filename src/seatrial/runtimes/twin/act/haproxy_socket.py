"""Speaks to a running HAProxy through its admin socket.

Source: https://docs.haproxy.org/2.6/management.html#9.3 (read 2026-11-23).
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

ANSWER_SECONDS = 5.0
# HAProxy takes a line of commands up to a buffer's size; this many stay well below it.
COMMANDS_PER_LINE = 100
# The bit of srv_admin_state that keeps a server out of service. (0x04 only tells how it was configured.)
_MAINTENANCE = 0x01


class ServerState(Struct, frozen=True):
    """One server as ``show servers state`` gives it."""

    backend: str
    name: str
    address: str
    port: int
    weight: int
    ready: bool


async def ask(socket: Path, commands: Sequence[str]) -> str:
    """Runs commands and gives what HAProxy said. ``OSError`` or ``TimeoutError`` where it doesn't answer."""
    answers = []
    for start in range(0, len(commands), COMMANDS_PER_LINE):
        line = ";".join(commands[start : start + COMMANDS_PER_LINE])
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(socket))
            try:
                writer.write(line.encode() + b"\n")
                await writer.drain()
                answers.append((await reader.read(-1)).decode())
            finally:
                writer.close()
    return "".join(answers)


async def server_states(socket: Path) -> tuple[ServerState, ...]:
    """Every server of every backend."""
    lines = [line for line in (await ask(socket, ["show servers state"])).splitlines() if line.strip()]
    # The first line is the format's version, the second the names of the columns after "# ".
    if len(lines) < 2 or not lines[1].startswith("# "):
        return ()
    columns = lines[1].removeprefix("# ").split()
    rows = (dict(zip(columns, line.split(), strict=False)) for line in lines[2:])
    return tuple(
        ServerState(
            row["be_name"],
            row["srv_name"],
            row["srv_addr"],
            int(row["srv_port"]),
            int(row["srv_uweight"]),
            not int(row["srv_admin_state"]) & _MAINTENANCE,
        )
        for row in rows
    )


async def statistics(socket: Path) -> Iterable[dict[str, str]]:
    """The rows of ``show stat`` by column name."""
    text = (await ask(socket, ["show stat"])).removeprefix("# ")
    return list(csv.DictReader(io.StringIO(text.strip())))
