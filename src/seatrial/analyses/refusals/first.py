"""Which resource of a stack's operation is refused first, each seen at its own moment of the timeline.

A resource can use what is there when its turn comes: what an update leaves alone or changes in place, and what it has
already made. It collides with more: with what is still being made, and with what the update will only take away at its
end. So a rule that moves to another logical id finds its priority taken by itself, as on AWS.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import partial

from msgspec.structs import replace

from seatrial.analyses.creation import Creation, creation_order, won_races
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.types import is_asked, refusal
from seatrial.analyses.refusals.world import LEAVING
from seatrial.model.resource import Resource
from seatrial.model.system import System


def first_refusal(
    others: Sequence[System],
    system: System,
    previous: System | None = None,
    changing: Collection[str] | None = None,
) -> tuple[Creation, Refusal] | None:
    """The first refusal of an operation that brings ``system`` about, with the resource's time; None where all is
    taken.

    ``changing`` are the logical ids that are made, changed or replaced (None: all, as for a new stack); ``previous`` is
    what was there before, ``others`` are the other stacks.
    """
    return next(refusals(others, system, previous, changing), None)


def refusals(
    others: Sequence[System],
    system: System,
    previous: System | None = None,
    changing: Collection[str] | None = None,
) -> Iterator[tuple[Creation, Refusal]]:
    """Every refusal of such an operation, were it to go on all the same, in the order of the timeline."""
    wanted = set(system.resources) if changing is None else set(changing)
    kept = {
        name
        for name, resource in system.resources.items()
        if name not in wanted or _was_there(previous, name, resource.physical_id)
    }
    leaving = _leaving(previous, system)
    order = creation_order(system)
    ending = sorted(order, key=lambda item: item.ends)
    begun, made, ended = set(kept), set(kept), 0
    for item in order:
        name = item.resource.logical_id
        while ended < len(ending) and ending[ended].ends <= item.starts:
            made.add(ending[ended].resource.logical_id)
            ended += 1
        if name in wanted and is_asked(item.resource.type):
            there = (made | won_races(order, name, system)) - {name}
            refused = refusal(
                [*others, system.part(there)], item.resource, partial(_colliding, system, begun | there, name, leaving)
            )
            if refused is not None:
                yield item, refused
        begun.add(name)


def _colliding(system: System, names: Set[str], name: str, leaving: Mapping[str, Resource]) -> System:
    """What a resource can collide with: all that is there or being made, but for itself."""
    colliding = system.part(names - {name})
    return replace(system, resources={**colliding.resources, **leaving}) if leaving else colliding


def _was_there(previous: System | None, name: str, physical_id: str) -> bool:
    before = previous.resources.get(name) if previous is not None else None
    return before is not None and before.physical_id == physical_id


def _leaving(previous: System | None, system: System) -> dict[str, Resource]:
    """What the update takes away at its end, under names of its own."""
    if previous is None:
        return {}
    return {
        f"{name}{LEAVING}": replace(before, logical_id=f"{name}{LEAVING}")
        for name, before in previous.resources.items()
        if name not in system.resources or system.resources[name].physical_id != before.physical_id
    }
