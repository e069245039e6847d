"""YAML to nodes, read as a stream of events.

Nothing recurses, so that no nesting can exhaust the stack, and what aliases make of a text is counted before it is
built. CloudFormation's own tags become its long forms (``!Ref x`` is ``{Ref: x}``).

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html (read 2026-11-23): YAML 1.1
without aliases, hash merges and the tags binary, omap, pairs, set and timestamp.
"""

from __future__ import annotations

import yaml
from msgspec import Struct

from seatrial.model.span import NOWHERE, Span
from seatrial.readers.cloudformation.answers import YAML_ALIASES, answer, not_well_formed
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, clip, duplicate
from seatrial.readers.cloudformation.scalars import plain_scalar, tagged_scalar

# Not CloudFormation's: real templates have fewer than 50,000.
MOST_NODES = 400_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(("str", "int", "float", "bool", "null"))
_COLLECTION_TAGS = frozenset(("map", "seq"))
# Short forms whose long form is not Fn::NAME.
_BARE_TAGS = frozenset(("Ref", "Condition"))


def parse_yaml(text: str, file: str, problems: Problems, most_depth: int) -> Node | None:
    """The root node, or None where the text has none or is no YAML; what is wrong is added to ``problems``."""
    return _Builder(file, problems, most_depth).build(text)


class _Frame(Struct):
    """A collection that is being read: how many values were there before it, and how high what is in it so far is.

    A mapping's ``key`` waits for its value; ``skip`` says that a value comes whose key was none.
    """

    node: MappingNode | SequenceNode
    tag: str | None
    anchor: str | None
    before: int
    awaits_key: bool
    height: int = 0
    key: str = ""
    key_span: Span = NOWHERE
    skip: bool = False
    merges: list[Node] = []


class _Anchor(Struct, frozen=True):
    node: Node
    size: int
    height: int


class _Stop(Exception):
    """Reading on makes no sense; the finding is written."""


