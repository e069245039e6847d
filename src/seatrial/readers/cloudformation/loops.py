"""``Fn::ForEach``: copies of a fragment, one for each item of a collection, made before anything is resolved.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
(read 2026-11-23). ``${Identifier}`` stands for the item, ``&{Identifier}`` for the item with only letters and digits kept.
"""

from __future__ import annotations

import re

from seatrial.model.value import Unknown, as_text
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site

PREFIX = "Fn::ForEach::"
MOST_COPIES = 10_000


class Loops:
    """Expands the loops of a template. ``MOST_COPIES`` bounds what nested loops can make."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._copies = 0

    def expand(self, node: Node) -> Node:
        """A node without loops. A node without any is returned as it is."""
        match node:
            case SequenceNode():
                return SequenceNode([self.expand(item) for item in node.items], node.span)
            case MappingNode():
                made = MappingNode({}, {}, node.span)
                for key, item in node.items():
                    if key.startswith(PREFIX):
                        self._loop(key, item, made)
                    else:
                        made.entries[key] = self.expand(item)
                        made.keys[key] = node.keys[key]
                return made
        return node

    def _loop(self, key: str, node: Node, into: MappingNode) -> None:
        if not self._names.extensions:
            self._mistake(node, f"{key} needs Transform: AWS::LanguageExtensions", "INT008")
        match node:
            case SequenceNode(items=[ScalarNode() as identifier, collection, MappingNode() as fragment]):
                pass
            case _:
                self._mistake(node, f"{key} wants an identifier, a collection and a mapping")
                return
        items = self._items(collection)
        if items is None:
            return
        for item in items:
            self._copies += 1
            if self._copies > MOST_COPIES:
                self._mistake(node, f"the template's loops make more than {MOST_COPIES:,} copies", "TPL004")
                return
            copy = self.expand(_replaced(fragment, identifier.text, item))
            if isinstance(copy, MappingNode):
                for name, made in copy.items():
                    if name in into.entries:
                        self._mistake(made, f"{key} makes {name} twice", "TPL003")
                    into.entries[name] = made
                    into.keys[name] = copy.keys[name]

    def _items(self, node: Node) -> list[str] | None:
        value = Resolver(self._names, Site()).value(node)
        if isinstance(value, list):
            found = [item for item in value if not isinstance(item, Unknown)]
            if len(found) == len(value):
                return [as_text(item) for item in found]
        self._mistake(node, "Fn::ForEach's collection is no list whose items are known")
        return None

    def _mistake(self, node: Node, what: str, code: str = "INT004") -> None:
        self._names.problems.error(code, what, node.span, why="CloudFormation answers: Transform failed")


def has_loops(node: Node) -> bool:
    """Whether a loop stands anywhere in it; most templates have none, and are spared the copying."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, SequenceNode):
            stack.extend(item.items)
        elif isinstance(item, MappingNode):
            if any(key.startswith(PREFIX) for key in item.entries):
                return True
            stack.extend(item.entries.values())
    return False


def _replaced(node: Node, identifier: str, item: str) -> Node:
    plain, bare = f"${{{identifier}}}", f"&{{{identifier}}}"
    letters = re.sub(r"[^A-Za-z0-9]", "", item)

    def text(value: str) -> str:
        return value.replace(plain, item).replace(bare, letters)

    match node:
        case MappingNode():
            only = node.only()
            if only and only[0] == "Ref" and isinstance(only[1], ScalarNode) and only[1].value == identifier:
                return ScalarNode(item, node.span)
            entries = {text(key): _replaced(value, identifier, item) for key, value in node.items()}
            return MappingNode(entries, {text(key): span for key, span in node.keys.items()}, node.span)
        case SequenceNode():
            return SequenceNode([_replaced(value, identifier, item) for value in node.items], node.span)
        case ScalarNode(value=str() as value):
            return ScalarNode(text(value), node.span)
    return node
