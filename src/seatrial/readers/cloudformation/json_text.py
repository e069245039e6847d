"""JSON to nodes with positions, without recursion.

libyaml reads most JSON, but not JSON that is indented with tabs, and its messages for a broken one mislead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from seatrial.model.span import Span
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40


class JsonMistake(ValueError):
    """The text is not JSON. ``line`` and ``column`` count from 1."""


def parse_json(text: str, file: str, problems: Problems, most_depth: int) -> Node:
    """The root node. Raises JsonMistake; a duplicate key is a finding."""
    return _Scanner(text, file, problems, most_depth).scan()


class _Scanner:
    def __init__(self, text: str, file: str, problems: Problems, most_depth: int) -> None:
        self._text = text
        self._file = file
        self._problems = problems
        self._most_depth = most_depth
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._at = 0

    def scan(self) -> Node:
        root: Node | None = None
        stack: list[tuple[MappingNode | SequenceNode, str, Span]] = []
        while True:
            node = self._value()
            opened = self._opened(node)
            if opened and isinstance(node, MappingNode | SequenceNode):
                if len(stack) >= self._most_depth:
                    raise JsonMistake("too deep")
                name, span = self._key() if isinstance(node, MappingNode) else ("", node.span)
                stack.append((node, name, span))
                continue
            while stack:
                collection, name, span = stack.pop()
                self._store(collection, name, span, node)
                if self._more(collection):
                    name, span = self._key() if isinstance(collection, MappingNode) else ("", span)
                    stack.append((collection, name, span))
                    break
                node = collection
            else:
                root = node
                break
        self._skip()
        if self._at != len(self._text):
            raise JsonMistake("text after the end")
        return root

    def _value(self) -> Node:
        self._skip()
        span, char = self._span(), self._text[self._at : self._at + 1]
        if char == "{":
            self._at += 1
            return MappingNode({}, {}, span)
        if char == "[":
            self._at += 1
            return SequenceNode([], span)
        if char == '"':
            return ScalarNode(self._string(), span)
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return ScalarNode(value, span, word)
        number = _NUMBER.match(self._text, self._at)
        if number is None or len(number[0]) > _LONGEST_NUMBER:
            raise JsonMistake("no value")
        self._at = number.end()
        whole = number[2] is None and number[3] is None
        return ScalarNode(int(number[0]) if whole else float(number[0]), span, number[0])

    def _opened(self, node: Node) -> bool:
        """Whether a collection that has just begun has something in it; an empty one is closed here."""
        if isinstance(node, ScalarNode) or node.span != self._span(-1):
            return False
        self._skip()
        if self._text[self._at : self._at + 1] == ("}" if isinstance(node, MappingNode) else "]"):
            self._at += 1
            return False
        return True

    def _key(self) -> tuple[str, Span]:
        self._skip()
        span = self._span()
        if self._text[self._at : self._at + 1] != '"':
            raise JsonMistake("no key")
        name = self._string()
        self._skip()
        if self._text[self._at : self._at + 1] != ":":
            raise JsonMistake("no colon")
        self._at += 1
        return name, span

    def _more(self, collection: MappingNode | SequenceNode) -> bool:
        self._skip()
        char = self._text[self._at : self._at + 1]
        self._at += 1
        if char == ",":
            return True
        if char == ("}" if isinstance(collection, MappingNode) else "]"):
            return False
        raise JsonMistake("no comma")

    def _store(self, collection: MappingNode | SequenceNode, name: str, span: Span, node: Node) -> None:
        if isinstance(collection, SequenceNode):
            collection.items.append(node)
            return
        if name in collection.entries:
            self._problems.error(
                "TPL003",
                f"{name} stands twice here",
                span,
                why=f"it stands at line {collection.keys[name].line} already; CloudFormation keeps only one of them",
                mend="remove or rename one",
            )
        collection.entries[name] = node
        collection.keys[name] = span

    def _string(self) -> str:
        try:
            value, self._at = scanstring(self._text, self._at + 1, True)
        except JSONDecodeError as mistake:
            raise JsonMistake(str(mistake)) from mistake
        return str(value)

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _span(self, back: int = 0) -> Span:
        at = self._at + back
        line = bisect_right(self._lines, at)
        return Span(self._file, line, at - self._lines[line - 1] + 1)
