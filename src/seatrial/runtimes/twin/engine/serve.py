"""The engine's door: a unix socket of the owner's alone, one JSON line a request, operations by name.

The door knows nothing of what it lets in: ``operations.TABLE`` says which function answers which name.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import traceback
from typing import Any

from seatrial.runtimes.twin.engine.harbour import Harbour
from seatrial.runtimes.twin.engine.operations import TABLE
from seatrial.runtimes.twin.wire import LINE_BYTES, MOST_FDS, OperationError
from seatrial.runtimes.twin.yard import Yard

# An engine that has no stack waits so long for somebody to bring one.
IDLE_SECONDS = 5.0
LAST_ANSWERS_SECONDS = 2.0


class Answer:
    """What an operation may do with its caller beside returning a result: send frames, and see that it hung up."""

    def __init__(self, writer: asyncio.StreamWriter, fds: list[int]) -> None:
        self._writer = writer
        self.fds = fds

    async def frame(self, value: Any) -> None:
        self._writer.write(json.dumps({"frame": value}).encode() + b"\n")
        await self._writer.drain()


def run(yard: Yard) -> int:
    """Runs the engine until it is asked to end (exit status 0)."""
    if sys.version_info < (3, 12):
        # Later Pythons take a pidfd by themselves; before, each process that ends costs a thread.
        with contextlib.suppress(OSError):
            os.close(os.pidfd_open(os.getpid()))
            asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    return asyncio.run(_run(yard))


async def _run(yard: Yard) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    harbour = Harbour(yard, stop)
    await harbour.open()
    listener = _listen(yard)
    answering: set[asyncio.Task[None]] = set()
    door = asyncio.create_task(_accept(listener, harbour, answering))
    _end_without_stacks(harbour, answering)
    await stop.wait()
    yard.engine_socket.unlink(missing_ok=True)
    door.cancel()
    listener.close()
    if answering:
        await asyncio.wait(answering, timeout=LAST_ANSWERS_SECONDS)
    await harbour.close()
    return 0


def _listen(yard: Yard) -> socket.socket:
    draft = yard.engine_socket.with_suffix(".new")
    draft.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(draft))
    finally:
        os.umask(before)
    listener.listen(64)
    listener.setblocking(False)
    draft.rename(yard.engine_socket)
    return listener


async def _accept(listener: socket.socket, harbour: Harbour, answering: set[asyncio.Task[None]]) -> None:
    loop = asyncio.get_running_loop()

    def answered(task: asyncio.Task[None]) -> None:
        answering.discard(task)
        _end_without_stacks(harbour, answering)

    while True:
        connection, _ = await loop.sock_accept(listener)
        task = asyncio.create_task(_answer(connection, harbour))
        answering.add(task)
        task.add_done_callback(answered)


def _end_without_stacks(harbour: Harbour, answering: set[asyncio.Task[None]]) -> None:
    """Ends an engine that has no stack and that nobody asks anything: the command that started it was interrupted."""

    def look() -> None:
        if not harbour.stacks and not answering:
            harbour.stop.set()

    if not harbour.stacks:
        asyncio.get_running_loop().call_later(IDLE_SECONDS, look)


async def _answer(connection: socket.socket, harbour: Harbour) -> None:
    fds: list[int] = []
    try:
        first, fds = await _receive(connection)
        reader, writer = await asyncio.open_connection(sock=connection, limit=LINE_BYTES)
    except (OSError, ValueError):
        connection.close()
        return
    try:
        # An ending engine takes nothing up: who asks finds the connection closed, and asks the next engine.
        if not first or harbour.stop.is_set():
            return
        if not first.endswith(b"\n"):
            first += await reader.readline()
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps(await _result(first, reader, Answer(writer, fds), harbour)).encode() + b"\n")
            await writer.drain()
    finally:
        for fd in fds:
            with contextlib.suppress(OSError):
                os.close(fd)
        writer.close()


async def _receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """The first bytes of a request with the descriptors beside them, which a stream reader would drop."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    connection.setblocking(False)

    def readable() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(connection, readable)
    try:
        await ready
    finally:
        loop.remove_reader(connection)
    data, fds, _, _ = socket.recv_fds(connection, 65536, MOST_FDS)
    return data, list(fds)


async def _result(line: bytes, reader: asyncio.StreamReader, answer: Answer, harbour: Harbour) -> dict[str, Any]:
    """Carries the operation out; an operation whose caller hangs up is cancelled."""
    try:
        request = json.loads(line)
        operation = TABLE.get(request["op"])
        if operation is None:
            raise OperationError("InvalidAction", f"The action {request['op']} is not valid for this endpoint.")
        work = asyncio.ensure_future(operation(harbour, request.get("input") or {}, answer))
        hung_up = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({work, hung_up}, return_when=asyncio.FIRST_COMPLETED)
        hung_up.cancel()
        if not work.done():
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work
            return {"error": {"code": "RequestCanceled", "message": "the caller hung up"}}
        return {"result": work.result()}
    except OperationError as refusal:
        return {"error": {"code": refusal.code, "message": refusal.message}}
    except Exception as failure:
        traceback.print_exc(file=sys.stderr)
        return {"error": {"code": "InternalFailure", "message": f"{type(failure).__name__}: {failure}"}}
