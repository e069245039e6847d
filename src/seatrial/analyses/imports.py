"""Stacks of one account that hang together: what one exports and another imports.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from seatrial.model.system import System
from seatrial.model.value import Value


def exports(systems: Iterable[System]) -> dict[str, Value]:
    """Every value that another stack can refer to: by the name of its export, or as ``stack.output``.

    A value that the text alone does not give is Unknown with its reason. Of two exports with one name the first counts.
    """
    found: dict[str, Value] = {}
    for system in systems:
        for name, value in _told(system):
            found.setdefault(name, value)
    return found


def unused(systems: Iterable[System]) -> frozenset[str]:
    """The names of exports that none of these stacks imports."""
    known = list(systems)
    asked = {name for system in known for name in system.imports}
    return frozenset(item.export_name for system in known for item in system.outputs.values()) - asked - {""}


def belonging_together(systems: Mapping[int, System]) -> dict[int, tuple[System, ...]]:
    """For each system those that it is connected to by exports and imports, directly or through others."""
    neighbours: dict[int, set[int]] = {index: set() for index in systems}
    makers: dict[str, int] = {}
    for index, system in systems.items():
        for name, _ in _told(system):
            makers.setdefault(name, index)
    for index, system in systems.items():
        for name in system.imports:
            maker = makers.get(name, index)
            if maker != index:
                neighbours[index].add(maker)
                neighbours[maker].add(index)
    return {index: tuple(systems[other] for other in _reached(index, neighbours)) for index in systems}


def _reached(start: int, neighbours: Mapping[int, set[int]]) -> list[int]:
    """What a walk from a system comes by, itself left out."""
    found, queue = {start}, [start]
    while queue:
        for other in neighbours[queue.pop()] - found:
            found.add(other)
            queue.append(other)
    return sorted(found - {start})


def _told(system: System) -> Iterator[tuple[str, Value]]:
    for output in system.outputs.values():
        if output.export_name:
            yield output.export_name, output.value
        yield f"{system.scope.stack}.{output.name}", output.value
