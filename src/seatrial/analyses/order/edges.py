"""Which resource waits for which, and why.

A Ref, a GetAtt, a Sub or a DependsOn makes an edge. A nested stack (``Parent``) is there when all of its own resources
(``Parent/Child``) are, and these start when what the nested stack waits for is there: so edges are drawn between real
resources and never into the middle of a nested stack that doesn't exist yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.model.resource import Reference, Resource
from seatrial.model.span import NOWHERE, Span, path_text
from seatrial.model.system import System


class Edge(Struct, frozen=True, gc=False):
    """``source`` waits for ``target``, which ``owner`` names: by ``reference``, or else by its DependsOn. The owner is
    the source itself or a nested stack around it; without one, the target is a part of the source.
    """

    source: str
    target: str
    span: Span = NOWHERE
    owner: str = ""
    reference: Reference | None = None

    @property
    def cause(self) -> str:
        """Completes the sentence "because ..."."""
        if not self.owner:
            return f"{self.target} is a part of {self.source}"
        named = self.reference
        if named is None or named.attribute == "DependsOn":
            return f"DependsOn of {self.owner} names {self.target}"
        how = f"{named.target}.{named.attribute}" if named.attribute else named.target
        return f"{path_text((self.owner, *named.path))} refers to {how}"


def edges(system: System) -> tuple[Edge, ...]:
    """Every dependency once, with its first cause, in the order of the text. Worked out once for a system."""
    found: tuple[Edge, ...] | None = system.__dict__.get("_edges")
    if found is None:
        found = system.__dict__["_edges"] = _edges(system)
    return found


def _edges(system: System) -> tuple[Edge, ...]:
    found: list[Edge] = []
    parts: dict[str, list[str]] = {}
    for name in system.resources:
        for owner in _ancestors(name):
            parts.setdefault(owner, []).append(name)
    resources = system.resources
    for name, resource in resources.items():
        # What waits for itself is no edge.
        seen = {name}
        if "/" in name or name in parts:
            for edge in _edges_of(resource, system, parts.get(name, ())):
                if edge.target not in seen:
                    seen.add(edge.target)
                    found.append(edge)
            continue
        for item in resource.references:
            target = item.target
            if target not in seen and target in resources:
                seen.add(target)
                found.append(Edge(name, target, item.span, name, item))
        for target in resource.depends_on:
            if target not in seen and target in resources:
                seen.add(target)
                found.append(Edge(name, target, resource.span("DependsOn"), name))
    return tuple(found)


def _edges_of(resource: Resource, system: System, parts: Sequence[str]) -> Iterator[Edge]:
    """Those of a nested stack, or of a part of one."""
    name = resource.logical_id
    for child in parts:
        yield Edge(name, child, resource.span())
    for owner in (name, *_ancestors(name)):
        if owner not in system.resources:
            continue
        by = system.resources[owner]
        named = [(item.target, item.span, item) for item in by.references]
        for target, span, reference in (*named, *((item, by.span("DependsOn"), None) for item in by.depends_on)):
            # A part of a nested stack doesn't wait for its own stack, nor for its siblings on the stack's behalf.
            if target not in system.resources or f"{name}/".startswith(f"{target}/"):
                continue
            if owner != name and target.startswith(f"{owner}/"):
                continue
            yield Edge(name, target, span, owner, reference)


def _ancestors(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rsplit("/", 1)[0]
        yield name
