"""How a face talks to the engine: JSON lines over a unix socket that only its owner can open.

A request is one line ``{"op": NAME, "input": {...}}``, with file descriptors beside it where the operation takes some.
Answers are lines: any number of ``{"frame": ...}``, then ``{"result": ...}`` or ``{"error": {"code", "message"}}``.
"""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

from seatrial.runtimes.twin.yard import Yard

MOST_FDS = 3
LINE_BYTES = 64 * 1024 * 1024


class OperationError(Exception):
    """AWS's refusal of an operation: its error code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class EngineGone(Exception):
    """The engine ended while it answered; the dock starts it again. All but ExecuteCommand may be asked for again."""


def call(
    yard: Yard,
    operation: str,
    request: dict[str, Any] | None = None,
    *,
    fds: tuple[int, ...] = (),
    on_frame: Callable[[Any], None] | None = None,
    patience_seconds: float | None = 30.0,
) -> Any:
    """Asks the engine and returns its result. Raises OperationError, EngineGone, or OSError when nothing listens."""
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        connection.settimeout(patience_seconds)
        connection.connect(str(yard.engine_socket))
        line = json.dumps({"op": operation, "input": request or {}}).encode() + b"\n"
        if fds:
            sent = socket.send_fds(connection, [line], list(fds))
            if sent < len(line):
                # Not otherwise: the engine may have answered and closed, and even nothing can't be sent to it then.
                connection.sendall(line[sent:])
        else:
            connection.sendall(line)
        for answer in _lines(connection):
            match answer:
                case {"frame": frame}:
                    if on_frame is not None:
                        on_frame(frame)
                case {"result": result}:
                    return result
                case {"error": {"code": code, "message": message}}:
                    raise OperationError(code, message)
    raise EngineGone(f"the engine ended while it answered {operation}")


def _lines(connection: socket.socket) -> Iterator[Any]:
    with connection.makefile("rb") as stream:
        while True:
            try:
                line = stream.readline(LINE_BYTES)
            except ConnectionError:
                return
            if not line.endswith(b"\n"):
                return
            yield json.loads(line)
