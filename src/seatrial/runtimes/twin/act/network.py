"""Makes the network stand as decided: what is missing is made, what has changed is made anew, what is no more is
removed.

What stands is written to a file in the dock's own /run, and before each change what is going to be touched: an engine
that was killed goes on where it was, and clears away only what it had begun.

``ip -batch`` and ``nft -f`` do the work, all commands of one namespace in one process: both are there wherever the twin
runs, their text is what a reader would type, and a process costs 1.4 ms, which is less than a netlink library's import.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from seatrial.runtimes.twin.act.netns import Namespaces
from seatrial.runtimes.twin.decide.aws_endpoints import HELD, LAPTOP
from seatrial.runtimes.twin.decide.network import Interface, NetworkSpec
from seatrial.runtimes.twin.decide.network_changes import (
    Change,
    Clear,
    Filter,
    Make,
    Reroute,
    Standing,
    begun_of,
    changes,
    standing_of,
)
from seatrial.runtimes.twin.decide.network_script import Command, Stand, stands
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json

STATE = Path("/run/seatrial/network.json")
_SYSCTL = Path("/proc/sys/net")
# Loose about where packets come from (translation changes it), silent about better ways, and no IPv6 beyond the
# loopback: link-local addresses would go around every group.
_SETTINGS = {
    "ipv4/conf/all/rp_filter": "0",
    "ipv4/conf/default/rp_filter": "0",
    "ipv4/conf/all/send_redirects": "0",
    "ipv4/conf/default/send_redirects": "0",
    "ipv4/conf/all/accept_redirects": "0",
    "ipv4/conf/default/accept_redirects": "0",
    "ipv6/conf/default/disable_ipv6": "1",
}


class Network:
    """The twin's network. One ``apply`` at a time."""

    def __init__(self, namespaces: Namespaces, state: Path = STATE) -> None:
        self._namespaces = namespaces
        self._state = state
        self._lock = asyncio.Lock()
        self._standing: dict[str, Standing] = {}
        self._begun: dict[str, Standing] = {}
        self.interfaces: tuple[Interface, ...] = ()
        """The interfaces of the last spec that was applied, by this engine or the one before it."""
        self.fresh = True
        """Whether nothing stood yet when it was opened: the namespaces are new."""

    async def open(self) -> None:
        """Prepares the internet namespace and reads what stands. Safe to repeat."""
        await asyncio.to_thread(self._open)

    async def apply(self, spec: NetworkSpec) -> None:
        """Converges to the spec, touching only the difference.

        Raises OSError with what could not be made, after everything else was; the next ``apply`` tries it again.
        """
        async with self._lock:
            await asyncio.to_thread(self._apply, spec)

    def _open(self) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError, TypeError):
            saved = json.loads(self._state.read_text())
            standing = {key: Standing.from_json(item) for key, item in saved["standing"].items()}
            begun = {key: Standing.from_json(item) for key, item in saved["begun"].items()}
            self.interfaces = tuple(from_json(Interface, item) for item in saved["interfaces"])
            self._standing, self._begun, self.fresh = standing, begun, False
            return
        self._settle(None, forwards=True)
        held = [f"addr replace {block} dev lo" for block in (*HELD, f"{LAPTOP}/32")]
        self._ip(None, ["link set lo up", *held, "route replace blackhole default"])
        self._save()

    def _apply(self, spec: NetworkSpec) -> None:
        wanted = stands(spec)
        todo = changes(wanted, self._standing, self._begun)
        try:
            if todo:
                self._carry_out(wanted, todo)
        except OSError:
            failures = self._one_by_one(wanted)
            if failures:
                raise OSError("\n".join(failures)) from None
        finally:
            if todo or self.interfaces != spec.interfaces:
                self.interfaces = spec.interfaces
                self._save()

    def _carry_out(self, wanted: Sequence[Stand], todo: Sequence[Change]) -> None:
        """Makes all changes, grouped by namespace."""
        items = {item.key: item for item in wanted}
        touched = list(dict.fromkeys(_key(change) for change in todo))
        for key in touched:
            trace = self._begun.get(key) or self._standing.get(key)
            if key in items:
                self._begun[key] = begun_of(items[key], trace)
            elif trace is not None:
                self._begun[key] = trace
            self._standing.pop(key, None)
        self._save()
        self._run(todo)
        for key in touched:
            del self._begun[key]
            if key in items:
                self._standing[key] = standing_of(items[key])

    def _one_by_one(self, wanted: Sequence[Stand]) -> list[str]:
        """Makes each thing by itself, so that one that can't be made is in nobody's way; what failed."""
        failures: dict[str, str] = {}
        for upto in range(len(wanted)):
            item = wanted[upto]
            if not failures.keys().isdisjoint(item.needs):
                failures[item.key] = ""
                continue
            ready = [one for one in wanted[: upto + 1] if one.key not in failures]
            # What comes later stands or doesn't; it is looked at in its turn.
            todo = [change for change in changes(ready, self._standing, self._begun) if _key(change) == item.key]
            try:
                if todo:
                    self._carry_out([item], todo)
            except OSError as failure:
                failures[item.key] = str(failure)
        gone = [change for change in changes(wanted, self._standing, self._begun) if isinstance(change, Clear)]
        keys = {item.key for item in wanted}
        with contextlib.suppress(OSError):
            self._carry_out([], [change for change in gone if change.key not in keys])
        return [text for text in failures.values() if text]

    def _run(self, todo: Sequence[Change]) -> None:
        """First what goes, then namespaces, links, routers, the namespaces of interfaces, routes and rules."""
        clears = [command for change in todo if isinstance(change, Clear) for command in change.commands]
        self._batches(clears, force=True)
        made = [change.item for change in todo if isinstance(change, Make)]
        opened = [item for item in made if item.opens]
        self._ip(None, [f"netns add {item.namespace}" for item in opened])
        for item in opened:
            self._settle(item.namespace, item.forwards)
        self._ip(None, [line for item in made for line in item.links])
        self._batches((item.router, line) for item in made for line in item.router_commands)
        self._batches((item.namespace, line) for item in made for line in item.commands)
        rerouted = [change for change in todo if isinstance(change, Reroute)]
        self._batches((change.item.namespace, line.replace) for change in rerouted for line in change.lines)
        self._batches(((change.item.namespace, line.delete) for change in rerouted for line in change.gone), force=True)
        for change in todo:
            if isinstance(change, Filter):
                self._nft(change.item.namespace, change.text)

    def _batches(self, commands: Iterable[Command], force: bool = False) -> None:
        """One process a namespace; the order within each stays as it is."""
        by_namespace: dict[str, list[str]] = {}
        for namespace, line in commands:
            by_namespace.setdefault(namespace, []).append(line)
        # The internet's last: who is cleared away there (a namespace) has been left by then.
        for namespace in sorted(by_namespace, key=lambda name: name == ""):
            self._ip(namespace, by_namespace[namespace], force)

    def _ip(self, netns: str | None, lines: list[str], force: bool = False) -> None:
        if not lines:
            return
        command = ["ip", "-force", "-batch", "-"] if force else ["ip", "-batch", "-"]
        try:
            self._namespaces.command(netns, command, "\n".join(lines) + "\n")
        except OSError:
            # With -force, what is not there (or whose namespace isn't) counts as removed.
            if not force:
                raise

    def _nft(self, netns: str | None, text: str) -> None:
        self._namespaces.command(netns, ["nft", "-f", "-"], text)

    def _settle(self, netns: str | None, forwards: bool) -> None:
        """The kernel's settings of a namespace, before there is any interface to inherit them."""

        def write() -> None:
            for name, value in {**_SETTINGS, "ipv4/ip_forward": str(int(forwards))}.items():
                # A kernel without IPv6 has no setting for it.
                with contextlib.suppress(FileNotFoundError):
                    (_SYSCTL / name).write_text(value)

        self._namespaces.run_in(netns, write)

    def _save(self) -> None:
        draft = self._state.with_suffix(".new")
        state: dict[str, Any] = {
            "standing": {key: item.as_json() for key, item in self._standing.items()},
            "begun": {key: item.as_json() for key, item in self._begun.items()},
            "interfaces": [as_json(item) for item in self.interfaces],
        }
        draft.write_text(json.dumps(state))
        draft.rename(self._state)


def _key(change: Change) -> str:
    return change.key if isinstance(change, Clear) else change.item.key
