"""Edits of a template's text by position: nodes tell where a value begins and ends, and only there is written."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from seatrial.model.edit import Act, Edit
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Value
from seatrial.writers.edits import values

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
BYTE_ORDER_MARK = "\ufeff"


class CannotEdit(Exception):
    """What is to be changed isn't written out in the text: an intrinsic function, a loop or an include makes it."""


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made, in their order. Raises CannotEdit."""
    # libyaml doesn't count the mark of the byte order, which would put every position off by one.
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    for edit in edits:
        text = _Text(text).made(edit)
    return f"{mark}{text}"


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.as_json = text.lstrip(" \t\r\n").startswith("{") and _is_json(text)
        self.newline = "\r\n" if "\r\n" in text else "\n"
        try:
            # Tabs are no YAML between tokens, but JSON has them; one blank for each keeps every position.
            even = text.replace("\t", " ") if self.as_json else text
            self.root: yaml.Node | None = yaml.compose(even, Loader=_LOADER)
        except yaml.YAMLError:
            raise CannotEdit("the text is no YAML") from None

    def made(self, edit: Edit) -> str:
        found, rest, key = self._walk(("Resources", edit.logical_id, *edit.path))
        value = edit.value
        if not rest:
            if edit.act is Act.SET:
                return self._replaced(found, key, value)
            if isinstance(found, yaml.SequenceNode) and found.tag == _SEQ:
                return self._appended(found, value)
            if isinstance(found, yaml.ScalarNode):
                return self._listed(found, value)
            raise CannotEdit(f"{edit} is no list")
        value = [value] if edit.act is Act.ADD else value
        for part in reversed(rest[1:]):
            if not isinstance(part, str):
                raise CannotEdit(f"{edit} is not there")
            value = {part: value}
        if not isinstance(rest[0], str) or not isinstance(found, yaml.MappingNode) or found.tag != _MAP:
            raise CannotEdit(f"{edit} is not there")
        return self._inserted(found, rest[0], value)

    def _walk(self, path: PropertyPath) -> tuple[yaml.Node, PropertyPath, yaml.Node | None]:
        """The node that a path leads to, or the deepest one on its way with what is left of the path; and its key."""
        if self.root is None:
            raise CannotEdit("there is nothing in the file")
        node, named = self.root, None
        shared = _shared(self.root)
        for index, part in enumerate(path):
            below: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode) and node.tag == _MAP and isinstance(part, str):
                named, below = next(((key, value) for key, value in node.value if key.value == part), (None, None))
                if below is None and any(str(key.value).startswith("Fn::") for key, _ in node.value):
                    raise CannotEdit(f"{path_text(path)} is made by an intrinsic function")
            elif isinstance(node, yaml.SequenceNode) and node.tag == _SEQ and isinstance(part, int):
                named, below = None, node.value[part] if part < len(node.value) else None
            else:
                raise CannotEdit(f"{path_text(path)} is made by an intrinsic function")
            if below is None:
                if index < 2:
                    raise CannotEdit(f"{path_text(path)} is not written in this file")
                return node, path[index:], None
            if id(below) in shared:
                raise CannotEdit(f"{path_text(path)} is written once for several places, by an alias")
            node = below
        return node, (), named

    def _replaced(self, node: yaml.Node, key: yaml.Node | None, value: Value) -> str:
        start, end = int(node.start_mark.index), _end(_last(node), self.text)
        if not isinstance(node, yaml.CollectionNode) or node.flow_style:
            return self.text[:start] + self._flow(value) + self.text[end:]
        if "#" in self.text[start:end]:
            raise CannotEdit("what stands there has comments")
        if key is not None:
            # A block begins on a line of its own; what comes in its place stands behind the key.
            start = self.text.index(":", key.end_mark.index) + 1
        return f"{self.text[:start]}{' ' if key is not None else ''}{self._flow(value)}{self.text[end:]}"

    def _listed(self, node: yaml.ScalarNode, value: Value) -> str:
        start, end = node.start_mark.index, _end(node, self.text)
        return f"{self.text[:start]}[{self.text[start:end]}, {self._flow(value)}]{self.text[end:]}"

    def _appended(self, node: yaml.SequenceNode, value: Value) -> str:
        if node.flow_style:
            return self._into_flow(node, self._flow(value), node.value[-1] if node.value else None)
        lines = values.item(value, node.start_mark.column)
        return self._after(node.value[-1], list(lines))

    def _inserted(self, node: yaml.MappingNode, key: str, value: Value) -> str:
        last = node.value[-1] if node.value else None
        if node.flow_style:
            name = json.dumps(key) if self.as_json else key
            first = last[0] if last else None
            return self._into_flow(node, f"{name}: {self._flow(value)}", last[1] if last else None, first)
        if last is None:
            raise CannotEdit("there is nothing beside which it could stand")
        lines = values.entry(key, value, node.start_mark.column)
        if key == "DependsOn":
            # It stands beside Type, not below properties that fill a screen.
            last = next((part for part in node.value if part[0].value == "Type"), last)
        return self._after(last[1] if not _is_empty(last[1]) else last[0], list(lines))

    def _into_flow(self, node: yaml.Node, text: str, last: yaml.Node | None, key: yaml.Node | None = None) -> str:
        """Into ``{...}`` or ``[...]``: behind the last part, on a line of its own where that has one."""
        closing = node.end_mark.index - 1
        if last is None:
            inner = f" {text} " if isinstance(node, yaml.MappingNode) and not self.as_json else text
            return self.text[: node.start_mark.index + 1] + inner + self.text[closing:]
        end = _end(last, self.text)
        first = key if key is not None else last
        own_line = first.start_mark.line > node.start_mark.line
        between = f",{self.newline}{self._margin(first)}" if own_line else ", "
        return self.text[:end] + between + text + self.text[end:]

    def _margin(self, node: yaml.Node) -> str:
        """What stands before a node in its line, blanks or tabs."""
        start = self.text.rfind("\n", 0, node.start_mark.index) + 1
        before = self.text[start : node.start_mark.index]
        return before if not before.strip() else " " * len(before)

    def _after(self, node: yaml.Node, lines: Sequence[str]) -> str:
        """Lines below the last line of a block."""
        end = _end(_last(node), self.text)
        stop = self.text.find("\n", end)
        added = self.newline.join(lines)
        if stop < 0:
            return f"{self.text.rstrip()}{self.newline}{added}{self.newline}"
        return f"{self.text[: stop + 1]}{added}{self.newline}{self.text[stop + 1 :]}"

    def _flow(self, value: Value) -> str:
        return values.flow(value, as_json=self.as_json)


def _shared(root: yaml.Node) -> set[int]:
    """The nodes that stand in several places, since aliases name them."""
    seen: set[int] = set()
    found: set[int] = set()
    left = [root]
    while left:
        node = left.pop()
        if id(node) in seen:
            found.add(id(node))
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            left += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
    return found


def _last(node: yaml.Node) -> yaml.Node:
    """The last part of a block that is written; flow style has an end of its own."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        below = node.value[-1]
        node = (below[1] if not _is_empty(below[1]) else below[0]) if isinstance(below, tuple) else below
    return node


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def _end(node: yaml.Node, text: str) -> int:
    """Where a node's text ends; the marks of block scalars stand behind the blank lines that follow."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    return start + len(text[start:end].rstrip()) if isinstance(node, yaml.ScalarNode) else end


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
