"""Looking things up across stacks: one account holds them all, so a service of one may stand in a VPC of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_text


def find(systems: Sequence[System], value: Value, *types: str) -> Resource | None:
    """The resource that a value names in any of these stacks."""
    for system in systems:
        found = system.find(value, *types)
        if found is not None:
            return found
    return None


def of_type(systems: Sequence[System], *types: str) -> Iterator[Resource]:
    """Every resource of these types, stack by stack in the order of the text."""
    for system in systems:
        yield from system.of_type(*types)


def not_here(kind: str, value: Value) -> str:
    """Why nothing is known of what a value names, as a clause."""
    named = as_text(value)
    return f"the {kind} {named} is not in the templates" if named else f"a {kind} is given by an empty value"
