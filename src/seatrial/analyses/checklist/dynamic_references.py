"""Where dynamic references stand: what CloudFormation reads for ``{{resolve:...}}`` itself.

Several checks look at them, and every value may be one: so all values are looked at once, and without detours.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import MissingKey, Resolved, Value

MARK = "{{resolve:"
_READ = (Resolved, MissingKey)


class Place(Struct, frozen=True):
    """``value`` is Resolved, a MissingKey, or a text that begins a reference and has no end of it."""

    resource: Resource
    path: PropertyPath
    value: Resolved | MissingKey | str


def dynamic_references(system: System) -> tuple[Place, ...]:
    """The dynamic references of a system, and texts that begin one, in reading order."""
    found: list[Place] = []
    for resource in system.resources.values():
        there = resource.contents
        if any(MARK in text for text in there.texts) or any(isinstance(one, _READ) for one in there.unknown):
            _gather(resource, (), resource.properties, found)
    return tuple(found)


def _gather(
    resource: Resource, path: PropertyPath, value: Mapping[str, Value] | list[Value], found: list[Place]
) -> None:
    for key, item in enumerate(value) if isinstance(value, list) else value.items():
        if isinstance(item, str):
            if MARK in item:
                found.append(Place(resource, (*path, key), item))
        elif type(item) is dict or type(item) is list:
            _gather(resource, (*path, key), item, found)
        elif isinstance(item, _READ):
            found.append(Place(resource, (*path, key), item))
