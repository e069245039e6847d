"""Resources grouped into waves: a wave needs only what earlier waves hold.

Resources that wait for each other in a circle (CloudFormation refuses such a template) form one unit and share a wave,
so that everything downstream of them still has an order.
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.order.edges import Edge, edges
from seatrial.model.system import System

Waves = tuple[tuple[str, ...], ...]


def waves(system: System) -> Waves:
    """Logical ids in creation order; those of one wave may be created at the same time, and stand in the order of the
    text.
    """
    needs = _needs(system)
    level: dict[str, int] = {}
    # Units come with what they need first, so one pass is enough.
    for unit in _units(needs):
        below = [level[need] for name in unit for need in needs[name] if need not in unit]
        for name in unit:
            level[name] = max(below, default=-1) + 1
    found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in system.resources:
        found[level[name]].append(name)
    return tuple(tuple(wave) for wave in found)


def deletion_waves(system: System) -> Waves:
    """Logical ids in deletion order: what depends on a resource goes before it."""
    return tuple(tuple(reversed(wave)) for wave in reversed(waves(system)))


def cycles(system: System) -> tuple[tuple[str, ...], ...]:
    """Every group of resources that wait for each other, each in the order of the text."""
    needs = _needs(system)
    places = {name: place for place, name in enumerate(system.resources)}
    found = [tuple(sorted(unit, key=places.__getitem__)) for unit in _units(needs) if len(unit) > 1]
    return tuple(sorted(found, key=lambda unit: places[unit[0]]))


def waves_text(system: System) -> str:
    """The waves as text: each resource with what it waits for and why."""
    causes: dict[str, list[Edge]] = {}
    for edge in edges(system):
        causes.setdefault(edge.source, []).append(edge)
    lines = []
    for number, wave in enumerate(waves(system)):
        lines.append(f"wave {number}")
        for name in wave:
            lines.append(f"  {name}")
            lines.extend(f"    after {edge.target}: {edge.cause}" for edge in causes.get(name, ()))
    return "\n".join(lines) + "\n" if lines else ""


def _needs(system: System) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in system.resources}
    for edge in edges(system):
        found[edge.source].append(edge.target)
    return {name: tuple(targets) for name, targets in found.items()}


def _units(needs: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Strongly connected parts of the graph, each after those it needs (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    units: list[tuple[str, ...]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(needs[root]))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            name, rest = work[-1]
            for need in rest:
                if need not in index:
                    index[need] = low[need] = len(index)
                    path.append(need)
                    on_path.add(need)
                    work.append((need, iter(needs[need])))
                    break
                if need in on_path:
                    low[name] = min(low[name], index[need])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[name])
                if low[name] == index[name]:
                    cut = path.index(name)
                    units.append(tuple(path[cut:]))
                    on_path.difference_update(path[cut:])
                    del path[cut:]
    return units
