"""What must be done so that a network stands as wanted: nothing where it does.

An engine may be killed while it changes the network. Before it begins it writes down what it is going to touch
(``begun``); whoever comes after it clears away what was begun, and makes it anew if it is still wanted. Everything else
that stands is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.network_script import Command, Line, Object, Routes, Stand, Table
from seatrial.runtimes.twin.decide.nft_rules import element_changes

# What goes first when it is wanted no more: interfaces before subnets, everything before its namespace.
_REMOVAL_ORDER = (
    "public",
    "zones",
    "routes",
    "guard",
    "rules",
    "interface",
    "subnet",
    "block",
    "vpc",
    "namespace",
    "internet",
)


class Standing(Struct, frozen=True):
    """What stands under a key, as far as it must be known to change or remove it."""

    fingerprint: str
    namespace: str
    undo: tuple[Command, ...] = ()
    lines: tuple[Line, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "fingerprint": self.fingerprint,
            "namespace": self.namespace,
            "undo": [list(command) for command in self.undo],
            "lines": [[line.destination, line.hop, line.table] for line in self.lines],
            "members": {name: list(members) for name, members in self.members.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Standing:
        return cls(
            data["fingerprint"],
            data["namespace"],
            tuple((namespace, line) for namespace, line in data["undo"]),
            tuple(Line(*parts) for parts in data["lines"]),
            {name: tuple(members) for name, members in data["members"].items()},
        )


class Clear(Struct, frozen=True):
    """Takes away what may be there; that something isn't is no failure."""

    key: str
    commands: tuple[Command, ...]


class Make(Struct, frozen=True):
    """Makes an object where nothing of it is."""

    item: Object


class Reroute(Struct, frozen=True):
    """Sets routes, then takes others away."""

    item: Routes
    lines: tuple[Line, ...]
    gone: tuple[Line, ...]


class Filter(Struct, frozen=True):
    """Runs nftables text in a namespace: a table as a whole, or only the members that are different."""

    item: Table
    text: str


Change = Clear | Make | Reroute | Filter


def changes(
    wanted: Sequence[Stand], standing: Mapping[str, Standing], begun: Mapping[str, Standing] | None = None
) -> tuple[Change, ...]:
    """The changes in their order. Once they are made, ``standing_of`` is what stands, and there are no more."""
    begun = begun or {}
    traces = {**standing, **begun}
    keys = {item.key for item in wanted}
    found: list[Change] = list(_removals(keys, traces))
    lost = set(_lost_places(wanted, traces))
    remade: set[str] = set()
    for item in wanted:
        known = None if item.key in begun else standing.get(item.key)
        trace = traces.get(item.key)
        anew = not remade.isdisjoint(item.needs)
        match item:
            case Object():
                if known is None or anew or known.fingerprint != item.fingerprint:
                    if trace is not None:
                        found.append(Clear(item.key, tuple(dict.fromkeys((*trace.undo, *item.undo)))))
                    found.append(Make(item))
                    remade.add(item.key)
            case Routes():
                stand = () if known is None or anew else known.lines
                lines = tuple(line for line in item.lines if line not in stand or (item.namespace, line.place) in lost)
                gone = _gone(item, trace)
                if lines or gone:
                    found.append(Reroute(item, lines, gone))
            case Table():
                if text := _filter_text(item, known, anew, item.key in begun):
                    found.append(Filter(item, text))
    return tuple(found)


def standing_of(item: Stand) -> Standing:
    """What is to be remembered of a thing that stands."""
    match item:
        case Object():
            return Standing(item.fingerprint, item.namespace, undo=item.undo)
        case Routes():
            return Standing(item.fingerprint, item.namespace, lines=item.lines)
        case Table():
            return Standing(item.fingerprint, item.namespace, members=item.rules.members())


def begun_of(item: Stand, before: Standing | None) -> Standing:
    """What may be there of a thing from now on, until it is written down as standing."""
    now = standing_of(item)
    if before is None:
        return now
    undo, lines = dict.fromkeys((*before.undo, *now.undo)), dict.fromkeys((*before.lines, *now.lines))
    return Standing(now.fingerprint, now.namespace, tuple(undo), tuple(lines), now.members)


def _removals(keys: Collection[str], traces: Mapping[str, Standing]) -> Iterator[Clear]:
    gone = [key for key in traces if key not in keys]
    going = {traces[key].namespace for key in gone if key.startswith("namespace/")}
    for key in sorted(gone, key=lambda key: (_REMOVAL_ORDER.index(key.split("/", 1)[0]), key)):
        old = traces[key]
        commands = (*old.undo, *((old.namespace, line.delete) for line in old.lines))
        # What is in a namespace that goes, goes with it.
        yield Clear(key, tuple(command for command in commands if command[0] not in going))


def _lost_places(wanted: Sequence[Stand], traces: Mapping[str, Standing]) -> Iterator[tuple[str, str]]:
    """Where routes are taken away: of two VPCs that had one public address, the one that keeps it sets it again."""
    routes = {item.key: item for item in wanted if isinstance(item, Routes)}
    for key, trace in traces.items():
        gone = _gone(routes[key], trace) if key in routes else trace.lines
        yield from ((trace.namespace, line.place) for line in gone)


def _gone(item: Routes, trace: Standing | None) -> tuple[Line, ...]:
    places = {line.place for line in item.lines}
    return tuple(line for line in (trace.lines if trace else ()) if line.place not in places)


def _filter_text(item: Table, known: Standing | None, anew: bool, begun: bool) -> str:
    if begun:
        return item.rules.replacement
    if known is None or anew:
        return item.rules.text
    if known.fingerprint != item.fingerprint:
        return item.rules.replacement
    return element_changes(known.members, item.rules.members())
