"""Other choices of parameters: values with which a condition comes out the other way.

A template says by its conditions which stacks it is meant for (with a database or without, for test and production).
What one choice of parameters leaves out is no less the template's: here are the values that choose it, as far as the
text has them: what a parameter is compared to, and its AllowedValues.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.scope import Names

# So many choices are looked at; more say little that is new.
MOST_CHOICES = 4
_DEEPEST = 20

Choice = dict[str, str]


def other_choices(
    names: Names, parameters: MappingNode | None, fixed: Collection[str]
) -> tuple[Mapping[str, str], ...]:
    """Each turns at least one condition; parameters that are ``fixed`` stay. The first for a condition counts."""
    found: list[Choice] = []
    for name, holds in names.condition_values.items():
        if holds is None or len(found) == MOST_CHOICES:
            continue
        way = _way(names, parameters, names.conditions[name], not holds, 0)
        if way and not way.keys() & set(fixed) and way not in found:
            found.append(way)
    return tuple(found)


def _way(names: Names, parameters: MappingNode | None, node: Node, wanted: bool, depth: int) -> Choice | None:
    """What to choose for a condition to come out as ``wanted``: {} where nothing, None where the text has no way."""
    only = node.only() if isinstance(node, MappingNode) else None
    if only is None or depth > _DEEPEST:
        return None
    function, argument = only
    items = argument.items if isinstance(argument, SequenceNode) else []
    match function:
        case "Condition" if isinstance(argument, ScalarNode) and argument.text in names.conditions:
            if names.condition_values.get(argument.text) is wanted:
                return {}
            return _way(names, parameters, names.conditions[argument.text], wanted, depth + 1)
        case "Fn::Not" if len(items) == 1:
            return _way(names, parameters, items[0], not wanted, depth + 1)
        case "Fn::And" | "Fn::Or":
            ways = [_way(names, parameters, item, wanted, depth + 1) for item in items]
            if wanted is (function == "Fn::And"):
                return _together(ways)
            return next((way for way in sorted(ways, key=lambda way: len(way or {})) if way is not None), None)
        case "Fn::Equals" if len(items) == 2:
            return _equal(names, parameters, items, wanted)
    return None


def _together(ways: Sequence[Choice | None]) -> Choice | None:
    found: Choice = {}
    for way in ways:
        if way is None or any(found.get(name, value) != value for name, value in way.items()):
            return None
        found |= way
    return found


def _equal(names: Names, parameters: MappingNode | None, items: Sequence[Node], wanted: bool) -> Choice | None:
    for one, other in (items, items[::-1]):
        only = one.only() if isinstance(one, MappingNode) else None
        if only is None or only[0] != "Ref" or not isinstance(only[1], ScalarNode) or not isinstance(other, ScalarNode):
            continue
        name, literal = only[1].text, other.text
        if name not in names.parameters:
            return None
        allowed, value = _allowed(parameters, name), names.parameters[name]
        if isinstance(value, str) and (value == literal) is wanted:
            return {}
        if wanted:
            return {name: literal} if literal in allowed or not allowed else None
        return next(({name: item} for item in allowed if item != literal), None)
    return None


def _allowed(parameters: MappingNode | None, name: str) -> list[str]:
    declared = parameters.get(name) if parameters is not None else None
    listed = declared.get("AllowedValues") if isinstance(declared, MappingNode) else None
    return (
        [item.text for item in listed.items if isinstance(item, ScalarNode)] if isinstance(listed, SequenceNode) else []
    )
