"""Removes what outlives the dock: cgroup directories and the work folder with its container layers.

The kernel removes the namespaces with everything in them; these two it doesn't. Called by the keeper when the dock has
ended, and by the next command in case the keeper itself was killed. Only what belongs to this yard is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

from seatrial.runtimes.twin.act.unsharing import as_namespace_root
from seatrial.runtimes.twin.yard import Yard

CGROUP_ROOT = Path("/sys/fs/cgroup")
# A directory can't be removed while a process in it is still ending.
ENDING_SECONDS = 3.0
POLL_SECONDS = 0.01


def sweep(yard: Yard) -> None:
    """Leaves nothing of a dock that has ended. Safe to repeat."""
    for controller in _cgroup_roots():
        _remove_cgroup(controller / yard.name)
    _remove_tree(yard.work)
    for socket in (yard.engine_socket, yard.keeper_socket):
        socket.unlink(missing_ok=True)


def _cgroup_roots() -> list[Path]:
    """The places where a cgroup of ours may stand: each v1 controller's root and the v2 root."""
    try:
        return [CGROUP_ROOT, *(entry for entry in CGROUP_ROOT.iterdir() if entry.is_dir() and not entry.is_symlink())]
    except OSError:
        return []


def _remove_cgroup(directory: Path) -> None:
    deadline = time.monotonic() + ENDING_SECONDS
    while directory.is_dir():
        for folder, _, _ in os.walk(directory, topdown=False):
            with contextlib.suppress(OSError):
                Path(folder).rmdir()
        if time.monotonic() > deadline:
            return
        time.sleep(POLL_SECONDS)


def _remove_tree(directory: Path) -> None:
    if not directory.exists():
        return
    shutil.rmtree(directory, ignore_errors=True)
    if directory.exists():
        subprocess.run(
            as_namespace_root(os.geteuid(), ["rm", "-rf", "--one-file-system", str(directory)]),
            check=False,
            capture_output=True,
        )