class _Builder:
    """Turns YAML events into nodes."""

    def __init__(self, file: str, problems: Problems, most_depth: int) -> None:
        self._file = file
        self._problems = problems
        self._most_depth = most_depth
        self._anchors: dict[str, _Anchor] = {}
        self._aliases: list[Span] = []
        self._stack: list[_Frame] = []
        self._root: Node | None = None
        self._count = 0

    def build(self, text: str) -> Node | None:
        documents = 0
        try:
            parser = _LOADER(text)
            next_event, scalar, file, take = parser.get_event, yaml.ScalarEvent, self._file, self._take_scalar
            ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
            while (event := next_event()) is not None:
                kind = type(event)
                if kind is scalar:
                    mark = event.start_mark
                    take(event, Span(file, mark.line + 1, mark.column + 1))
                elif kind in ends:
                    self._close()
                elif kind is yaml.MappingStartEvent:
                    self._open(MappingNode({}, {}, self._span(event)), event)
                elif kind is yaml.SequenceStartEvent:
                    self._open(SequenceNode([], self._span(event)), event)
                elif kind is yaml.AliasEvent:
                    self._alias(event)
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self._problems.error(
                            "TPL005",
                            "a second document begins",
                            self._span(event),
                            why="CloudFormation reads one template from a file",
                            mend="put it into a file of its own",
                        )
                        break
        except yaml.YAMLError as mistake:
            self._not_yaml(mistake, text)
            return None
        except _Stop:
            return None
        finally:
            self._report_aliases()
        return self._root

    def _not_yaml(self, mistake: yaml.YAMLError, text: str) -> None:
        mark = getattr(mistake, "problem_mark", None)
        # A character that no YAML has is known by its position alone.
        before = text[: getattr(mistake, "position", None) or 0]
        row, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        if mark is not None:
            row, column = mark.line + 1, mark.column + 1
        problem = getattr(mistake, "problem", None) or getattr(mistake, "reason", None) or "it cannot be read"
        context = getattr(mistake, "context", None)
        problem += f" {context}" if context else ""
        mend = "look at the indentation and the quotes of this line and the one before"
        if mark is not None and text[mark.index : mark.index + 1] == "\t":
            problem, mend = "a tab stands where it indents with blanks", "write blanks in place of the tabs"
        self._problems.error(
            "TPL002",
            f"the text is not YAML: {problem}",
            Span(self._file, row, column),
            why=answer(not_well_formed("YAML", row, column)),
            mend=mend,
        )

    def _report_aliases(self) -> None:
        if not self._aliases:
            return
        lines = sorted({span.line for span in self._aliases})
        places = ", ".join(str(row) for row in lines[:10]) + (", …" if len(lines) > 10 else "")
        self._problems.warning(
            "TPL018",
            f"the template has YAML aliases or merges (lines {places})",
            self._aliases[0],
            why=f"deployed as it stands, it is refused: {answer(YAML_ALIASES)}",
            mend="write out what they stand for, or deploy what aws cloudformation package or sam deploy makes of it",
        )

    def _take_scalar(self, event: yaml.ScalarEvent, span: Span) -> None:
        """Most of a template is this: a key or a plain value, without tag and anchor."""
        text, tag = event.value, event.tag
        if tag is None and event.anchor is None and self._stack:
            frame = self._stack[-1]
            if frame.awaits_key:
                frame.key, frame.key_span, frame.awaits_key = text, span, False
                self._count += 1
                return
            value = plain_scalar(text) if event.implicit[0] else text
            if value is None:
                self._problems.empty_values = True
            node = ScalarNode(value, span, None if type(value) is str else text)
            within = frame.node
            # As _put does it, without the calls.
            if type(within) is SequenceNode:
                self._count += 1
                within.items.append(node)
            elif type(within) is MappingNode and not frame.skip and frame.key not in within.entries:
                self._count += 1
                frame.awaits_key = True
                within.entries[frame.key] = node
                within.keys[frame.key] = frame.key_span
            else:
                self._put(node, 0)
            return
        tagged = self._tagged(self._scalar(event, span), tag, span)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(tagged, 1, 0)
        self._put(tagged, 0)

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.merges:
            self._merge(frame)
        node = self._tagged(frame.node, frame.tag, frame.node.span) if frame.tag else frame.node
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchor(node, self._count - frame.before + 1, frame.height + 1)
        self._put(node, frame.height + 1)

    def _open(self, node: MappingNode | SequenceNode, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self._stack) >= self._most_depth:
            self._check_depth(len(self._stack) + 1, node.span)
        self._stack.append(_Frame(node, event.tag, event.anchor, self._count, type(node) is MappingNode))

    def _check_depth(self, depth: int, span: Span) -> None:
        if depth > self._most_depth:
            self._problems.error(
                "TPL004", f"the template is nested more than {self._most_depth} levels deep", span, mend="flatten it"
            )
            raise _Stop

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        found = self._anchors.get(name)
        span = self._span(event)
        if found is None:
            within = any(frame.anchor == name for frame in self._stack)
            what = f"stands within what &{clip(name)} names" if within else "names no anchor before it"
            self._problems.error("TPL002", f"the alias *{clip(name)} {what}", span, mend="write out its value")
            self._put(ScalarNode(None, span), 0)
            return
        self._aliases.append(span)
        self._check_depth(len(self._stack) + found.height, span)
        self._count += found.size - 1
        self._put(found.node, found.height)

    def _put(self, node: Node, height: int) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            self._too_many(node.span)
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        if height > frame.height:
            frame.height = height
        within = frame.node
        if type(within) is MappingNode:
            self._put_entry(frame, within, node)
        elif type(within) is SequenceNode:
            within.items.append(node)

    def _too_many(self, span: Span) -> None:
        what = "the template's aliases make it grow" if self._aliases else "the template has too many values"
        self._problems.error(
            "TPL004",
            what,
            span,
            why=f"it would have more than {MOST_NODES:,} values",
            mend="write out what the aliases stand for" if self._aliases else "split it into nested stacks",
        )
        raise _Stop

    def _put_entry(self, frame: _Frame, mapping: MappingNode, node: Node) -> None:
        if frame.awaits_key:
            frame.awaits_key = False
            if isinstance(node, ScalarNode):
                frame.key, frame.key_span = node.text, node.span
            else:
                self._problems.error("TPL002", "a key is not a plain name", node.span, mend="use a name as the key")
                frame.skip = True
            return
        frame.awaits_key = True
        if frame.skip:
            frame.skip = False
            return
        name, span = frame.key, frame.key_span
        if name == "<<" and isinstance(node, MappingNode | SequenceNode):
            self._aliases.append(span)
            frame.merges.append(node)
            return
        if name in mapping.entries:
            duplicate(name, span, mapping.keys[name], self._problems)
        mapping.entries[name] = node
        mapping.keys[name] = span

    def _merge(self, frame: _Frame) -> None:
        if not isinstance(frame.node, MappingNode):
            return
        for merge in frame.merges:
            for source in merge.items if isinstance(merge, SequenceNode) else [merge]:
                if isinstance(source, MappingNode):
                    for key, item in source.entries.items():
                        frame.node.entries.setdefault(key, item)
                        frame.node.keys.setdefault(key, source.keys[key])

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> ScalarNode:
        text: str = event.value
        tag: str = event.tag or ""
        if tag.startswith(_YAML_TAG):
            name = tag.removeprefix(_YAML_TAG)
            if name not in _SCALAR_TAGS:
                self._unsupported(name, span)
                return ScalarNode(text, span)
            value = tagged_scalar(text, name)
        elif not event.implicit[0] and tag != "!":
            quoted = event.style is not None
            if not tag or quoted:
                return ScalarNode(text, span)
            value = plain_scalar(text)
        else:
            value = plain_scalar(text)
        return ScalarNode(value, span, None if isinstance(value, str) else text)

    def _unsupported(self, tag: str, span: Span) -> None:
        self._problems.error(
            "TPL002",
            f"the tag !!{clip(tag)} is not supported",
            span,
            why="CloudFormation's YAML does not have it",
            mend="leave it out",
        )

    def _tagged(self, node: Node, tag: str | None, span: Span) -> Node:
        if not tag or tag == "!":
            return node
        if tag.startswith(_YAML_TAG):
            name = tag.removeprefix(_YAML_TAG)
            if not isinstance(node, ScalarNode) and name not in _COLLECTION_TAGS:
                self._unsupported(name, span)
            return node
        name = tag.lstrip("!")
        if isinstance(node, ScalarNode) and node.value is not None:
            node = ScalarNode(node.text, node.span)
        if name == "GetAtt" and isinstance(node, ScalarNode):
            first, _, rest = node.text.partition(".")
            node = SequenceNode([ScalarNode(first, node.span), ScalarNode(rest, node.span)], node.span)
        long = name if name in _BARE_TAGS else f"Fn::{name}"
        return MappingNode({long: node}, {long: span}, span)

    def _span(self, event: yaml.Event) -> Span:
        mark = event.start_mark
        return Span(self._file, mark.line + 1, mark.column + 1) if mark is not None else Span(self._file)
