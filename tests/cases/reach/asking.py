"""Questions about the network of a case, written as one line each, and their answers as text.

``FROM -> TO:PORT``: an end is ``SUBNET/GROUP,GROUP`` (``+public`` for a public address), a load balancer's logical id,
``internet``, or as a target a host's name. ``!LogicalId.Attribute`` in a host is an attribute of a resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.reach import EVERYWHERE, Interface, Paper, Path, Verdict
from seatrial.model.resource import Resource
from seatrial.model.span import path_text
from seatrial.model.system import System


def ask(systems: Sequence[System], line: str) -> Iterator[Path]:
    """The answers to a question, one for each interface of a load balancer."""
    paper = Paper(systems)
    left, _, right = line.partition(" -> ")
    target, _, port = right.rpartition(":")
    protocol, _, number = port.rpartition(" ")
    for source in _ends(paper, systems[-1], left):
        if source is None:
            for to in _ends(paper, systems[-1], target):
                assert to is not None
                yield paper.from_internet(to, int(number), protocol or "tcp")
        elif target == "internet":
            yield paper.to_internet(source, int(number))
        elif "." in target or target == "localhost":
            yield paper.to_host(source, _host(systems[-1], target), int(number))
        else:
            for to in _ends(paper, systems[-1], target):
                assert to is not None
                yield paper.between(source, to, int(number), protocol or "tcp")


def _host(system: System, text: str) -> str:
    if not text.startswith("!"):
        return text
    name, attribute, *rest = text[1:].split(".")
    return ".".join([str(system.resources[name].attributes[attribute]), *rest])


def _ends(paper: Paper, system: System, text: str) -> list[Interface | None]:
    if text == "internet":
        return [None]
    if "/" not in text:
        return list(paper.balancer(system.resources[text]))
    place, _, public = text.partition("+")
    subnet, _, groups = place.partition("/")
    listed = [system.resources[name] for name in groups.split(",") if name]
    return [paper.interface("tasks", system.resources[subnet], listed, public == "public")]


def told(path: Path, *, wholly: bool = False) -> str:
    """A path as text: its verdict, what decides it with its place, and how to mend it."""
    lines = [f"{path.verdict}{f', {path.fails_as}' if path.fails_as else ''}"]
    if path.verdict in (Verdict.PARTLY, Verdict.CANNOT_TELL) and path.sources != EVERYWHERE:
        lines.append(f"from {path.sources}")
    for hop in path.hops if wholly else [path.deciding] if path.deciding else []:
        lines.append(f"{'' if hop.verdict is Verdict.YES else f'{hop.verdict}: '}{hop.what}")
        lines.append(f"  at {_place(hop.resource, path_text(hop.path))}{f' [{hop.code}]' if hop.code else ''}")
        if hop.mend:
            lines.append(f"  mend: {hop.mend}")
    return "\n".join(lines)


def _place(resource: Resource | None, path: str) -> str:
    return ".".join(part for part in (resource.logical_id if resource else "the interface", path) if part)
