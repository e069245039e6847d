"""Limits of tasks, and what containers use: Linux control groups, version 1 and 2.

Under one directory per yard there is one per task with the task's size: processor time as a hard quota (a Fargate task
never gets more than its ``cpu``), memory without swap. Podman puts the containers into it, each with its own share and
limit; so a container without a limit may use all that the task has, as on Fargate. Where we may not make control
groups (an ordinary user without delegation), nothing is limited, and ``Cgroups.why_not`` says so.

What is used can be measured either way: from the container's control group, else from its processes.

Sources: Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst of Linux; task sizes:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html (read 2026-11-23)
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from msgspec import Struct

from seatrial.model.units import CPU_UNITS_PER_VCPU
from seatrial.runtimes.twin.act.podman_settings import CGROUP_ROOT, in_user_namespace

QUOTA_PERIOD_MICROSECONDS = 100_000
# The kernel takes no quota below a millisecond.
LEAST_QUOTA_MICROSECONDS = 1_000
MIB = 1024 * 1024
NO_RIGHT = (
    "task cpu and memory are not enforced: without root, control groups cannot be made here; "
    "run as root to see what the limits do"
)
V2_CONTROLLERS = ("cpu", "memory", "pids")


class Usage(Struct, frozen=True):
    """What a container has used: processor time since it started, memory without file cache that can be dropped."""

    cpu_nanoseconds: int
    memory_bytes: int
    memory_limit_bytes: int = 0
    cache_bytes: int = 0
    memory_most_bytes: int = 0
    processes: int = 0


class Cgroups:
    """The control groups of one yard."""

    def __init__(self, yard_name: str, root: Path = CGROUP_ROOT) -> None:
        self._yard = yard_name
        self._root = root
        self._unified = (root / "cgroup.controllers").exists()
        self.why_not = self._try()

    @property
    def enforced(self) -> bool:
        return not self.why_not

    def create_task(self, task_id: str, cpu_units: int, memory_mib: int) -> str:
        """Makes a task's control group and returns its name for podman; "" where none can be made. Safe to repeat."""
        if not self.enforced:
            return ""
        quota = max(cpu_units * QUOTA_PERIOD_MICROSECONDS // CPU_UNITS_PER_VCPU, LEAST_QUOTA_MICROSECONDS)
        memory = memory_mib * MIB
        if self._unified:
            self._share_controllers()
            folder = self._root / self._yard / task_id
            folder.mkdir(exist_ok=True)
            _enable(folder)
            _write(folder / "cpu.max", f"{quota} {QUOTA_PERIOD_MICROSECONDS}")
            _write(folder / "cpu.weight", str(_weight(cpu_units)))
            _write(folder / "memory.max", str(memory))
            _write(folder / "memory.swap.max", "0")
            return f"/{self._yard}/{task_id}"
        for controller in ("cpu", "memory"):
            (self._root / controller / self._yard / task_id).mkdir(parents=True, exist_ok=True)
        cpu, memory_folder = (self._root / controller / self._yard / task_id for controller in ("cpu", "memory"))
        _write(cpu / "cpu.cfs_period_us", str(QUOTA_PERIOD_MICROSECONDS))
        _write(cpu / "cpu.cfs_quota_us", str(quota))
        _write(cpu / "cpu.shares", str(max(cpu_units, 2)))
        _write(memory_folder / "memory.use_hierarchy", "1")
        _write(memory_folder / "memory.limit_in_bytes", str(memory))
        _write(memory_folder / "memory.memsw.limit_in_bytes", str(memory))
        return f"/{self._yard}/{task_id}"

    def remove_task(self, task_id: str) -> bool:
        """Removes what is left of a task's control groups, those that the runtime made beneath them included.

        False while a process that is still ending holds one; asking again later removes it.
        """
        gone = [_remove(controller / self._yard / task_id) for controller in self._controllers()]
        return all(gone)

    def remove(self) -> bool:
        """Removes the yard's own directories; False while one is still held."""
        gone = [_remove(controller / self._yard) for controller in self._controllers()]
        return all(gone)

    def usage(self, pid: int) -> Usage | None:
        """What the container of this first process uses; None when it has ended."""
        places = _cgroups_of(pid)
        if self.enforced and (found := self._measured(places)) is not None:
            return found
        return _of_processes(pid)

    def _try(self) -> str:
        """Why limits can't be set; "" when they can."""
        if in_user_namespace():
            return NO_RIGHT
        try:
            for folder in [self._root] if self._unified else [self._root / "cpu", self._root / "memory"]:
                (folder / self._yard).mkdir(exist_ok=True)
        except OSError as failure:
            return f"task cpu and memory are not enforced: {failure.strerror} on {failure.filename}"
        return ""

    def _controllers(self) -> list[Path]:
        if self._unified:
            return [self._root]
        with contextlib.suppress(OSError):
            return [entry for entry in self._root.iterdir() if entry.is_dir() and not entry.is_symlink()]
        return []

    def _share_controllers(self) -> None:
        for folder in (self._root, self._root / self._yard):
            folder.mkdir(exist_ok=True)
            _enable(folder)

    def _measured(self, places: dict[str, str]) -> Usage | None:
        if self._unified:
            folder = self._root / places.get("", "").lstrip("/")
            cpu = _table(folder / "cpu.stat").get("usage_usec")
            memory = _number(folder / "memory.current")
            if cpu is None or memory is None:
                return None
            cache = _table(folder / "memory.stat").get("inactive_file", 0)
            most = _number(folder / "memory.peak") or memory
            processes = _number(folder / "pids.current") or 0
            return Usage(cpu * 1000, max(memory - cache, 0), self._limit(folder, "memory.max"), cache, most, processes)
        if "memory" not in places or "cpuacct" not in places:
            return None
        folder = self._root / "memory" / places["memory"].lstrip("/")
        used = _number(self._root / "cpuacct" / places["cpuacct"].lstrip("/") / "cpuacct.usage")
        memory = _number(folder / "memory.usage_in_bytes")
        if used is None or memory is None:
            return None
        cache = _table(folder / "memory.stat").get("total_inactive_file", 0)
        most = _number(folder / "memory.max_usage_in_bytes") or memory
        processes = _number(self._root / "pids" / places.get("pids", "").lstrip("/") / "pids.current") or 0
        limit = self._limit(folder, "memory.limit_in_bytes")
        return Usage(used, max(memory - cache, 0), limit, cache, most, processes)

    def _limit(self, folder: Path, name: str) -> int:
        """The smallest memory limit from a control group up to the yard's."""
        limits = []
        while folder != self._root and folder.name != self._yard:
            limits.append(_number(folder / name))
            folder = folder.parent
        return min((limit for limit in limits if limit), default=0)


def _enable(folder: Path) -> None:
    """Hands controllers down to a directory's children (version 2)."""
    for controller in V2_CONTROLLERS:
        _write(folder / "cgroup.subtree_control", f"+{controller}")


def _weight(cpu_units: int) -> int:
    """Version 1's shares (2 to 262144) as version 2's weight (1 to 10000), converted as OCI runtimes do."""
    shares = min(max(cpu_units, 2), 262_144)
    return 1 + (shares - 2) * 9999 // 262_142


def _remove(directory: Path) -> bool:
    if directory.is_dir():
        for folder, _, _ in os.walk(directory, topdown=False):
            with contextlib.suppress(OSError):
                Path(folder).rmdir()
    return not directory.exists()


def _write(file: Path, text: str) -> None:
    """Sets a value; what this kernel doesn't have (swap accounting, say) stays unset."""
    with contextlib.suppress(OSError):
        file.write_text(text)


def _number(file: Path) -> int | None:
    try:
        text = file.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _table(file: Path) -> dict[str, int]:
    try:
        rows = (line.split() for line in file.read_text().splitlines())
    except OSError:
        return {}
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


def _cgroups_of(pid: int) -> dict[str, str]:
    """Controller → path of a process; version 2's under ""."""
    found = {}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            found.update(dict.fromkeys(controllers.split(","), path))
    return found


def _of_processes(pid: int) -> Usage | None:
    """The same from /proc: the processes that share the first one's pid namespace."""
    try:
        namespace = Path(f"/proc/{pid}/ns/pid").readlink()
    except OSError:
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    page = os.sysconf("SC_PAGE_SIZE")
    cpu = memory = count = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError, ValueError):
            if (entry / "ns/pid").readlink() != namespace:
                continue
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            cpu += (int(fields[11]) + int(fields[12])) * 1_000_000_000 // ticks
            if entry.name == str(pid):
                # What ended children used before.
                cpu += (int(fields[13]) + int(fields[14])) * 1_000_000_000 // ticks
            memory += int((entry / "statm").read_text().split()[1]) * page
            count += 1
    return Usage(cpu, memory, processes=count)
