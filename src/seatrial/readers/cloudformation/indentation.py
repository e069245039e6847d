"""Properties without a value, and what stands beside them that belongs below them.

A key whose value is one level too high is empty itself, and what should be in it is unknown where it stands: one slip
of the indentation, and a dozen findings. CloudFormation takes no empty values in what a type's schema spells out. Where
a property is any JSON, as a state machine's definition, it takes some, and a macro sees the text before it does. What
follows an empty property, isn't known beside it and may be in it is read as if it were, so the slip is one finding.

Source (read 2026-11-30): https://github.com/aws-cloudformation/cfn-lint/issues/38, .../issues/246, .../issues/1657;
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1378 (still so in August 2024).
"""

from __future__ import annotations

from seatrial.kinds.schema_levels import Level, level
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import PropertyPath, Span
from seatrial.readers.cloudformation.answers import answer, empty_value
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, clip, listed


def taken_in(name: str, node: MappingNode, kind: str, problems: Problems) -> MappingNode:
    """The resource with what follows an empty property, and can only be meant for it, below that property."""
    held, known = node.get("Properties"), level(kind)
    if isinstance(held, ScalarNode) and held.value is None:
        problems.error(
            "TPL006",
            f"Properties of {clip(name)} has no value",
            node.keys["Properties"],
            why=answer(empty_value(name)),
            mend="leave Properties out, or write properties below it",
            logical_id=name,
        )
    if not isinstance(held, MappingNode) or known is None:
        return node
    made = _Reader(name, problems).level(held, known, ())
    return node if made is held else MappingNode({**node.entries, "Properties": made}, node.keys, node.span)


class _Reader:
    """Goes down the properties of one resource."""

    def __init__(self, name: str, problems: Problems) -> None:
        self._name = name
        self._problems = problems

    def level(self, node: MappingNode, known: Level, path: PropertyPath) -> MappingNode:
        entries: dict[str, Node] = {}
        rest = list(node.entries)
        while rest:
            key = rest.pop(0)
            item, below = node.entries[key], known.below(key)
            if below is None:
                entries[key] = item
            elif isinstance(item, ScalarNode) and item.value is None:
                within = self._followers(rest, known, below)
                self._tell(node, (*path, key), within)
                entries[key] = self._below(node, key, within) if within else item
                del rest[: len(within)]
            else:
                entries[key] = self._value(item, below, (*path, key))
        if len(entries) == len(node.entries) and all(node.entries[key] is item for key, item in entries.items()):
            return node
        return MappingNode(entries, {key: node.keys[key] for key in entries}, node.span)

    def _value(self, item: Node, known: Level, path: PropertyPath) -> Node:
        if isinstance(item, MappingNode):
            return self.level(item, known, path)
        each = known.item() if isinstance(item, SequenceNode) else None
        if each is None or not isinstance(item, SequenceNode):
            return item
        items: list[Node] = []
        for index, one in enumerate(item.items):
            if isinstance(one, ScalarNode) and one.value is None:
                what, mend = f"{path[-1]} has an empty entry", "give it a value, or leave it out"
                self._refused((*path, index), one.span, what, mend)
            items.append(self._value(one, each, (*path, index)))
        same = all(one is other for one, other in zip(items, item.items, strict=True))
        return item if same else SequenceNode(items, item.span)

    def _followers(self, rest: list[str], known: Level, below: Level) -> list[str]:
        within: list[str] = []
        for key in rest:
            if not known.closed or key in known.names or not (below.free or key in below.names):
                break
            within.append(key)
        return within

    def _below(self, node: MappingNode, key: str, within: list[str]) -> MappingNode:
        entries = {name: node.entries[name] for name in within}
        return MappingNode(entries, {name: node.keys[name] for name in within}, node.keys[key])

    def _tell(self, node: MappingNode, path: PropertyPath, within: list[str]) -> None:
        key = str(path[-1])
        if not within:
            self._refused(path, node.keys[key], f"{key} has no value", f"give {key} a value, or leave it out")
            return
        several = len(within) > 1
        stand = f"{listed(within)} {'stand' if several else 'stands'} beside {key}, not in it"
        self._refused(
            (*path[:-1], within[0]),
            node.keys[within[0]],
            stand,
            f"indent {listed(within)} by one more level, below {key}",
            empty=path,
        )

    def _refused(self, path: PropertyPath, span: Span, what: str, mend: str, empty: PropertyPath = ()) -> None:
        why = answer(empty_value(self._name, *(empty or path)))
        code = "SCH001" if empty else "SCH003"
        what = f"{self._name}: {what}"
        self._problems.extend((Finding(code, Severity.ERROR, what, why, mend, span, self._name, path),))
