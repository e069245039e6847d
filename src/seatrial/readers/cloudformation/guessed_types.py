"""The type that a resource without one is meant to have, by the properties that it is given.

Most types are known by these alone: only a subnet has a block and a zone, only a security group a description. Where
several types take them, the one whose name is in the logical id is meant. A line that is lost then is one finding, and
the rest of the template is judged as it was.
"""

from __future__ import annotations

import re

from seatrial.kinds import CARDS
from seatrial.kinds.schema import needed, settable
from seatrial.readers.cloudformation.nodes import MappingNode

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Words that say nothing of what a resource is.
_OF_NO_KIND = frozenset({"service", "group", "set"})


def type_by_properties(name: str, node: MappingNode) -> str:
    """The only type with a card that the resource can be; "" where that is open."""
    held = node.get("Properties")
    given = set(held.keys) if isinstance(held, MappingNode) else set()
    if not given:
        return ""
    fitting = [kind for kind in CARDS if given <= set(settable(kind)) and set(needed(kind)) <= given]
    if len(fitting) == 1:
        return fitting[0]
    own = {word.lower() for word in _WORDS.findall(name)}
    named = [kind for kind in fitting if own & ({word.lower() for word in _words_of(kind)} - _OF_NO_KIND)]
    return named[0] if len(named) == 1 else ""


def _words_of(kind: str) -> list[str]:
    return _WORDS.findall(kind.rpartition("::")[2])
