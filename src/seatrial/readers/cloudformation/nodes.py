"""A parsed template: scalars, sequences and mappings that know where they stand.

Short forms (``!Ref x``) are turned into long ones here, so that everything after sees one form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from seatrial.model.span import NOWHERE, Span
from seatrial.model.value import Scalar


class ScalarNode(Struct, eq=False, gc=False):
    """A string, number, boolean or null. ``plain`` is a number's or boolean's own spelling."""

    value: Scalar
    span: Span
    plain: str | None = None

    @property
    def text(self) -> str:
        if self.plain is not None:
            return self.plain
        return "" if self.value is None else str(self.value)


class SequenceNode(Struct, eq=False):
    items: list[Node]
    span: Span


class MappingNode(Struct, eq=False):
    """``keys`` holds the place of each key."""

    entries: dict[str, Node]
    keys: dict[str, Span]
    span: Span

    def get(self, key: str) -> Node | None:
        return self.entries.get(key)

    def items(self) -> Iterator[tuple[str, Node]]:
        return iter(self.entries.items())

    def only(self) -> tuple[str, Node] | None:
        """Its one entry, where it has just one."""
        if len(self.entries) == 1:
            for entry in self.entries.items():
                return entry
        return None


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def keys_below(root: Node) -> set[str]:
    """Every key that stands anywhere in it."""
    found: set[str] = set()
    stack: list[Node] = [root]
    while stack:
        item = stack.pop()
        if type(item) is MappingNode:
            found.update(item.entries)
            stack.extend(item.entries.values())
        elif type(item) is SequenceNode:
            stack.extend(item.items)
    return found


def node_of(value: object, span: Span = NOWHERE) -> Node:
    """A plain JSON value as nodes that all stand at one place."""
    match value:
        case dict():
            entries = {str(key): node_of(item, span) for key, item in value.items()}
            return MappingNode(entries, dict.fromkeys(entries, span), span)
        case list() | tuple():
            return SequenceNode([node_of(item, span) for item in value], span)
        case str() | int() | float() | bool() | None:
            return ScalarNode(value, span)
        case _:
            return ScalarNode(str(value), span)


def plain_of(node: Node) -> object:
    """Nodes as a plain JSON value, intrinsics in their long form."""
    match node:
        case MappingNode():
            return {key: plain_of(item) for key, item in node.items()}
        case SequenceNode():
            return [plain_of(item) for item in node.items]
        case _:
            return node.value


def kind_of(node: Node) -> str:
    """What a node is, as one says it."""
    match node:
        case MappingNode():
            return "a mapping"
        case SequenceNode():
            return "a list"
        case ScalarNode(value=bool()):
            return "a boolean"
        case ScalarNode(value=str()):
            return "a string"
        case ScalarNode(value=None):
            return "null"
        case _:
            return "a number"
