"""Text to nodes: YAML in CloudFormation's dialect, and JSON, with the place of every value.

YAML is read as a stream of events, without recursion, so that no nesting can exhaust the stack. CloudFormation's own
tags become its long forms. Plain scalars follow YAML 1.1 as CloudFormation reads it, with one exception that
CloudFormation makes too: a date stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from seatrial.model.span import Span
from seatrial.model.value import Scalar
from seatrial.readers.cloudformation.json_text import JsonMistake, parse_json
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (read 2026-11-23): a template
# body passed directly is 51,200 bytes at most, one in S3 1 MB.
MOST_BYTES = 1024 * 1024
DIRECT_BYTES = 51_200
MOST_DEPTH = 128
MOST_NODES = 400_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)\Z")
_OCTAL = re.compile(r"[-+]?0[0-7_]+\Z")
_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+]?[0-9]+)?\Z|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+\Z")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULLS = ("", "~", "null", "Null", "NULL")
# Short forms whose long form is not Fn::NAME.
_BARE_TAGS = {"Ref": "Ref", "Condition": "Condition", "Rain": "Rain"}


def parse(text: str | bytes, file: str, problems: Problems) -> Node | None:
    """The root node of a template, or None where the text has none. What is wrong is added to ``problems``."""
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        problems.error(
            "TPL004",
            f"the template has {size:,} bytes",
            Span(file),
            why=f"CloudFormation takes at most {MOST_BYTES:,} bytes, and those only from S3",
            mend="split it into nested stacks",
        )
        return None
    if size > DIRECT_BYTES:
        problems.note(
            "TPL016",
            f"the template has {size:,} bytes",
            Span(file),
            why=f"CloudFormation takes more than {DIRECT_BYTES:,} bytes only from S3",
            mend="upload it to a bucket, or deploy it with --s3-bucket",
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as mistake:
            line = mistake.object[: mistake.start].count(b"\n") + 1
            problems.error(
                "TPL001",
                "the file is not UTF-8 text",
                Span(file, line, 1),
                why=f"byte {mistake.start} cannot be read: {mistake.reason}",
                mend="save the template as UTF-8",
            )
            return None
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(text, file, problems, MOST_DEPTH)
        except JsonMistake:
            pass  # flow-style YAML begins like JSON; YAML's own message is the one to show
    return _Builder(file, problems).build(text)


@dataclass(slots=True)
class _Frame:
    """A collection that is being read."""

    node: MappingNode | SequenceNode
    tag: str
    anchor: str | None
    key: ScalarNode | None = None
    merges: list[Node] = field(default_factory=list)


class _Builder:
    """Turns YAML events into nodes."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._problems = problems
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[int, int] = {}
        self._stack: list[_Frame] = []
        self._root: Node | None = None
        self._count = 0

    def build(self, text: str) -> Node | None:
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if isinstance(event, yaml.DocumentStartEvent):
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
                if not self._take(event):
                    return None
        except yaml.YAMLError as mistake:
            self._not_yaml(mistake)
            return None
        except (ValueError, RecursionError) as mistake:
            self._problems.error("TPL002", f"the text is not YAML: {mistake}", Span(self._file, 1, 1))
            return None
        return self._root

    def _not_yaml(self, mistake: yaml.YAMLError) -> None:
        mark = getattr(mistake, "problem_mark", None)
        span = Span(self._file, mark.line + 1, mark.column + 1) if mark else Span(self._file, 1, 1)
        problem = getattr(mistake, "problem", None) or getattr(mistake, "reason", None) or "it cannot be read"
        context = getattr(mistake, "context", None)
        self._problems.error(
            "TPL002",
            f"the text is not YAML: {problem}" + (f" {context}" if context else ""),
            span,
            why="CloudFormation answers: Template format error: YAML not well-formed.",
            mend="look at the indentation and the quotes of this line and the one before",
        )

    def _take(self, event: yaml.Event) -> bool:
        """Takes one event; False where reading on makes no sense."""
        match event:
            case yaml.ScalarEvent():
                span = self._span(event)
                node = _scalar(event, span)
                return self._put(self._tagged(node, event.tag, span), event.anchor)
            case yaml.MappingStartEvent():
                return self._open(MappingNode({}, {}, self._span(event)), event)
            case yaml.SequenceStartEvent():
                return self._open(SequenceNode([], self._span(event)), event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self._stack.pop()
                self._merge(frame)
                return self._put(self._tagged(frame.node, frame.tag, frame.node.span), frame.anchor)
            case yaml.AliasEvent():
                return self._alias(event)
        return True

    def _open(self, node: MappingNode | SequenceNode, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        if len(self._stack) >= MOST_DEPTH:
            self._problems.error(
                "TPL004", f"the template is nested more than {MOST_DEPTH} levels deep", node.span, mend="flatten it"
            )
            return False
        self._stack.append(_Frame(node, event.tag or "", event.anchor))
        return True

    def _alias(self, event: yaml.AliasEvent) -> bool:
        found = self._anchors.get(event.anchor or "")
        span = self._span(event)
        if found is None:
            self._problems.error("TPL002", f"the alias *{event.anchor} names no anchor", span)
            return self._put(ScalarNode(None, span), None)
        self._count += self._size(found)
        return self._put(found, None)

    def _size(self, node: Node) -> int:
        """How many nodes an alias brings in; remembered, so that counting stays cheap."""
        known = self._sizes.get(id(node))
        if known is None:
            match node:
                case MappingNode():
                    known = 1 + sum(self._size(item) for item in node.entries.values())
                case SequenceNode():
                    known = 1 + sum(self._size(item) for item in node.items)
                case _:
                    known = 1
            self._sizes[id(node)] = known
        return known

    def _put(self, node: Node, anchor: str | None) -> bool:
        if anchor:
            self._anchors[anchor] = node
        self._count += 1
        if self._count > MOST_NODES:
            self._problems.error(
                "TPL004",
                "the template's aliases make it grow without bound"
                if self._anchors
                else "the template has too many values",
                node.span,
                why=f"it would have more than {MOST_NODES:,} values",
                mend="write out what the aliases stand for",
            )
            return False
        if not self._stack:
            self._root = node
            return True
        frame = self._stack[-1]
        match frame.node:
            case SequenceNode():
                frame.node.items.append(node)
            case MappingNode():
                self._put_entry(frame, frame.node, node)
        return True

    def _put_entry(self, frame: _Frame, mapping: MappingNode, node: Node) -> None:
        if frame.key is None:
            if isinstance(node, ScalarNode):
                frame.key = node
            else:
                self._problems.error("TPL002", "a key is not a plain name", node.span)
                frame.key = ScalarNode(f"?{len(mapping.entries)}", node.span)
            return
        key, frame.key = frame.key, None
        name = key.text
        if name == "<<" and isinstance(node, MappingNode | SequenceNode):
            frame.merges.append(node)
            return
        if name in mapping.entries:
            self._problems.error(
                "TPL003",
                f"{name} stands twice here",
                key.span,
                why=f"it stands at line {mapping.keys[name].line} already; CloudFormation keeps only one of them",
                mend="remove or rename one",
            )
        mapping.entries[name] = node
        mapping.keys[name] = key.span

    def _merge(self, frame: _Frame) -> None:
        if not isinstance(frame.node, MappingNode):
            return
        for merge in frame.merges:
            for source in merge.items if isinstance(merge, SequenceNode) else [merge]:
                if isinstance(source, MappingNode):
                    for key, item in source.entries.items():
                        frame.node.entries.setdefault(key, item)
                        frame.node.keys.setdefault(key, source.keys[key])

    def _tagged(self, node: Node, tag: str | None, span: Span) -> Node:
        if not tag or tag.startswith("tag:yaml.org,2002:") or tag == "!":
            return node
        name = tag.lstrip("!")
        if name == "GetAtt" and isinstance(node, ScalarNode):
            first, _, rest = node.text.partition(".")
            node = SequenceNode([ScalarNode(first, node.span), ScalarNode(rest, node.span)], node.span)
        long = _BARE_TAGS.get(name) or f"Fn::{name}"
        if isinstance(node, ScalarNode) and node.plain is not None:
            node = ScalarNode(node.plain, node.span)
        return MappingNode({long: node}, {long: span}, span)

    def _span(self, event: yaml.Event) -> Span:
        mark = event.start_mark
        return Span(self._file, mark.line + 1, mark.column + 1) if mark else Span(self._file, 1, 1)


def _scalar(event: yaml.ScalarEvent, span: Span) -> ScalarNode:
    text: str = event.value
    if not event.implicit[0] and not (event.tag or "").startswith("tag:yaml.org,2002:"):
        return ScalarNode(text, span)
    if event.tag == "tag:yaml.org,2002:str":
        return ScalarNode(text, span)
    value = _plain(text)
    return ScalarNode(value, span, None if isinstance(value, str) else text)


def _plain(text: str) -> Scalar:
    """A plain scalar as YAML 1.1 types it."""
    if text in _NULLS:
        return None
    lowered = text.lower()
    if lowered in _BOOLEANS and text in (lowered, lowered.capitalize(), lowered.upper()):
        return _BOOLEANS[lowered]
    if len(text) > 40:
        return text
    digits = text.replace("_", "")
    try:
        if _INTEGER.match(text):
            return int(digits)
        if _OCTAL.match(text):
            return int(digits, 8)
        if _HEXADECIMAL.match(text):
            return int(digits, 16)
        if _FLOAT.match(text) and digits not in (".", "+.", "-."):
            return float(digits)
    except ValueError:
        return text
    return text
