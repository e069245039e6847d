"""Network namespaces: sockets and commands inside them, from one process.

A thread enters a namespace with setns and leaves it by ending; a socket made there stays there. Python has ``os.setns``
only from 3.12 on, so libc is asked.

Source: man 2 setns, man 7 network_namespaces.
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import socket as sockets
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

CLONE_NEWNET = 0x40000000
FOLDER = Path("/run/netns")

T = TypeVar("T")
_libc = ctypes.CDLL(None, use_errno=True)


class Outcome(StrEnum):
    CONNECTED = "connected"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class NoSuchNamespace(OSError):
    """A namespace that is gone, or was never made."""


class Namespaces:
    """``None`` (and "") is the namespace that the engine itself is in: the internet."""

    def run_in(self, netns: str | None, action: Callable[[], T]) -> T:
        """Calls ``action`` in a namespace; what it raises is raised here. Children that it starts are there as well."""
        if not netns:
            return action()
        result: list[T] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                _enter(netns)
                result.append(action())
            except BaseException as error:  # it belongs to the caller's thread
                failure.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join()
        if failure:
            raise failure[0]
        return result[0]

    def socket(
        self,
        netns: str | None,
        family: int = sockets.AF_INET,
        type: int = sockets.SOCK_STREAM,
        *,
        bind: tuple[str, int] | None = None,
        listen: int | None = None,
    ) -> sockets.socket:
        """A non-blocking socket of a namespace, bound and listening where that is asked for."""
        with _within(netns):
            made = sockets.socket(family, type | sockets.SOCK_NONBLOCK)
        try:
            if bind is not None:
                made.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
                made.bind(bind)
            if listen is not None:
                made.listen(listen)
        except OSError:
            made.close()
            raise
        return made

    async def connect(
        self, netns: str | None, address: tuple[str, int], timeout_seconds: float, source: str = ""
    ) -> Outcome:
        """Whether a TCP connection from a namespace to an address comes about."""
        try:
            connection = self.socket(netns, bind=(source, 0) if source else None)
        except OSError:
            return Outcome.UNREACHABLE
        try:
            loop = asyncio.get_running_loop()
            await asyncio.wait_for(loop.sock_connect(connection, address), timeout_seconds)
        except TimeoutError:
            return Outcome.TIMEOUT
        except ConnectionRefusedError:
            return Outcome.REFUSED
        except OSError as failure:
            return Outcome.TIMEOUT if failure.errno in (errno.EPERM, errno.EINVAL) else Outcome.UNREACHABLE
        finally:
            connection.close()
        return Outcome.CONNECTED

    def command(self, netns: str | None, command: list[str], text: str = "") -> None:
        """Runs a command in a namespace with some standard input. Raises OSError with what it said."""

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(command, input=text, capture_output=True, text=True, check=False)

        done = self.run_in(netns, run)
        if done.returncode != 0:
            raise OSError(f"{' '.join(command)} in {netns or 'the internet'}: {done.stderr.strip()}\n{text}")

    def exists(self, netns: str) -> bool:
        return (FOLDER / netns).exists()


@contextmanager
def _within(netns: str | None) -> Iterator[None]:
    """The calling thread in a namespace, and back where it was. For what doesn't wait: a socket takes microseconds."""
    if not netns:
        yield
        return
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _enter(netns)
        try:
            yield
        finally:
            if _libc.setns(own, CLONE_NEWNET) != 0:
                # Everything that this thread did from here on would be in the wrong network.
                os._exit(70)
    finally:
        os.close(own)


def _enter(netns: str) -> None:
    try:
        fd = os.open(FOLDER / netns, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NoSuchNamespace(errno.ENOENT, f"there is no network namespace {netns}") from None
    try:
        if _libc.setns(fd, CLONE_NEWNET) != 0:
            number = ctypes.get_errno()
            raise NoSuchNamespace(number, f"cannot enter the network namespace {netns}: {os.strerror(number)}")
    finally:
        os.close(fd)
