"""``Fn::ForEach``: copies of a fragment, one for each item of a collection, made before anything is resolved.

The item stands for ``${Identifier}`` and, without anything but letters and digits, for ``&{Identifier}`` in the keys of
the fragment; for ``${Identifier}`` in the strings of Fn::Sub; and for ``Ref: Identifier``. A plain string keeps its
placeholder.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
(read 2026-11-23), and for where a placeholder may stand, measurements on an account that the authors of an emulator
published (https://pypi.org/project/ministack/, read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from seatrial.model.value import Unknown, as_text
from seatrial.readers.cloudformation.answers import answer, non_alphanumeric
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import ADD_EXTENSIONS, Names, Site

PREFIX = "Fn::ForEach::"
ASSUMED_ITEM = "1"
MOST_COPIES = 10_000
MOST_COPIED = 400_000
# Where loops may stand; Fn::ForEach is not expanded in other sections.
SECTIONS = ("Conditions", "Resources", "Outputs")
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}\Z")
_PLACEHOLDER = re.compile(r"([$&])\{([A-Za-z0-9]+)\}")

Bound = Mapping[str, str]


class Loops:
    """Expands the loops of a template. What they may make is bounded, in copies and in values."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._copies = 0
        self._copied = 0

    def expand(self, root: MappingNode) -> MappingNode:
        """The template without loops."""
        made = MappingNode(dict(root.entries), root.keys, root.span)
        for section in SECTIONS:
            node = made.entries.get(section)
            if node is not None:
                made.entries[section] = self._expand(node, {})
                self._judge(node, made.entries[section])
        return made

    def _judge(self, before: Node, after: Node) -> None:
        """The names that loops make are held against the form of names: an item may have dots or hyphens."""
        if not isinstance(before, MappingNode) or not isinstance(after, MappingNode):
            return
        told: set[str] = set()
        for name, span in after.keys.items():
            if name in before.entries or _LOGICAL_ID.match(name) or str(span) in told:
                continue
            told.add(str(span))
            self._names.problems.error(
                "TPL007",
                f"the logical id {clip(name)} has characters other than letters and digits",
                span,
                why=answer(non_alphanumeric(clip(name))),
                mend="write &{Identifier} in place of ${Identifier} there: it leaves out all but letters and digits",
            )

    def _expand(self, node: Node, bound: Bound) -> Node:
        self._copied += 1
        match node:
            case SequenceNode():
                return SequenceNode([self._expand(item, bound) for item in node.items], node.span)
            case MappingNode():
                return self._mapping(node, bound)
        return node

    def _mapping(self, node: MappingNode, bound: Bound) -> Node:
        match node.only():
            case ("Ref", ScalarNode() as name) if name.text in bound:
                return ScalarNode(bound[name.text], node.span)
            case ("Fn::Sub", ScalarNode() as text):
                return _entry("Fn::Sub", _filled(text, bound), node)
            case ("Fn::Sub", SequenceNode(items=[ScalarNode() as text, variables])):
                items = [_filled(text, bound), self._expand(variables, bound)]
                return _entry("Fn::Sub", SequenceNode(items, text.span), node)
        made = MappingNode({}, {}, node.span)
        for key, item in node.items():
            if key.startswith(PREFIX):
                self._loop(key, item, bound, made)
            else:
                made.entries[key] = self._expand(item, bound)
                made.keys[key] = node.keys[key]
        return made

    def _loop(self, key: str, node: Node, bound: Bound, into: MappingNode) -> None:
        if not self._names.extensions:
            self._names.problems.error(
                "INT008",
                f"{clip(key)} needs Transform: AWS::LanguageExtensions",
                into.keys.get(key, node.span),
                why="without the transform CloudFormation takes it for the name of something, and refuses the template",
                mend=ADD_EXTENSIONS,
            )
            self._names.extensions = True
        match node:
            case SequenceNode(items=[ScalarNode() as identifier, collection, MappingNode() as fragment]):
                pass
            case _:
                self._mistake(node, f"{clip(key)} wants an identifier, a collection and a mapping")
                return
        name = identifier.text
        for output in fragment.keys:
            placed = {match[2] for match in _PLACEHOLDER.finditer(output)}
            if not output.startswith(PREFIX) and name not in placed:
                self._mistake(fragment, f"the key {clip(output)} does not contain ${{{clip(name)}}}")
                return
        for item in self._items(collection, bound):
            self._copies += 1
            if self._copies > MOST_COPIES or self._copied > MOST_COPIED:
                self._mistake(node, "the template's loops make it grow without bound", "TPL004")
                return
            self._copy(key, fragment, {**bound, name: item}, into)

    def _copy(self, key: str, fragment: MappingNode, bound: Bound, into: MappingNode) -> None:
        for output, item in fragment.items():
            if output.startswith(PREFIX):
                self._loop(output, item, bound, into)
                continue
            made = _key(output, bound)
            if made in into.entries:
                self._mistake(item, f"{clip(key)} makes {clip(made)} a second time", "TPL003")
            into.entries[made] = self._expand(item, bound)
            into.keys[made] = fragment.keys[output]

    def _items(self, node: Node, bound: Bound) -> list[str]:
        value = Resolver(self._names, Site(block="Fn::ForEach")).value(self._expand(node, bound))
        if isinstance(value, list):
            found = [as_text(item) for item in value if isinstance(item, str | int | float)]
            if len(found) == len(value):
                return found
        if self._names.assume and isinstance(value, Unknown):
            self._names.problems.note(
                "TPL022",
                f"the items of a Fn::ForEach cannot be told; one is assumed, {ASSUMED_ITEM}",
                node.span,
                why=value.reason,
                mend="give the value on the command line",
            )
            return [ASSUMED_ITEM]
        self._mistake(node, "the collection of Fn::ForEach is no list whose items are known")
        return []

    def _mistake(self, node: Node, what: str, code: str = "INT004") -> None:
        self._names.problems.error(
            code,
            what,
            node.span,
            why="the transform AWS::LanguageExtensions fails, and CloudFormation creates nothing",
            mend="Fn::ForEach::Name: [Identifier, [item, ...], {'Key${Identifier}': ...}]",
        )


def has_loops(keys: Set[str]) -> bool:
    """Whether a loop is among a template's keys; most templates have none, and are spared the copying."""
    return any(key.startswith(PREFIX) for key in keys)


def _key(text: str, bound: Bound) -> str:
    def put(match: re.Match[str]) -> str:
        item = bound.get(match[2])
        if item is None:
            return match[0]
        return re.sub(r"[^A-Za-z0-9]", "", item) if match[1] == "&" else item

    return _PLACEHOLDER.sub(put, text)


def _filled(node: ScalarNode, bound: Bound) -> ScalarNode:
    def put(match: re.Match[str]) -> str:
        return match[0] if match[1] == "&" else bound.get(match[2], match[0])

    return ScalarNode(_PLACEHOLDER.sub(put, node.text), node.span) if bound else node


def _entry(key: str, item: Node, node: MappingNode) -> MappingNode:
    return MappingNode({key: item}, dict(node.keys), node.span)
