"""Properties without a value, and what stands beside them that belongs below them.

A key whose value is one level too high is empty itself, and what should be in it is unknown where it stands: one slip
of the indentation, and a dozen findings. CloudFormation takes no empty values in what a type's schema spells out. Where
a property is any JSON, as a state machine's definition, it takes some, and a macro sees the text before it does. What
follows an empty property, isn't known beside it and may be in it is read as if it were, so the slip is one finding.
Where the property has a value, what follows it belongs to it only if its name says so; and what stands below it and is
unknown there belongs beside it, where that takes it.

The same slip one level higher makes a resource called Properties, which has no type and belongs to the one before it.

Source (read 2026-11-30): https://github.com/aws-cloudformation/cfn-lint/issues/38, .../issues/246, .../issues/1657;
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1378 (still so in August 2024).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from seatrial.kinds.schema_levels import Level, level
from seatrial.kinds.schema_words import refusal
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import PropertyPath, Span, path_text
from seatrial.readers.cloudformation.answers import answer, empty_value, no_type
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, clip, listed
from seatrial.readers.cloudformation.structure import ATTRIBUTES

_OF_POLICIES = ("Version", "Id", "Statement")


def own_again(section: MappingNode | None, problems: Problems) -> MappingNode | None:
    """The Resources section with each attribute that stands beside its resource, and not in it, where it belongs."""
    if section is None or not any(_is_attribute(key, item) for key, item in section.items()):
        return section
    entries: dict[str, Node] = {}
    last = ""
    for key, item in section.items():
        owner = entries.get(last)
        if not last or not _is_attribute(key, item) or not _may_take(owner, key):
            entries[key], last = item, key
            continue
        held = owner if isinstance(owner, MappingNode) else MappingNode({}, {}, section.keys[last])
        place = section.keys[key]
        entries[last] = MappingNode({**held.entries, key: item}, {**held.keys, key: place}, held.span)
        problems.error(
            "TPL008",
            f"{key} stands beside {clip(last)}, not in it",
            place,
            why=answer(no_type(key)),
            mend=f"indent {key} by one more level, below {clip(last)}",
            logical_id=last,
        )
    return MappingNode(entries, {key: section.keys[key] for key in entries}, section.span)


def _is_attribute(key: str, node: Node) -> bool:
    """Whether an entry of Resources can only be an attribute of one."""
    kind = node.get("Type") if isinstance(node, MappingNode) else None
    return key in ATTRIBUTES and not (isinstance(kind, ScalarNode) and "::" in kind.text)


def _may_take(owner: Node | None, key: str) -> bool:
    if isinstance(owner, ScalarNode):
        return owner.value is None
    return isinstance(owner, MappingNode) and key not in owner.entries


def taken_in(name: str, node: MappingNode, kind: str, problems: Problems, *, final: bool) -> MappingNode:
    """The resource with what follows an empty property, and can only be meant for it, below that property.

    ``final``: that no macro fills what is empty.
    """
    held, known = node.get("Properties"), level(kind)
    if final and isinstance(held, ScalarNode) and held.value is None:
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
    # What stood beside Properties is told already.
    moved = [key for key in held.entries if key in node.keys and key not in ATTRIBUTES]
    made = _Reader(name, problems, moved, final).level(held, known, ())
    return node if made is held else MappingNode({**node.entries, "Properties": made}, node.keys, node.span)


class _Reader:
    """Goes down the properties of one resource. ``moved`` are those that are told to stand in the wrong place."""

    def __init__(self, name: str, problems: Problems, moved: Sequence[str], final: bool) -> None:
        self._name = name
        self._problems = problems
        self._final = final
        self._moved: set[PropertyPath] = {(key,) for key in moved}

    def level(self, node: MappingNode, known: Level, path: PropertyPath) -> MappingNode:
        """The properties of one level, with what stands above and below them by mistake."""
        here, keys = dict(node.entries), dict(node.keys)
        entries: dict[str, Node] = {}
        rest = list(here)
        while rest:
            key = rest.pop(0)
            item, below, at = here[key], known.below(key), (*path, key)
            if below is None:
                entries[key] = item
                continue
            empty = isinstance(item, ScalarNode) and item.value is None
            if within := self._followers(rest, item, known, below):
                self._tell(keys, at, within, empty=empty)
                self._moved.update((*at, name) for name in within)
                item = _with(item, {name: here[name] for name in within}, keys, keys[key])
                del rest[: len(within)]
            elif empty:
                self._refused(at, keys[key], f"{key} has no value", f"give {key} a value, or leave it out")
            if isinstance(item, MappingNode) and (out := _strangers(item, at in self._moved, here, known, below)):
                if at not in self._moved:
                    self._tell_out(item, at, out)
                here |= {name: item.entries[name] for name in out}
                keys |= {name: item.keys[name] for name in out}
                rest[:0] = out
                left = {name: one for name, one in item.items() if name not in out}
                item = MappingNode(left, item.keys, item.span)
            entries[key] = self._value(item, below, at)
        if len(entries) == len(node.entries) and all(node.get(key) is item for key, item in entries.items()):
            return node
        return MappingNode(entries, {key: keys[key] for key in entries}, node.span)

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

    def _followers(self, rest: Sequence[str], item: Node, known: Level, below: Level) -> list[str]:
        """What comes next, isn't known here, and is known below."""
        held = item.entries if isinstance(item, MappingNode) else {}
        within: list[str] = []
        if not held and not (isinstance(item, ScalarNode) and item.value is None):
            return within
        for key in rest:
            named = key in below.names if not below.free else not held or _is_word_of(key, held)
            if not known.closed or key in known.names or key in held or not named:
                break
            within.append(key)
        return within

    def _tell(self, keys: Mapping[str, Span], path: PropertyPath, within: Sequence[str], *, empty: bool) -> None:
        key = str(path[-1])
        stand = f"{listed(within)} {'stand' if len(within) > 1 else 'stands'} beside {key}, not in it"
        mend = f"indent {listed(within)} by one more level, below {key}"
        place = (*path[:-1], within[0])
        why = answer(empty_value(self._name, *path)) if empty else _extraneous(place)
        self._say("SCH001", place, keys[within[0]], stand, mend, why)

    def _tell_out(self, item: MappingNode, path: PropertyPath, out: Sequence[str]) -> None:
        key, place = str(path[-1]), (*path, out[0])
        stand = f"{listed(out)} {'stand' if len(out) > 1 else 'stands'} in {key}, not beside it"
        mend = f"move {listed(out)} to {path_text(path[:-1]) or 'Properties'}: indent by one level less, beside {key}"
        self._say("SCH001", place, item.keys[out[0]], stand, mend, _extraneous(place))

    def _refused(self, path: PropertyPath, span: Span, what: str, mend: str) -> None:
        if self._final:
            self._say("SCH003", path, span, what, mend, answer(empty_value(self._name, *path)))

    def _say(self, code: str, path: PropertyPath, span: Span, what: str, mend: str, why: str) -> None:
        what = f"{self._name}: {what}"
        self._problems.extend((Finding(code, Severity.ERROR, what, why, mend, span, self._name, path),))


