"""What a twin has on this machine, and what is left of it: processes, namespaces, cgroups, mounts, files, ports.

Everything is found from the twin's own keeper and folder, so twins beside it are never looked at.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scenarios.twin import Status, Twin
from seatrial.runtimes.twin.yard import Yard

ENDING_SECONDS = 15.0
CGROUPS = Path("/sys/fs/cgroup")
# 127.0.0.1 and TCP_LISTEN as /proc/net/tcp writes them: man 5 proc.
LOOPBACK, LISTENS = "0100007F", "0A"


@dataclass(frozen=True, slots=True, order=True)
class Process:
    """A process that no other can be taken for: its number and when it started."""

    pid: int
    started: int
    command: str

    @property
    def alive(self) -> bool:
        found = _stat(self.pid)
        return found is not None and found[2] == self.started and found[0] != "Z"


@dataclass(frozen=True, slots=True)
class Census:
    """What stands in the dock. ``links`` are the interfaces and ``tables`` the nft tables of each namespace."""

    namespaces: frozenset[str]
    monitors: int
    proxies: int
    links: dict[str, int]
    tables: dict[str, int]


def processes(twin: Twin) -> list[Process]:
    """The keeper and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := _stat(int(entry.name))):
            children.setdefault(found[1], []).append(int(entry.name))
    queue, seen = [twin.status_processes()["keeper"]], []
    while queue:
        pid = queue.pop()
        queue += children.get(pid, [])
        if (found := _stat(pid)) is not None:
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                seen.append(Process(pid, found[2], command.strip()))
    return sorted(seen)


def census(twin: Twin) -> Census:
    """Counts what stands in the dock now."""
    commands = [process.command.split(" ")[0].rpartition("/")[2] for process in processes(twin)]
    script = (
        'for n in $(ls /run/netns); do echo "$n'
        " $(ip -n $n -o link | wc -l)"
        ' $(nsenter --net=/run/netns/$n nft list tables | wc -l)"; done'
    )
    said = subprocess.run([*inside(twin), "sh", "-c", script], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()]
    return Census(
        namespaces=frozenset(name for name, _, _ in rows),
        monitors=commands.count("conmon"),
        proxies=commands.count("haproxy"),
        links={name: int(links) for name, links, _ in rows},
        tables={name: int(tables) for name, _, tables in rows},
    )


def inside(twin: Twin) -> list[str]:
    """The words before a command that shall run inside the dock."""
    dock = twin.status_processes()["dock"]
    as_user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
    return ["nsenter", "--target", str(dock), *as_user, "--mount", "--net", "--pid"]


def nothing_is_doubled_or_orphaned(twin: Twin, state: Status) -> None:
    """Containers, namespaces, rules, proxies and targets are exactly those of the tasks that run."""
    running = [task for task in state["tasks"] if task["last_status"] == "RUNNING"]
    found = census(twin)
    of_tasks = {name for name in found.namespaces if name.startswith("task-")}
    assert of_tasks == {f"task-{task['id']}" for task in running}, (of_tasks, running)
    assert found.monitors == sum(len(task["containers"]) for task in running), found
    assert found.proxies == len({listener["load_balancer"] for listener in state["listeners"]}), found
    # Each task's namespace has its loopback and one interface, and the rules of its security groups.
    assert {found.links[name] for name in of_tasks} <= {2}, found
    assert {found.tables[name] for name in of_tasks} <= {1}, found
    addresses = sorted(task["private_ip"] for task in running)
    for group in state["target_groups"]:
        assert sorted(target["id"] for target in group["targets"]) == addresses, (group, addresses)
    routers = [name for name in found.namespaces if name.startswith("vpc-")]
    assert routers, found.namespaces


def all_gone(before: list[Process], seconds: float = ENDING_SECONDS) -> None:
    """Waits until every one of these processes has ended."""
    deadline = time.monotonic() + seconds
    while alive := [process for process in before if process.alive]:
        assert time.monotonic() < deadline, f"still there: {alive}"
        time.sleep(0.02)


def nothing_is_left(twin: Twin, before: list[Process], sockets: set[int], *, memory: bool = False) -> None:
    """Nothing of the twin is on this machine; with ``memory`` what it remembers may be there."""
    all_gone(before)
    yard = Yard(twin.home)
    cgroups = [str(path) for path in cgroups_of(yard)]
    assert not cgroups, cgroups
    mounts = [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if str(twin.home) in line]
    assert not mounts, mounts
    files = sorted(path.name for path in twin.home.glob("*")) if twin.home.exists() else []
    if memory:
        assert not {"work", "engine.sock", "keeper.sock"} & set(files), files
    else:
        assert set(files) <= {"authority"}, files
    still = listening() & sockets
    assert not still, still


def cgroups_of(yard: Yard) -> Iterator[Path]:
    for root in (CGROUPS, *CGROUPS.iterdir()):
        if root.is_dir() and (root / yard.name).exists():
            yield root / yard.name


def listening(*urls: str) -> set[int]:
    """The inodes of the sockets that listen on this machine's loopback, or of those behind the addresses."""
    ports = {urlsplit(url).port for url in urls}
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, *_, inode = line.split()[:10]
        address, _, port = local.partition(":")
        if (address, state) == (LOOPBACK, LISTENS) and (not ports or int(port, 16) in ports):
            found.add(int(inode))
    return found


@contextlib.contextmanager
def without_engine(twin: Twin) -> Iterator[None]:
    """Kills the engine and keeps the dock from starting another inside the block."""
    found = twin.status_processes()
    engine = next(item for item in processes(twin) if item.pid == found["engine"])
    os.kill(found["dock"], signal.SIGSTOP)
    try:
        os.kill(engine.pid, signal.SIGKILL)
        all_gone([engine])
        yield
    finally:
        os.kill(found["dock"], signal.SIGCONT)


def kill_engine(twin: Twin) -> bool:
    """SIGKILL for the engine that runs at this moment; whether there was one."""
    try:
        os.kill(twin.engine_pid(), signal.SIGKILL)
    except (KeyError, IndexError, OSError, ValueError):
        return False
    return True


def _stat(pid: int) -> tuple[str, int, int] | None:
    """State, parent and start time of a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1]), int(fields[19])
