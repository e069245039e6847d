"""Load balancers and the health of their targets: what is registered, checked, and shown to HAProxy.

Each target group has a loop that sleeps until the next check or change; checks go out from the load balancer's own
namespace. Whatever changes who gets requests is brought to HAProxy by one writer, so changes never overtake each other.
"""

from __future__ import annotations

import asyncio
import datetime
import socket
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.runtimes.twin.act import health_check
from seatrial.runtimes.twin.act.certificates import Authority
from seatrial.runtimes.twin.act.haproxy import LoadBalancers
from seatrial.runtimes.twin.act.host_portal import HostListener, close_on_host, open_on_host
from seatrial.runtimes.twin.act.netns import Namespaces, Outcome
from seatrial.runtimes.twin.decide import target_health
from seatrial.runtimes.twin.decide.aws_endpoints import LAPTOP
from seatrial.runtimes.twin.decide.elbv2_load_balancer import LoadBalancerSpec, zones_in_use
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.haproxy_slots import served
from seatrial.runtimes.twin.decide.target_health import State, Target, Targets

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

PROBE_SECONDS = 1.0
RAMP_SECONDS = 1.0
# Where a listener's own port cannot be opened by an ordinary user: what people expect instead.
FAMILIAR_PORTS: Mapping[int, int] = {80: 8080, 443: 8443}


class _Group(Struct):
    """A target group under way. ``stack`` is whose events it writes."""

    spec: TargetGroupSpec
    stack: str
    targets: Targets = ()
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.Task[None] | None = None
    checking: dict[tuple[str, int], asyncio.Task[None]] = field(default_factory=dict)


