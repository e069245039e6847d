"""The engine's side of the keeper's portal: asks for a listening socket on the host's 127.0.0.1."""

from __future__ import annotations

import json
import socket

from msgspec import Struct

from seatrial.runtimes.twin.yard import Yard

ANSWER_SECONDS = 5.0


class HostListener(Struct, frozen=True):
    """A socket that listens on the host's ``127.0.0.1:port``; ``fd`` is the engine's own descriptor of it."""

    name: str
    port: int
    fd: int


def open_on_host(yard: Yard, name: str, ports: list[int]) -> HostListener:
    """Has the keeper open (or find again) the listener of this name; ``ports`` are the wanted ones, best first."""
    with _connection(yard) as connection:
        connection.sendall(json.dumps({"name": name, "ports": ports}).encode() + b"\n")
        answer, fds, _, _ = socket.recv_fds(connection, 4096, 1)
        if not fds:
            raise OSError(f"the keeper could not open a port of 127.0.0.1 for {name}")
        return HostListener(name, int(json.loads(answer)["port"]), fds[0])


def close_on_host(yard: Yard, name: str) -> None:
    with _connection(yard) as connection:
        connection.sendall(json.dumps({"close": name}).encode() + b"\n")
        connection.recv(64)


def _connection(yard: Yard) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(ANSWER_SECONDS)
    connection.connect(str(yard.keeper_socket))
    return connection
