"""The dock: the first process of the twin's namespaces.

It does three small things, so that nothing can make it fail: it reaps what is orphaned (container monitors and proxies
become its children when the engine dies), it starts the engine again when the engine ends unasked, and it ends when
the keeper does. When it ends, the kernel ends every process of the pid namespace and removes every interface, rule and
mount.

Run as ``python -m seatrial.runtimes.twin.act.dock HOME KEEPER_FD`` by the keeper, inside fresh namespaces.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

RESTART_SECONDS_FIRST = 0.05
RESTART_SECONDS_MOST = 5.0
STEADY_SECONDS = 10.0
MS_NOSUID, MS_NODEV, MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 2, 4, 4096, 8192, 16384, 1 << 18
HOST_RUN = Path("/run/host")
PR_SET_NAME = 15


def main(arguments: list[str]) -> int:
    """Runs until the engine ends by its own wish (0) or the keeper is gone (1)."""
    home, keeper_fd = Path(arguments[0]), int(arguments[1])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NAME, b"seatrial-dock", 0, 0, 0)
    _mount(libc, b"none", b"/", b"", MS_REC | MS_PRIVATE, b"")
    # A /run of our own, made elsewhere and moved there. The host's stays in sight of the engine, not of containers: a
    # Docker daemon listens there, now or later.
    place = home.resolve()
    _mount(libc, b"tmpfs", bytes(place), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=0755")
    (place / HOST_RUN.name).mkdir()
    with contextlib.suppress(OSError):
        _mount(libc, b"/run", bytes(place / HOST_RUN.name), b"", MS_BIND | MS_REC, b"")
    _mount(libc, bytes(place), b"/run", b"", MS_MOVE, b"")
    Path("/run/netns").mkdir()
    return _keep_engine(home, keeper_fd)


def _keep_engine(home: Path, keeper_fd: int) -> int:
    wake_read, wake_write = os.pipe()
    for fd in (wake_read, wake_write):
        os.set_blocking(fd, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    pause, started = RESTART_SECONDS_FIRST, 0.0
    engine: int | None = None
    while True:
        if engine is None:
            started = time.monotonic()
            engine = _start_engine(home)
        ready, _, _ = select.select([wake_read, keeper_fd], [], [])
        if keeper_fd in ready:
            return 1
        with contextlib.suppress(BlockingIOError):
            os.read(wake_read, 4096)
        ended = _reap(engine)
        if ended is None:
            continue
        if ended == 0:
            return 0
        engine = None
        pause = RESTART_SECONDS_FIRST if time.monotonic() - started > STEADY_SECONDS else pause
        if select.select([keeper_fd], [], [], pause)[0]:
            return 1
        pause = min(pause * 2, RESTART_SECONDS_MOST)


def _start_engine(home: Path) -> int:
    with (home / "engine.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "seatrial.runtimes.twin.engine", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ).pid


def _reap(engine: int) -> int | None:
    """Collects every ended child; the engine's exit status if it was among them, else None."""
    status_of_engine: int | None = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status_of_engine
        if pid == 0:
            return status_of_engine
        if pid == engine:
            status_of_engine = os.waitstatus_to_exitcode(status)


def _mount(libc: ctypes.CDLL, source: bytes, target: bytes, kind: bytes, flags: int, data: bytes) -> None:
    if libc.mount(source, target, kind or None, flags, data or None) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"cannot mount {kind.decode()} on {target.decode()}: {os.strerror(error)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
