"""The keeper: the one process of the twin that stays on the host's side of the namespaces.

It starts the dock, opens the listening sockets on the host's 127.0.0.1 that the load balancers accept on (a socket
stays in the network namespace where it was made), keeps them across restarts of the engine, and when the dock ends it
removes what the kernel doesn't: cgroup directories, container layers, and when no stack is left the yard's files. The
dock holds the read end of a pipe whose
write end is the keeper's: when the keeper dies, however it dies, the dock reads the end of the pipe and everything
goes.

A lock on ``keeper.lock`` is held for as long as the keeper lives; that, and not a pid, says whether a twin is up.

Run as ``python -m seatrial.runtimes.twin.act.keeper HOME``.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from seatrial.runtimes.twin.act.leftovers import sweep
from seatrial.runtimes.twin.act.unsharing import unshare_command
from seatrial.runtimes.twin.recorded import has_stacks
from seatrial.runtimes.twin.yard import Yard

# An unprivileged user can't open ports below this one: man 7 ip, ip_unprivileged_port_start.
FIRST_UNPRIVILEGED_PORT = 1024
ALTERNATIVES = 50
LOOKED_AT_SECONDS = 0.5


def main(arguments: list[str]) -> int:
    yard = Yard(Path(arguments[0]))
    yard.prepare()
    lock = os.open(yard.keeper_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _locked(lock):
        return 0
    sweep(yard)
    yard.work.mkdir(mode=0o711, exist_ok=True)
    portal = Portal(yard)
    dock_end, keeper_end = os.pipe()
    dock = subprocess.Popen(
        [
            *unshare_command(os.geteuid()),
            *(sys.executable, "-m", "seatrial.runtimes.twin.act.dock", str(yard.home), str(dock_end)),
        ],
        pass_fds=[dock_end],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(dock_end)
    os.ftruncate(lock, 0)
    os.write(lock, json.dumps({"keeper": os.getpid(), "unshare": dock.pid}).encode())
    try:
        portal.serve_until_exit_of(dock)
    finally:
        os.close(keeper_end)
        dock.wait()
        portal.close()
        sweep(yard)
        _forget_if_empty(yard)
    return 0


def _locked(lock: int) -> bool:
    """Takes the keeper's lock; a command that only looks whether there is a keeper holds it for a moment."""
    deadline = time.monotonic() + LOOKED_AT_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)


def _forget_if_empty(yard: Yard) -> None:
    """Removes the memory of a twin without stacks, unless somebody is about to start it again."""
    with yard.starting(wait=False) as alone:
        if alone and not has_stacks(yard):
            yard.forget()


class Portal:
    """Opens listening sockets on the host's loopback and hands them in, over a unix socket of the owner's alone.

    A request is one JSON line ``{"name": ..., "ports": [wanted, ...]}`` or ``{"close": name}``; the answer is one JSON
    line ``{"port": n}`` with the socket's descriptor beside it.
    """

    def __init__(self, yard: Yard) -> None:
        self._path = yard.keeper_socket
        self._path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._listener.bind(str(self._path))
        finally:
            os.umask(before)
        self._listener.listen()
        self._open: dict[str, socket.socket] = {}

    def serve_until_exit_of(self, process: subprocess.Popen[bytes]) -> None:
        pidfd = os.pidfd_open(process.pid)
        stop_read, stop_write = os.pipe()
        os.set_blocking(stop_write, False)
        signal.set_wakeup_fd(stop_write)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            for source in (pidfd, stop_read, self._listener):
                selector.register(source, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if pidfd in ready or stop_read in ready:
                    break
                with contextlib.suppress(OSError, ValueError):
                    self._answer()
        for fd in (pidfd, stop_read):
            os.close(fd)

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(5)
            request = json.loads(connection.makefile("rb").readline())
            if name := request.get("close"):
                if found := self._open.pop(name, None):
                    found.close()
                connection.sendall(b"{}\n")
                return
            listener = self._open.get(request["name"]) or open_listener(request["ports"])
            self._open[request["name"]] = listener
            answer = json.dumps({"port": listener.getsockname()[1]}).encode() + b"\n"
            socket.send_fds(connection, [answer], [listener.fileno()])

    def close(self) -> None:
        for listener in self._open.values():
            listener.close()
        self._listener.close()
        self._path.unlink(missing_ok=True)


def open_listener(wanted: list[int]) -> socket.socket:
    """A listening socket on 127.0.0.1: the first wanted port that is free, else one just above it, else any."""
    candidates = list(wanted)
    candidates += [port + step for port in wanted for step in range(1, ALTERNATIVES)]
    for port in [*candidates, 0]:
        if 0 < port < FIRST_UNPRIVILEGED_PORT or port > 65535:
            continue
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(1024)
        except OSError:
            listener.close()
            continue
        return listener
    raise OSError("no port of 127.0.0.1 is free")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