class Traffic:
    """The traffic layer of every stack."""

    def __init__(self, harbour: Harbour, namespaces: Namespaces, authority: Authority) -> None:
        self._harbour = harbour
        self._namespaces = namespaces
        self._authority = authority
        self._balancers = LoadBalancers()
        self._groups: dict[str, _Group] = {}
        self._specs: tuple[LoadBalancerSpec, ...] = ()
        self._zones: dict[str, frozenset[str]] = {}
        self._host: dict[str, HostListener] = {}
        self._open: dict[str, bool] = {}
        self._dirty = asyncio.Event()
        self._writing = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._writer = asyncio.create_task(self._write())

    async def close(self) -> None:
        for group in self._groups.values():
            for task in [group.loop, *group.checking.values()]:
                if task is not None:
                    task.cancel()
        if self._writer is not None:
            self._writer.cancel()

    async def converge(
        self, specs: Sequence[LoadBalancerSpec], groups: Mapping[str, tuple[TargetGroupSpec, str]]
    ) -> None:
        """Takes over what the stacks describe now, and returns when every load balancer serves it."""
        self._specs = tuple(specs)
        self._zones = zones_in_use(specs)
        for arn in self._groups.keys() - groups.keys():
            self._forget(arn)
        for arn, (spec, stack) in groups.items():
            group = self._groups.get(arn)
            if group is None:
                group = self._groups[arn] = _Group(spec, stack, self._harbour.saved_targets(arn))
                group.loop = asyncio.create_task(self._watch(arn, group))
            group.spec, group.stack = spec, stack
            group.wake.set()
        await self._write_once()
        await self._probe()

    # Targets

    def register(self, arn: str, address: str, port: int, zone: str) -> bool:
        """Puts a task's address into a target group; False where there is no such group."""
        group = self._groups.get(arn)
        if group is None:
            return False
        now = self._harbour.now()
        self._set(arn, group, target_health.register(group.spec, group.targets, address, port, zone, now))
        return True

    def deregister(self, arn: str, address: str, port: int) -> None:
        group = self._groups.get(arn)
        if group is not None:
            now = self._harbour.now()
            self._set(arn, group, target_health.deregister(group.spec, group.targets, address, port, now))

    async def drained(self, arn: str, address: str, port: int) -> None:
        """Returns when a target has left its group for good."""
        while (group := self._groups.get(arn)) and target_health.find(group.targets, address, port or group.spec.port):
            await self._harbour.next_change()

    def drop(self, arn: str, address: str, port: int) -> None:
        """Takes a target out at once: nothing answers there any more."""
        group = self._groups.get(arn)
        if group is not None:
            key = (address, port or group.spec.port)
            self._set(arn, group, tuple(target for target in group.targets if target.key != key))

    def stop_draining(self, stack: str) -> None:
        """Takes the draining targets of a stack that is being deleted out at once."""
        for arn, group in self._groups.items():
            if group.stack == stack:
                kept = tuple(item for item in group.targets if item.state is not target_health.State.DRAINING)
                self._set(arn, group, kept)

    def target(self, arn: str, address: str, port: int) -> Target | None:
        group = self._groups.get(arn)
        return target_health.find(group.targets, address, port or group.spec.port) if group else None

    # What status shows

    def groups_of(self, stack: str) -> list[dict[str, Any]]:
        found = []
        for arn, group in sorted(self._groups.items(), key=lambda item: item[1].spec.name):
            if group.stack == stack:
                targets = [
                    {
                        "id": item.id,
                        "port": item.port,
                        "state": str(item.state),
                        "reason": item.reason,
                        "description": item.description,
                    }
                    for item in group.targets
                ]
                found.append({"name": group.spec.name, "arn": arn, "targets": targets})
        return found

    def listeners_of(self, balancers: frozenset[str]) -> list[dict[str, Any]]:
        """The listeners of these load balancers (by ARN), with where the host reaches them."""
        found = []
        for spec in self._specs:
            if spec.arn not in balancers:
                continue
            for listener in spec.listeners:
                name = _name(spec, listener.port)
                host = self._host.get(name)
                scheme = "https" if listener.protocol == "HTTPS" else "http"
                closed = host is not None and not self._open.get(name, False)
                found.append(
                    {
                        "load_balancer": spec.name,
                        "dns_name": spec.dns_name,
                        "port": listener.port,
                        "protocol": listener.protocol,
                        "url": f"{scheme}://localhost:{host.port}" if host else "",
                        "why_closed": "connections from the internet time out" if closed else "",
                    }
                )
        return found

    # The loops

    async def _watch(self, arn: str, group: _Group) -> None:
        """Checks what is due, lets time pass, and sleeps until there is something to do."""
        while True:
            group.wake.clear()
            now = self._harbour.now()
            zones = self._zones.get(arn)
            taken = {node.address for spec in self._specs for node in spec.nodes}
            self._set(arn, group, target_health.tick(group.spec, group.targets, zones, now, taken))
            for target in target_health.due(group.spec, group.targets, now):
                if target.key not in group.checking:
                    group.targets = target_health.check_started(group.targets, target.id, target.port, now)
                    group.checking[target.key] = asyncio.create_task(self._check(arn, group, target))
            ramping = target_health.ramping(group.targets, now)
            if ramping:
                self._dirty.set()
            following = target_health.next_at(group.spec, group.targets)
            waits = [following - self._harbour.now()] if following is not None else []
            waits += [RAMP_SECONDS] if ramping else []
            try:
                await asyncio.wait_for(group.wake.wait(), max(0.01, min(waits)) if waits else None)
            except TimeoutError:
                continue

    async def _check(self, arn: str, group: _Group, target: Target) -> None:
        try:
            netns = self._checker_of(arn)
            if netns is None:
                return

            async def open_socket() -> socket.socket:
                return self._namespaces.socket(netns)

            result = await health_check.check(group.spec, target, open_socket)
            now = self._harbour.now()
            self._set(
                arn, group, target_health.observe_check(group.spec, group.targets, target.id, target.port, result, now)
            )
        finally:
            group.checking.pop(target.key, None)
            group.wake.set()

    def _checker_of(self, arn: str) -> str | None:
        return next((spec.namespace for spec in self._specs if arn in spec.target_group_arns), None)

    def _set(self, arn: str, group: _Group, targets: Targets) -> None:
        """Takes over a group's targets, and says what is different of them."""
        if targets == group.targets:
            return
        before = {target.key: target for target in group.targets}
        counted_only = _alike(targets, group.targets)
        group.targets = targets
        group.wake.set()
        if counted_only:
            # One more check with the same outcome: nothing to write down, and nothing that HAProxy should know.
            return
        self._harbour.save_targets(arn, targets)
        self._dirty.set()
        changed = False
        for target in targets:
            old = before.pop(target.key, None)
            if old is None or (old.state, old.reason) != (target.state, target.reason):
                changed = True
                if target.reason != target_health.REGISTRATION_IN_PROGRESS[0]:
                    self._say(group, target)
        if changed or before:
            self._harbour.something_changed(group.stack)

    def _say(self, group: _Group, target: Target) -> None:
        why = f": {target.reason} {target.description}".rstrip() if target.reason else ""
        level = "WARN" if target.state is State.UNHEALTHY else "INFO"
        text = f"(target-group {group.spec.name}) target {target.id}:{target.port} is {target.state}{why}"
        self._harbour.event(group.stack, "target", group.spec.name, text, level)

    async def _write(self) -> None:
        while True:
            await self._dirty.wait()
            await self._write_once()

    async def _write_once(self) -> None:
        """Brings every load balancer to what is wanted now."""
        async with self._writing:
            self._dirty.clear()
            wanted = {spec.id for spec in self._specs}
            for id in self._balancers.present():
                if id not in wanted:
                    await self._balancers.remove(id)
            await self._host_listeners()
            now = self._harbour.now()
            groups = {arn: served(group.spec, group.targets, now) for arn, group in self._groups.items()}
            for spec in self._specs:
                try:
                    await self._balancers.apply(spec, groups, self._certificates(spec), self._host_sockets(spec))
                except (OSError, RuntimeError):
                    traceback.print_exc(file=sys.stderr)

    def _certificates(self, spec: LoadBalancerSpec) -> dict[str, bytes]:
        now = datetime.datetime.now(datetime.UTC)
        return {
            item.arn: self._authority.issue(item.names, item.key_algorithm, now)
            for listener in spec.listeners
            for item in listener.certificates
        }

    async def _host_listeners(self) -> None:
        """Opens a port of the host for each public listener, and closes those that are no more."""
        wanted = {
            _name(spec, listener.port): listener.port
            for spec in self._specs
            if spec.internet_facing
            for listener in spec.listeners
        }
        for name in self._host.keys() - wanted.keys():
            self._host.pop(name)
            self._open.pop(name, None)
            await asyncio.to_thread(close_on_host, self._harbour.yard, name)
        for name, port in sorted(wanted.items()):
            if name not in self._host:
                ports = [self._harbour.remembered_port(name), FAMILIAR_PORTS.get(port, port)]
                found = await asyncio.to_thread(
                    open_on_host, self._harbour.yard, name, [one for one in ports if one is not None]
                )
                self._host[name] = found
                self._harbour.remember_port(name, found.port)

    def _host_sockets(self, spec: LoadBalancerSpec) -> dict[int, int]:
        return {
            listener.port: self._host[name].fd
            for listener in spec.listeners
            if (name := _name(spec, listener.port)) in self._host
        }

    async def _probe(self) -> None:
        """Opens the host's way to a listener only while connections from the internet really come about."""
        for spec in self._specs:
            if not spec.internet_facing:
                continue
            for listener in spec.listeners:
                tries = [
                    self._namespaces.connect(None, (node.public_address, listener.port), PROBE_SECONDS, source=LAPTOP)
                    for node in spec.nodes
                    if node.public_address
                ]
                outcomes = await asyncio.gather(*tries)
                name = _name(spec, listener.port)
                self._open[name] = Outcome.CONNECTED in outcomes
                self._balancers.set_host_access(spec.id, listener.port, self._open[name])

    def _forget(self, arn: str) -> None:
        group = self._groups.pop(arn)
        for task in [group.loop, *group.checking.values()]:
            if task is not None:
                task.cancel()
        self._harbour.save_targets(arn, ())


def _name(spec: LoadBalancerSpec, port: int) -> str:
    return f"{spec.arn}:{port}"


def _alike(one: Targets, other: Targets) -> bool:
    """Whether targets are the same but for the counts of their checks. Most of them are the very same objects."""
    return len(one) == len(other) and all(
        left is right or _uncounted(left) == _uncounted(right) for left, right in zip(one, other, strict=True)
    )


def _uncounted(target: Target) -> Target:
    return replace(target, checked_at=None, successes=0, failures=0)
