"""What exists on the twin's AWS at the moment of a call: the resources of every stack.

A value that reading couldn't know (Unknown) is nobody's fault: nothing is refused for its sake.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import OutsideId, Unknown, Value, as_list

_ID = re.compile(r"[a-z]+-[0-9a-f]+\Z")
# What an update will take away at its end is known by its logical id with this behind it.
LEAVING = "~leaving"


def leaves(resource: Resource) -> bool:
    """Whether a resource is one that the update under way will take away."""
    return resource.logical_id.endswith(LEAVING)


class World(Struct, frozen=True):
    """``own`` is the stack whose resource is being created, with what is there at that moment.

    ``begun`` gives it with what is still being created as well: an API refuses a second one of it already, but nothing
    can use it yet. Few resources ask for that.
    """

    systems: Sequence[System]
    own: System
    begun: Callable[[], System]

    @property
    def scope(self) -> Scope:
        return self.own.scope

    def find(self, value: Value, *types: str) -> Resource | None:
        """The resource that a value names, in any stack."""
        found = self.own.find(value, *types)
        if found is not None:
            return found
        for system in self.systems:
            if system is not self.own and (found := system.find(value, *types)) is not None:
                return found
        return None

    def lacks(self, value: Value, *types: str) -> bool:
        """Whether a value is known and names nothing that exists."""
        return isinstance(value, str) and value != "" and self.find(value, *types) is None

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Every resource of these types that is there, of this stack first."""
        return self._of_type(self.own, *types)

    def taken(self, *types: str) -> Iterator[Resource]:
        """Every resource of these types that another one can collide with: there, or being created."""
        return self._of_type(self.begun(), *types)

    def _of_type(self, own: System, *types: str) -> Iterator[Resource]:
        for system in (own, *(item for item in self.systems if item is not self.own)):
            yield from system.of_type(*types)


def differ(one: Value, other: Value) -> bool:
    """Whether two ids surely name two things. AWS chose an id from outside long before a stack gets its own.

    A text that is no id at all is refused where it stands, and names nothing that could be another.
    """
    ids = [id_text(item) for item in (one, other)]
    return ids[0] != ids[1] and all(_ID.match(item) for item in ids)


def id_text(value: Value) -> str:
    """An id that is known, of whatever; "" otherwise."""
    return value.id if isinstance(value, OutsideId) else value if isinstance(value, str) else ""


def entries(value: Value) -> list[Value]:
    """The items of a list property; none of one that isn't known."""
    return [] if isinstance(value, Unknown) else as_list(value)


def is_given(value: Value) -> bool:
    """Whether a property is there and known."""
    return value is not None and not isinstance(value, Unknown)


def texts(value: Value) -> list[str]:
    """The known texts of a list property."""
    return [item for item in as_list(value) if isinstance(item, str) and item]


def known(value: Value) -> bool:
    """Whether a value and everything inside it is known."""
    match value:
        case Unknown():
            return False
        case dict():
            return all(known(item) for item in value.values())
        case list():
            return all(known(item) for item in value)
        case _:
            return True


def network(value: Value) -> ipaddress.IPv4Network | None:
    """An IPv4 block; None where the value is none (or isn't known). Host bits are cut off, as EC2 does."""
    return _block(value) if isinstance(value, str) else None


@lru_cache(maxsize=1024)
def _block(text: str) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(str.__str__(text), strict=False)
    except ValueError:
        return None
