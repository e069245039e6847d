"""How often the kernel has killed in a container for want of memory.

The container's monitor is meant to mark that, but with cgroup version 1 it misses kills that end the container at
once, and marks every container of a task when the task's memory runs out. The kernel's own counter is exact: it counts
only where the killed process was. It goes when the container's control group is removed, so it is opened while the
container runs.
"""

from __future__ import annotations

import os
from pathlib import Path

from seatrial.runtimes.twin.act.podman_settings import CGROUP_ROOT, unified_cgroups

# Podman's name for a container's own control group; a process outside of one shares its counter with others.
OWN_PREFIX = "libpod-"


class MemoryKills:
    """The counter of one container, held open."""

    def __init__(self, pid: int) -> None:
        self._fd = _opened(pid)

    def count(self) -> int | None:
        """Processes killed so far; None where the control group is gone or was never the container's own."""
        if self._fd < 0:
            return None
        try:
            text = os.pread(self._fd, 4096, 0).decode()
        except OSError:
            return None
        rows = dict(line.split() for line in text.splitlines())
        return int(rows["oom_kill"]) if "oom_kill" in rows else None

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _opened(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    except OSError:
        return -1
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not Path(path).name.startswith(OWN_PREFIX):
            continue
        own = path.lstrip("/")
        if unified_cgroups() and not controllers:
            candidates = [CGROUP_ROOT / own / "memory.events.local", CGROUP_ROOT / own / "memory.events"]
        elif "memory" in controllers.split(","):
            candidates = [CGROUP_ROOT / "memory" / own / "memory.oom_control"]
        else:
            continue
        for file in candidates:
            if file.exists():
                return os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return -1
