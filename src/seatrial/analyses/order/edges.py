"""Which resource waits for which, and why.

A Ref, a GetAtt, a Sub or a DependsOn makes an edge. A nested stack (``Parent``) is there when all of its own resources
(``Parent/Child``) are, and these start when what the nested stack waits for is there: so edges are drawn between real
resources and never into the middle of a nested stack that doesn't exist yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, Span, path_text
from seatrial.model.system import System


@dataclass(frozen=True, slots=True)
class Edge:
    """``source`` waits for ``target``; ``cause`` completes the sentence "because ..."."""

    source: str
    target: str
    cause: str
    span: Span = NOWHERE


def edges(system: System) -> tuple[Edge, ...]:
    """Every dependency once, with its first cause, in the order of the text. Worked out once for a system."""
    found: tuple[Edge, ...] | None = system.__dict__.get("_edges")
    if found is None:
        found = system.__dict__["_edges"] = _edges(system)
    return found


def _edges(system: System) -> tuple[Edge, ...]:
    found: dict[tuple[str, str], Edge] = {}
    parts: dict[str, list[str]] = {}
    for name in system.resources:
        for owner in _ancestors(name):
            parts.setdefault(owner, []).append(name)
    for resource in system.resources.values():
        for edge in _edges_of(resource, system, parts.get(resource.logical_id, ())):
            if edge.source != edge.target:
                found.setdefault((edge.source, edge.target), edge)
    return tuple(found.values())


def _edges_of(resource: Resource, system: System, parts: Sequence[str]) -> Iterator[Edge]:
    name = resource.logical_id
    for child in parts:
        yield Edge(name, child, f"{child} is a part of {name}", resource.span())
    for owner in (name, *_ancestors(name)):
        if owner not in system.resources:
            continue
        for edge in _named_by(system.resources[owner]):
            # A part of a nested stack doesn't wait for its own stack, nor for its siblings on the stack's behalf.
            if edge.target not in system.resources or f"{name}/".startswith(f"{edge.target}/"):
                continue
            if owner != name and edge.target.startswith(f"{owner}/"):
                continue
            yield Edge(name, edge.target, edge.cause, edge.span)


def _named_by(resource: Resource) -> Iterator[Edge]:
    name = resource.logical_id
    for reference in resource.references:
        if reference.attribute == "DependsOn":
            yield Edge(name, reference.target, f"DependsOn of {name} names {reference.target}", reference.span)
            continue
        place = path_text((name, *reference.path))
        how = f"{reference.target}.{reference.attribute}" if reference.attribute else reference.target
        yield Edge(name, reference.target, f"{place} refers to {how}", reference.span)
    for target in resource.depends_on:
        yield Edge(name, target, f"DependsOn of {name} names {target}", resource.span("DependsOn"))


def _ancestors(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rsplit("/", 1)[0]
        yield name
