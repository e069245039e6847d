"""The server at 169.254.170.2 in each task's network namespace: metadata, statistics and credentials of that task
alone.

The address stands on the task's loopback, so nothing but the task's own containers can reach it, and no security group
is in the way. The socket is made inside the namespace by whoever knows how (``socket_in``); what is said is decided
elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import h11

from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.decide.container_create import METADATA_ADDRESS
from seatrial.runtimes.twin.decide.container_stats import Sample, stats_document
from seatrial.runtimes.twin.decide.metadata_answer import Answer, Known, answer
from seatrial.runtimes.twin.decide.task_metadata import Document, docker_id

METADATA_PORT = 80
IDLE_SECONDS = 60.0
REQUEST_BYTES = 16 * 1024

SocketIn = Callable[[str, tuple[str, int]], socket.socket]
"""Makes a TCP socket bound to an address inside a network namespace, listening or not."""


class TaskMetadata:
    """One server per task."""

    def __init__(self, socket_in: SocketIn) -> None:
        self._socket_in = socket_in
        self._servers: dict[str, asyncio.Server] = {}

    async def serve(self, task_id: str, namespace: str, known: Callable[[], Known]) -> None:
        """Answers in the task's namespace with what ``known`` says at each request. Safe to repeat."""
        if task_id in self._servers:
            return
        listener = await asyncio.to_thread(self._socket_in, namespace, (METADATA_ADDRESS, METADATA_PORT))
        listener.setblocking(False)
        try:
            self._servers[task_id] = await asyncio.start_server(
                lambda reader, writer: _converse(reader, writer, known), sock=listener
            )
        except OSError:
            listener.close()
            raise

    def stop(self, task_id: str) -> None:
        if server := self._servers.pop(task_id, None):
            server.close()

    def close(self) -> None:
        for task_id in list(self._servers):
            self.stop(task_id)


class ContainerSamples:
    """Statistics of running containers; each document compares with the one given out before."""

    def __init__(self, cgroups: Cgroups) -> None:
        self._cgroups = cgroups
        self._before: dict[tuple[str, str], Sample] = {}

    def document(self, task_id: str, container: str, pid: int, memory_limit_mib: int) -> Document | None:
        """Docker's statistics of the container of this first process; None when it isn't running."""
        sample = self.sample(pid, memory_limit_mib)
        if sample is None:
            return None
        before = self._before.get((task_id, container))
        self._before[task_id, container] = sample
        return stats_document(docker_id(task_id, container), container, sample, before)

    def sample(self, pid: int, memory_limit_mib: int) -> Sample | None:
        usage = self._cgroups.usage(pid) if pid else None
        if usage is None:
            return None
        return Sample(
            at=time.time(),
            cpu_nanoseconds=usage.cpu_nanoseconds,
            system_nanoseconds=_host_nanoseconds(),
            online_cpus=os.cpu_count() or 1,
            memory_bytes=usage.memory_bytes,
            memory_most_bytes=usage.memory_most_bytes,
            memory_limit_bytes=usage.memory_limit_bytes or memory_limit_mib * 1024 * 1024,
            cache_bytes=usage.cache_bytes,
            processes=usage.processes,
            networks=_networks(pid),
        )

    def forget(self, task_id: str) -> None:
        for key in [key for key in self._before if key[0] == task_id]:
            del self._before[key]


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, known: Callable[[], Known]) -> None:
    """Answers one connection's requests until it is closed, idle for long, or not HTTP."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=REQUEST_BYTES)
    try:
        async with asyncio.timeout(None) as patience:
            while True:
                patience.reschedule(asyncio.get_running_loop().time() + IDLE_SECONDS)
                request = await _request(reader, connection)
                if request is None:
                    return
                told = answer(request.method.decode(), request.target.decode(), known(), time.time())
                _send(connection, writer, told, head=request.method == b"HEAD")
                await writer.drain()
                if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                    return
                connection.start_next_cycle()
    except (OSError, h11.ProtocolError):
        return
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _request(reader: asyncio.StreamReader, connection: h11.Connection) -> h11.Request | None:
    request = None
    while True:
        event = connection.next_event()
        match event:
            case h11.NEED_DATA:
                connection.receive_data(await reader.read(REQUEST_BYTES))
            case h11.Request():
                request = event
            case h11.EndOfMessage():
                return request
            case h11.ConnectionClosed() | h11.PAUSED:
                return None


def _send(connection: h11.Connection, writer: asyncio.StreamWriter, told: Answer, *, head: bool) -> None:
    body = str(told.body).encode() if told.plain else json.dumps(told.body).encode()
    kind = "text/plain; charset=utf-8" if told.plain else "application/json"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    writer.write(connection.send(h11.Response(status_code=told.status, headers=headers)) or b"")
    if not head:
        writer.write(connection.send(h11.Data(data=body)) or b"")
    writer.write(connection.send(h11.EndOfMessage()) or b"")


def _host_nanoseconds() -> int:
    """Processor time of the whole host since it started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    return sum(int(field) for field in fields) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def _networks(pid: int) -> dict[str, tuple[int, ...]]:
    """Bytes, packets, errors and drops by interface, received and sent."""
    found = {}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]:
            name, _, rest = line.partition(":")
            fields = [int(field) for field in rest.split()]
            if name.strip() != "lo" and len(fields) >= 12:
                found[name.strip()] = (*fields[0:4], *fields[8:12])
    return found