def _extraneous(path: PropertyPath) -> str:
    return refusal(path[:-1], f"extraneous key [{path[-1]}] is not permitted")


def _strangers(item: MappingNode, moved: bool, here: Collection[str], known: Level, below: Level) -> list[str]:
    """What isn't known below, and is known here and not there yet. What is moved up by mistake takes in what comes
    next, so that in any JSON, too, what is known here is no part of it; and a function stands alone.
    """
    function = len(item.entries) > 1 and any(key == "Ref" or key.startswith("Fn::") for key in item.entries)
    if not below.closed and not (moved and below.free) and not (function and not below.free):
        return []
    return [key for key in item.entries if key not in below.names and key in known.names and key not in here]


def _is_word_of(key: str, held: Collection[str]) -> bool:
    """Whether a key can only be of the JSON before it: an element of a policy, or no name of a property at all."""
    return "-" in key or (key in _OF_POLICIES and any(one in held for one in _OF_POLICIES))


def _with(item: Node, within: Mapping[str, Node], keys: Mapping[str, Span], place: Span) -> MappingNode:
    held = item if isinstance(item, MappingNode) else MappingNode({}, {}, place)
    spans = {name: keys[name] for name in within}
    return MappingNode({**held.entries, **within}, {**held.keys, **spans}, held.span)
