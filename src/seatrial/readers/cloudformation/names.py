"""Which resources a fragment names, read off the text without resolving anything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from msgspec import Struct, field

from seatrial.readers.cloudformation.dynamic import MARK
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode

VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")

# Keys whose value names something, or of which only one branch counts.
_SPEAKING = frozenset(("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If"))
# Most texts are shorter than any dynamic reference.
_SHORTEST = len(MARK)


class Named(Struct):
    """``names`` are the logical ids; ``dynamic`` says that a dynamic reference stands there too."""

    names: set[str] = field(default_factory=set)
    dynamic: bool = False


def named_in(node: Node, known: Set[str], holds: Mapping[str, bool | None]) -> Named:
    """Logical ids in Ref, GetAtt and Sub. Of Fn::If, only the branch that is taken counts, where that is decided."""
    found = Named()
    stack: list[Node] = [node]
    while stack:
        item = stack.pop()
        if type(item) is ScalarNode:
            if type(item.value) is str and MARK in item.value:
                found.dynamic = True
        elif type(item) is SequenceNode:
            stack.extend(item.items)
        elif type(item) is MappingNode:
            speaks = not _SPEAKING.isdisjoint(item.entries)
            for key, value in item.entries.items():
                if speaks and key in _SPEAKING:
                    stack.extend(_named(key, value, holds, found))
                elif type(value) is not ScalarNode:
                    stack.append(value)
                elif type(text := value.value) is str and len(text) >= _SHORTEST and MARK in text:
                    found.dynamic = True
    found.names &= known
    return found


def _named(key: str, value: Node, holds: Mapping[str, bool | None], found: Named) -> list[Node]:
    """Notes what a mapping's entry names, and gives what remains to be looked at."""
    match key, value:
        case "Ref", ScalarNode():
            found.names.add(value.text)
        case "Fn::GetAtt", ScalarNode():
            found.names.add(value.text.partition(".")[0])
        case "Fn::GetAtt", SequenceNode(items=[ScalarNode() as first, *rest]):
            found.names.add(first.text)
            return rest
        case "Fn::Sub", ScalarNode():
            found.names.update(VARIABLE.findall(value.text))
            found.dynamic = found.dynamic or MARK in value.text
        case "Fn::Sub", SequenceNode(items=[ScalarNode() as first, MappingNode() as variables]):
            found.names.update(name for name in VARIABLE.findall(first.text) if name not in variables.entries)
            found.dynamic = found.dynamic or MARK in first.text
            return [variables]
        case "Fn::If", SequenceNode(items=[ScalarNode() as condition, when, otherwise]):
            decided = holds.get(condition.text)
            return [when, otherwise] if decided is None else [when if decided else otherwise]
        case _:
            return [value]
    return []
