"""Runs one HAProxy for each load balancer, in the load balancer's network namespace.

A process is started in its own session and outlives the engine; everything that another engine needs to go on is in its
folder (configuration, admin socket) and in the process itself (its server slots). Targets come and go through the admin
socket. Only what a slot cannot hold (listeners, rules, attributes, certificates, more slots) takes a new process, which
gets the listening sockets from the old one, so that no connection is refused, while the old one ends what it has begun.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import resource
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from seatrial.runtimes.twin.act import haproxy_process, host_access
from seatrial.runtimes.twin.act.haproxy_process import HaproxyError
from seatrial.runtimes.twin.act.haproxy_socket import ServerState, ask, server_states, statistics
from seatrial.runtimes.twin.decide.elbv2_load_balancer import LoadBalancerSpec
from seatrial.runtimes.twin.decide.haproxy_config import HaproxyConfig, Surroundings, environment_name, render
from seatrial.runtimes.twin.decide.haproxy_group import BACKEND_PREFIX, backend_name, server_name
from seatrial.runtimes.twin.decide.haproxy_slots import ServedGroup, Slot, Slots, assign
from seatrial.runtimes.twin.decide.haproxy_stats import LoadBalancerStats, added, read_statistics

MAXIMUM_CONNECTIONS = 4000
# Descriptors that HAProxy uses beside the two of each connection.
OTHER_DESCRIPTORS = 200


class _Running(Struct):
    """What is known of a load balancer. ``structure`` is "" before the first start; ``slots`` are by backend name."""

    structure: str = ""
    pid: int = 0
    slots: dict[str, Slots] = field(default_factory=dict)
    spec: LoadBalancerSpec | None = None
    host_sockets: dict[int, int] = field(default_factory=dict)
    # What processes that have been replaced had counted.
    counted: LoadBalancerStats = field(default_factory=LoadBalancerStats)


class Applied(Struct, frozen=True):
    """What ``apply`` did: started a process, reloaded, changed so many servers at run time, or nothing."""

    started: bool = False
    reloaded: bool = False
    changed: int = 0


class LoadBalancers:
    """Every HAProxy of the twin. All methods may be called again at any time; they do what is missing."""

    def __init__(
        self,
        folder: Path = Path("/run/seatrial"),
        namespaces: Path = Path("/run/netns"),
        executable: str = "haproxy",
        threads: int | None = None,
    ) -> None:
        self._folder = folder
        self._namespaces = namespaces
        self._executable = executable
        self._threads = threads or min(2, os.cpu_count() or 1)
        self._running: dict[str, _Running] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def folder(self, id: str) -> Path:
        return self._folder / f"lb-{id}"

    def present(self) -> tuple[str, ...]:
        """The ids of the load balancers that have a folder, whoever started them."""
        return tuple(sorted(path.name.removeprefix("lb-") for path in self._folder.glob("lb-*") if path.is_dir()))

    async def apply(
        self,
        spec: LoadBalancerSpec,
        groups: Mapping[str, ServedGroup],
        certificates: Mapping[str, bytes] | None = None,
        host_sockets: Mapping[int, int] | None = None,
    ) -> Applied:
        """Makes the load balancer as described, with these targets.

        ``groups`` are by target group ARN; ``certificates`` are PEM (key, certificate, chain) by certificate ARN;
        ``host_sockets`` maps a listener's port to the descriptor of a socket that listens on the host. Raises
        ``HaproxyError``; what ran before then still runs.
        """
        async with self._lock(spec.id):
            running = await self._known(spec.id)
            previous, running.spec, running.host_sockets = running.spec, spec, dict(host_sockets or {})
            pems = {arn: f"certificate-{_digest(pem)}.pem" for arn, pem in (certificates or {}).items()}
            wanted = {
                arn: assign(running.slots.get(backend_name(arn), ()), groups[arn])
                for arn in spec.target_group_arns
                if arn in groups
            }
            config = render(spec, groups, wanted, self._surroundings(spec.id, running.host_sockets), pems)
            if running.structure == config.structure and self._is_alive(spec.id, running):
                return Applied(changed=await self._set_slots(spec.id, running, wanted))
            self._write(spec.id, config, {pems[arn]: pem for arn, pem in (certificates or {}).items()})
            reloaded = await self._start(spec, running, previous)
            # Last of all: an engine that dies before this line leaves another structure, and the next one starts anew.
            _write_private(self.folder(spec.id) / "structure", config.structure.encode())
            running.structure = config.structure
            running.slots = {backend_name(arn): slots for arn, slots in wanted.items()}
            self._tidy(spec.id, config, set(pems.values()))
            return Applied(started=not reloaded, reloaded=reloaded)

    def set_host_access(self, id: str, port: int, open: bool) -> None:
        """Lets the host's connections to a listener through, or lets them time out. ``apply`` must know the socket."""
        fd = self._running[id].host_sockets.get(port) if id in self._running else None
        if fd is not None:
            host_access.set_access(fd, open)

    async def stats(self, id: str) -> LoadBalancerStats:
        """What the load balancer has counted since this engine knows it, over all its processes."""
        async with self._lock(id):
            running = await self._known(id)
            if running.spec is None or not self._is_alive(id, running):
                return running.counted
            return added(running.counted, await self._counted(id, running.spec, running.slots))

    async def remove(self, id: str) -> None:
        """Ends every process of the load balancer, those that still linger too, and removes its folder."""
        async with self._lock(id):
            await haproxy_process.end(self._config(id))
            shutil.rmtree(self.folder(id), ignore_errors=True)
            self._running.pop(id, None)

    def _lock(self, id: str) -> asyncio.Lock:
        return self._locks.setdefault(id, asyncio.Lock())

    async def _known(self, id: str) -> _Running:
        """What runs; of a process that another engine started, what it says itself."""
        if id in self._running:
            return self._running[id]
        running = _Running()
        folder = self.folder(id)
        with contextlib.suppress(OSError, TimeoutError, ValueError):
            pid = int((folder / "haproxy.pid").read_text())
            if haproxy_process.is_alive(pid, self._config(id)):
                running.slots = _slots_by_backend(await server_states(folder / "admin.sock"))
                running.structure = (folder / "structure").read_text()
                running.pid = pid
        self._running[id] = running
        return running

    async def _set_slots(self, id: str, running: _Running, wanted: Mapping[str, Slots]) -> int:
        """Brings the servers to the wanted slots at run time, and looks whether they are."""
        commands: list[str] = []
        changed = 0
        for arn, slots in sorted(wanted.items()):
            before = running.slots[backend_name(arn)]
            for number, (old, new) in enumerate(zip(before, slots, strict=True), start=1):
                if old != new:
                    commands += _commands(f"{backend_name(arn)}/{server_name(arn, number)}", old, new)
                    changed += 1
        if not commands:
            return 0
        try:
            said = await ask(self.folder(id) / "admin.sock", commands)
            states = {state.name: state for state in await server_states(self.folder(id) / "admin.sock")}
        except (OSError, TimeoutError) as error:
            del self._running[id]
            raise HaproxyError(f"the load balancer's process doesn't answer: {error}") from error
        for arn, slots in wanted.items():
            for number, slot in enumerate(slots, start=1):
                if not _agrees(states.get(server_name(arn, number)), slot):
                    del self._running[id]
                    raise HaproxyError(f"a server did not change as told: {said.strip()}")
        running.slots = {backend_name(arn): slots for arn, slots in wanted.items()}
        return changed

    def _write(self, id: str, config: HaproxyConfig, certificates: Mapping[str, bytes]) -> None:
        folder = self.folder(id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in {**config.files, **certificates}.items():
            _write_private(folder / name, content)
        _write_private(folder / "haproxy.cfg", config.text.encode())

    async def _start(self, spec: LoadBalancerSpec, running: _Running, previous: LoadBalancerSpec | None) -> bool:
        """Starts a process, over the old ones where there are some; says whether there were."""
        folder = self.folder(spec.id)
        old = haproxy_process.find(self._config(spec.id))
        if previous is not None and self._is_alive(spec.id, running):
            with contextlib.suppress(OSError, TimeoutError):
                running.counted = added(running.counted, await self._counted(spec.id, previous, running.slots))
        what = haproxy_process.Start(
            self._executable,
            self._namespaces / spec.namespace,
            self._config(spec.id),
            folder / "haproxy.pid",
            folder / "admin.sock",
            {environment_name(port): fd for port, fd in running.host_sockets.items()},
        )
        running.pid = await haproxy_process.start(what, old)
        return bool(old)

    def _surroundings(self, id: str, host_sockets: Mapping[int, int]) -> Surroundings:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        room = MAXIMUM_CONNECTIONS if hard == resource.RLIM_INFINITY else (hard - OTHER_DESCRIPTORS) // 2
        connections = max(64, min(MAXIMUM_CONNECTIONS, room))
        return Surroundings(str(self.folder(id)), connections, self._threads, frozenset(host_sockets))

    def _config(self, id: str) -> Path:
        return self.folder(id) / "haproxy.cfg"

    def _is_alive(self, id: str, running: _Running) -> bool:
        return haproxy_process.is_alive(running.pid, self._config(id))

    async def _counted(self, id: str, spec: LoadBalancerSpec, slots: Mapping[str, Slots]) -> LoadBalancerStats:
        return read_statistics(await statistics(self.folder(id) / "admin.sock"), spec, slots)

    def _tidy(self, id: str, config: HaproxyConfig, certificates: set[str]) -> None:
        """Removes the files of earlier configurations: the process has read what it needs."""
        keep = {*config.files, *certificates, "haproxy.cfg", "haproxy.pid", "admin.sock", "structure"}
        for path in self.folder(id).iterdir():
            # A replaced process may still need its sockets.
            if path.name not in keep and path.suffix != ".sock" and path.is_file():
                path.unlink(missing_ok=True)


def _commands(server: str, old: Slot, new: Slot) -> Iterator[str]:
    """The commands that make one slot another. A slot is out of service while its address changes."""
    if (old.id and old.id != new.id) or (old.id and old.port != new.port):
        yield f"set server {server} state maint"
        # What is still in flight to a target that is gone has used up its deregistration delay.
        yield f"shutdown sessions server {server}"
    if not new.id:
        return
    if old.key != new.key:
        yield f"set server {server} addr {new.id} port {new.port}"
    if old.weight != new.weight or old.key != new.key:
        yield f"set server {server} weight {new.weight}"
    if old.ready != new.ready or old.key != new.key:
        yield f"set server {server} state {'ready' if new.ready else 'maint'}"


def _agrees(state: ServerState | None, slot: Slot) -> bool:
    if state is None:
        return False
    if not slot.id:
        return not state.ready
    return (state.address, state.port, state.ready) == (slot.id, slot.port, slot.ready)


def _slots_by_backend(states: Sequence[ServerState]) -> dict[str, Slots]:
    """Slots as a running process has them, by backend name. An address on 127.0.0.0/8 marks one that is free."""
    found: dict[str, list[tuple[int, Slot]]] = {}
    for state in states:
        if not state.backend.startswith(BACKEND_PREFIX):
            continue
        number = int(state.name.rpartition("-")[2])
        free = state.address.startswith("127.") and not state.ready
        slot = Slot() if free else Slot(state.address, state.port, state.weight, state.ready)
        found.setdefault(state.backend, []).append((number, slot))
    return {name: tuple(slot for _, slot in sorted(slots, key=lambda item: item[0])) for name, slots in found.items()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _write_private(path: Path, data: bytes) -> None:
    """Writes a file for its owner alone, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    temporary.replace(path)
