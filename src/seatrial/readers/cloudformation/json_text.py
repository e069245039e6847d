"""JSON to nodes with positions, without recursion.

libyaml reads most JSON, but not JSON that is indented with tabs, and its messages for a broken one mislead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from math import isinf

from seatrial.model.span import Span
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, duplicate

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40


class JsonMistake(ValueError):
    """The text is not JSON. ``line`` and ``column`` count from 1."""

    def __init__(self, what: str, line: int, column: int, *, too_deep: bool = False) -> None:
        super().__init__(what)
        self.line = line
        self.column = column
        self.too_deep = too_deep


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
                    raise self._mistake(
                        f"the template is nested more than {self._most_depth} levels deep", too_deep=True
                    )
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
            raise self._mistake("text stands after its end")
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
                if value is None:
                    self._problems.empty_values = True
                return ScalarNode(value, span, word)
        number = _NUMBER.match(self._text, self._at)
        if number is None or len(number[0]) > _LONGEST_NUMBER:
            raise self._mistake(self._comma("]") or "a value is missing")
        self._at = number.end()
        if number[2] is None and number[3] is None:
            return ScalarNode(int(number[0]), span, number[0])
        fraction = float(number[0])
        if isinf(fraction):
            raise self._mistake("a number is too large")
        return ScalarNode(fraction, span, number[0])

    def _opened(self, node: Node) -> bool:
        """Whether a collection that has just begun has something in it; an empty one is closed here."""
        if isinstance(node, ScalarNode):
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
            raise self._mistake(self._comma("}") or "a key in double quotes is missing")
        name = self._string()
        self._skip()
        if self._text[self._at : self._at + 1] != ":":
            raise self._mistake("a colon is missing")
        self._at += 1
        return name, span

    def _more(self, collection: MappingNode | SequenceNode) -> bool:
        self._skip()
        char = self._text[self._at : self._at + 1]
        if char == ",":
            self._at += 1
            return True
        if char == ("}" if isinstance(collection, MappingNode) else "]"):
            self._at += 1
            return False
        raise self._mistake("a comma or a closing bracket is missing")

    def _store(self, collection: MappingNode | SequenceNode, name: str, span: Span, node: Node) -> None:
        if isinstance(collection, SequenceNode):
            collection.items.append(node)
            return
        if name in collection.entries:
            duplicate(name, span, collection.keys[name], self._problems)
        collection.entries[name] = node
        collection.keys[name] = span

    def _string(self) -> str:
        try:
            found, self._at = scanstring(self._text, self._at + 1, True)
        except JSONDecodeError as mistake:
            self._at = mistake.pos
            raise self._mistake(mistake.msg.lower()) from mistake
        # An escaped half of a surrogate pair is no character; nothing could print it.
        value = str(found)
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _comma(self, closing: str) -> str:
        """What to say of a comma that stands before a closing bracket; "" where it is something else."""
        before = self._text.rfind(",", 0, self._at)
        if not self._text.startswith(closing, self._at) or before < 0 or self._text[before + 1 : self._at].strip():
            return ""
        self._at = before
        return f"a comma stands before the closing {closing}"

    def _mistake(self, what: str, *, too_deep: bool = False) -> JsonMistake:
        at = min(self._at, len(self._text))
        row = bisect_right(self._lines, at)
        return JsonMistake(what, row, at - self._lines[row - 1] + 1, too_deep=too_deep)

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _span(self) -> Span:
        row = bisect_right(self._lines, self._at)
        return Span(self._file, row, self._at - self._lines[row - 1] + 1)
