"""Makes the network stand as decided: what is missing is made, what has changed is made anew, what is no more is
removed.

What stands is written to a file in the dock's own /run after each step, so that an engine that was killed goes on
where it was: an object that is written there is left alone, one that was begun and not written is cleared away and
made again. ``ip -batch`` and ``nft -f`` do the work, one process for many commands: both are there wherever the twin
runs, and a task's interface takes three of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from seatrial.runtimes.twin.act.netns import Namespaces
from seatrial.runtimes.twin.decide.aws_endpoints import HELD, LAPTOP
from seatrial.runtimes.twin.decide.network import NetworkSpec
from seatrial.runtimes.twin.decide.network_script import Stand, stands

STATE = Path("/run/seatrial/network.json")
_SYSCTL = Path("/proc/sys/net/ipv4")
# Loose about where packets come from (translation changes it), silent about better ways.
_INTERFACE_SETTINGS = {"rp_filter": "0", "send_redirects": "0", "accept_redirects": "0"}


class Network:
    """The twin's network. One ``apply`` at a time."""

    def __init__(self, namespaces: Namespaces, state: Path = STATE) -> None:
        self._namespaces = namespaces
        self._state = state
        self._lock = asyncio.Lock()
        self._standing: dict[str, str] = {}
        self._undo: dict[str, list[str]] = {}
        self.fresh = True
        """Whether nothing stood yet when it was opened: the namespaces are new."""

    async def open(self) -> None:
        """Prepares the internet namespace and reads what stands. Safe to repeat."""
        await asyncio.to_thread(self._open)

    async def apply(self, spec: NetworkSpec) -> None:
        """Converges to the spec, touching only the difference."""
        async with self._lock:
            await asyncio.to_thread(self._apply, stands(spec))

    def _open(self) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError, ValueError):
            saved = json.loads(self._state.read_text())
            self._standing, self._undo = saved["standing"], saved["undo"]
            self.fresh = False
            return
        self._forward(None)
        held = [f"addr replace {block} dev lo" for block in (*HELD, f"{LAPTOP}/32")]
        self._ip(None, ["link set lo up", *held, "route replace blackhole default"])
        self._save()

    def _apply(self, wanted: Sequence[Stand]) -> None:
        keys = {item.key for item in wanted}
        gone = [key for key in self._standing if key not in keys]
        for key in sorted(gone, key=_removal_order):
            self._remove(key)
        remade: set[str] = set()
        if any(key.startswith("public/") for key in gone):
            # A public address may have moved between VPCs and back: whoever has it now takes its route again.
            for item in wanted:
                if item.key.startswith("public/"):
                    self._standing.pop(item.key, None)
        for item in wanted:
            if self._standing.get(item.key) != item.fingerprint or not remade.isdisjoint(item.needs):
                if item.undo:
                    remade.add(item.key)
                self._make(item)
        if gone:
            self._save()

    def _make(self, item: Stand) -> None:
        if item.key.startswith("routes/"):
            self._routes(item)
        elif item.key.startswith("public/"):
            self._public_routes(item)
        elif item.rules:
            self._namespaces.command(item.namespace, ["nft", "-f", "-"], item.rules)
        else:
            # Not written down: what stands of it is of an engine that was killed, or of an older shape.
            self._undo_quietly([*self._undo.get(item.key, []), *item.undo])
            self._ip(None, list(item.links))
            if item.forwards:
                self._forward(item.namespace)
            self._ip(item.namespace, list(item.commands))
        self._standing[item.key] = item.fingerprint
        if item.undo:
            self._undo[item.key] = list(item.undo)
        self._save()

    def _remove(self, key: str) -> None:
        self._undo_quietly(self._undo.get(key, []))
        if key.startswith("public/"):
            for line in self._public(key):
                self._undo_quietly([f"route del {line}"])
        self._standing.pop(key, None)
        self._undo.pop(key, None)

    def _routes(self, item: Stand) -> None:
        """The subnets' tables: first every wanted route, then what else stands in them goes."""
        wanted: dict[str, dict[str, str]] = {}
        for line in item.commands:
            table, destination, hop = line.split(" ", 2)
            wanted.setdefault(table, {})[destination] = hop
        before = set(self._undo.get(item.key, []))
        lines = []
        for table, routes in wanted.items():
            for destination, hop in routes.items():
                kind = "blackhole " if hop == "blackhole" else ""
                lines.append(f"route replace {kind}{destination} {'' if kind else hop} table {table}")
        self._ip(item.namespace, lines)
        now = {f"{table} {destination}" for table, routes in wanted.items() for destination in routes}
        for old in before - now:
            table, destination = old.split(" ", 1)
            self._undo_quietly([f"-n {item.namespace} route del {destination} table {table}"])
        self._undo[item.key] = sorted(now)

    def _public_routes(self, item: Stand) -> None:
        before = set(self._public(item.key))
        self._ip(None, [f"route replace {line}" for line in item.commands])
        for line in before - set(item.commands):
            self._undo_quietly([f"route del {line}"])
        self._undo[item.key] = list(item.commands)

    def _public(self, key: str) -> list[str]:
        return self._undo.get(key, [])

    def _undo_quietly(self, commands: Sequence[str]) -> None:
        """Removes what may be there; that it isn't is no failure."""
        lines = [line for line in commands if line.startswith(("link", "netns", "route", "rule", "-n"))]
        for line in lines:
            subprocess.run(["ip", *line.split()], capture_output=True, check=False)

    def _ip(self, netns: str | None, commands: list[str]) -> None:
        """Runs ``ip`` commands as one batch; ``-n NAME`` ones in their own namespace, in their order."""
        batch: list[str] = []
        for line in commands:
            if line.startswith("-n "):
                self._batch(netns, batch)
                batch = []
                _, name, rest = line.split(" ", 2)
                self._batch(name, [rest])
            else:
                batch.append(line)
        self._batch(netns, batch)

    def _batch(self, netns: str | None, commands: list[str]) -> None:
        if commands:
            self._namespaces.command(netns, ["ip", "-batch", "-"], "\n".join(commands) + "\n")

    def _forward(self, netns: str | None) -> None:
        def write() -> None:
            (_SYSCTL / "ip_forward").write_text("1")
            for folder in (_SYSCTL / "conf").iterdir():
                for name, value in _INTERFACE_SETTINGS.items():
                    (folder / name).write_text(value)

        self._namespaces.run_in(netns, write)

    def _save(self) -> None:
        draft = self._state.with_suffix(".new")
        draft.write_text(json.dumps({"standing": self._standing, "undo": self._undo}))
        draft.rename(self._state)


def _removal_order(key: str) -> tuple[int, str]:
    """Guards and routes go before interfaces, interfaces before subnets, subnets before VPCs."""
    order = ("guard", "rules", "routes", "public", "interface", "owner", "subnet", "vpc")
    return order.index(key.split("/", 1)[0]), key
