"""Which resources a fragment may name, read off the text without resolving anything."""

from __future__ import annotations

import re
from collections.abc import Set

from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def named_in(node: Node, known: Set[str]) -> set[str]:
    """Logical ids in Ref, GetAtt and Sub, whichever branch of a condition they stand in."""
    found: set[str] = set()
    stack: list[Node] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, SequenceNode):
            stack.extend(item.items)
        elif isinstance(item, MappingNode):
            for key, value in item.items():
                match key, value:
                    case "Ref", ScalarNode():
                        found.add(value.text)
                    case "Fn::GetAtt", ScalarNode():
                        found.add(value.text.partition(".")[0])
                    case "Fn::GetAtt", SequenceNode(items=[ScalarNode() as first, *_]):
                        found.add(first.text)
                    case "Fn::Sub", ScalarNode():
                        found.update(_VARIABLE.findall(value.text))
                    case "Fn::Sub", SequenceNode(items=[ScalarNode() as first, *rest]):
                        found.update(_VARIABLE.findall(first.text))
                        stack.extend(rest)
                    case _:
                        stack.append(value)
    return found & known
