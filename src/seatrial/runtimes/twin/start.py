"""Makes sure that the twin's processes run, and says what keeps them from running.

Several commands may ask at once: a lock lets one of them start the keeper, the others wait for the engine's socket.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from seatrial.runtimes.twin.recorded import has_stacks
from seatrial.runtimes.twin.yard import Yard

START_SECONDS = 20.0
RESTART_SECONDS = 15.0
POLL_SECONDS = 0.01
LOG_LINES_SHOWN = 12


class CannotStart(Exception):
    """The twin's processes did not come up; the message says why and what to do."""


def is_up(yard: Yard) -> bool:
    """Whether a keeper lives: it holds a lock for as long as it does."""
    try:
        fd = os.open(yard.keeper_lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def ensure_up(yard: Yard, needed: Callable[[], bool] = lambda: True) -> None:
    """Starts the keeper where none lives, and returns when the engine answers. Raises CannotStart.

    ``needed`` is asked before a keeper is started: whether there is still anything to start it for.
    """
    with yard.starting():
        keeper: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + RESTART_SECONDS
        while not answers(yard):
            if keeper is not None and keeper.poll() is not None:
                raise CannotStart(f"the twin's first process ended at once:\n{_tail(yard.keeper_log)}")
            if time.monotonic() > deadline:
                raise CannotStart(f"the engine does not answer:\n{_tail(yard.engine_log)}")
            # A keeper that is just ending is waited for; only then a new one may start.
            if keeper is None and not is_up(yard):
                if not needed():
                    # The keeper left this to us, since we held the lock.
                    if not has_stacks(yard):
                        yard.forget()
                    return
                keeper = _start_keeper(yard)
                deadline = time.monotonic() + START_SECONDS
            time.sleep(POLL_SECONDS)


def clear_leftovers(yard: Yard) -> None:
    """Removes what is left of a twin whose keeper was killed: container layers, cgroups, sockets, and where no stack is
    recorded its other files. Nothing to do is told by one look at the folder.
    """
    if not yard.work.exists() or is_up(yard):
        return
    from seatrial.runtimes.twin.act.leftovers import sweep

    with yard.starting(wait=False) as alone:
        if alone and not is_up(yard):
            sweep(yard)
            if not has_stacks(yard):
                yard.forget()


def answers(yard: Yard) -> bool:
    """Whether an engine accepts connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(yard.engine_socket))
        except OSError:
            return False
    return True


def keeper_of(yard: Yard) -> int | None:
    """The keeper's pid as it wrote it down; None where none lives."""
    try:
        return int(json.loads(yard.keeper_lock.read_text())["keeper"]) if is_up(yard) else None
    except (OSError, ValueError, KeyError):
        return None


def wait_until_down(yard: Yard, keeper: int | None, patience_seconds: float = 15.0) -> bool:
    """Waits for this keeper to have cleaned up and gone; another that starts meanwhile is not its business."""
    deadline = time.monotonic() + patience_seconds
    while is_up(yard) and keeper_of(yard) in (None, keeper):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _start_keeper(yard: Yard) -> subprocess.Popen[bytes]:
    for log in (yard.keeper_log, yard.engine_log):
        log.unlink(missing_ok=True)
    environment = {**os.environ, "PATH": _search_path(os.environ.get("PATH", "")), "PYTHONUNBUFFERED": "1"}
    fd = os.open(yard.keeper_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    os.close(os.open(yard.engine_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600))
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "seatrial.runtimes.twin.act.keeper", str(yard.home)],
            stdin=subprocess.DEVNULL,
            stdout=fd,
            stderr=fd,
            cwd="/",
            env=environment,
            start_new_session=True,
        )
    finally:
        os.close(fd)


def _search_path(own: str) -> str:
    """The caller's PATH, and the folders of nft and HAProxy, where an ordinary user's PATH doesn't look."""
    from seatrial.runtimes.twin.act.podman_settings import SYSTEM_FOLDERS

    return ":".join(dict.fromkeys([*filter(None, own.split(":")), *SYSTEM_FOLDERS]))


def _tail(path: Path) -> str:
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return "(it left no log)"
    return "\n".join(lines[-LOG_LINES_SHOWN:]) or "(its log is empty)"
