"""Other choices of parameters: values with which a condition comes out the other way.

A template says by its conditions which stacks it is meant for (with a database or without, for test and production).
What one choice of parameters leaves out is no less the template's: here are the values that choose it, as far as the
text has them: what a parameter is compared to, and its AllowedValues. Of one that may be empty, and is, the text has no
other value: it is then taken to be given, whatever it is (an image of a proxy, a certificate).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from seatrial.model.span import NOWHERE
from seatrial.model.value import Unknown
from seatrial.readers.cloudformation.conditions import decide
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.scope import Names

# So many choices are looked at; more say little that is new.
MOST_CHOICES = 4
_DEEPEST = 20

Choice = dict[str, str | Unknown]


def other_choices(
    names: Names, parameters: MappingNode | None, fixed: Collection[str]
) -> tuple[Mapping[str, str | Unknown], ...]:
    """Each turns at least one condition; parameters that are ``fixed`` stay. The first for a condition counts, and
    after those the allowed values that a mapping doesn't have, and each allowed value with which the conditions come
    out as with none before.
    """
    found: list[Choice] = []
    given: Choice = {}
    for name, holds in names.condition_values.items():
        if holds is None:
            continue
        way = _way(names, parameters, names.conditions[name], not holds, 0)
        if not way or way.keys() & set(fixed):
            continue
        if all(isinstance(value, Unknown) for value in way.values()):
            # What is given beside another thing says as much of both as each by itself, and is read once.
            given |= way
        elif way not in found:
            found.append(way)
    found = [*found[: MOST_CHOICES - bool(given)], *([given] if given else [])]
    unmapped: list[Choice] = [{name: value} for name, value in names.unmapped.items() if name not in fixed]
    found += [choice for choice in unmapped if choice not in found]
    if names.condition_values and len(found) < MOST_CHOICES:
        found += _new_outcomes(names, parameters, fixed, found)
    return tuple(found[:MOST_CHOICES])


def other_values(names: Names, parameters: MappingNode | None, fixed: Collection[str]) -> list[tuple[str, str, str]]:
    """Each parameter for which the first of several allowed values is assumed, that value and another: for all of them
    the second, then for all of them the third, and so on.
    """
    found: list[tuple[int, str, str, str]] = []
    for name, value in names.parameters.items():
        declared, allowed = parameters.get(name) if parameters is not None else None, _allowed(parameters, name)
        if name in fixed or not isinstance(declared, MappingNode) or "Default" in declared.entries:
            continue
        if allowed and isinstance(value, str) and value == allowed[0]:
            found += [(turn, name, value, other) for turn, other in enumerate(allowed) if other != value]
    return [item[1:] for item in sorted(found, key=lambda item: item[0])]


def _new_outcomes(
    names: Names, parameters: MappingNode | None, fixed: Collection[str], before: Sequence[Choice]
) -> Iterator[Choice]:
    """The allowed values of one parameter with which the conditions hold in another way than with anything before."""
    compared = set(_compared(names.conditions.values()))
    choices: list[Choice] = [
        {name: value}
        for name in names.parameters
        if name in compared and name not in fixed
        for value in _allowed(parameters, name)
        if value != names.parameters[name]
    ]
    if all(choice in before for choice in choices):
        return
    seen = [names.condition_values, *(_outcome(names, choice) for choice in before)]
    for choice in choices:
        outcome = _outcome(names, choice) if choice not in before else seen[0]
        if outcome not in seen:
            seen.append(outcome)
            yield choice


def _outcome(names: Names, choice: Mapping[str, str | Unknown]) -> dict[str, bool | None]:
    """Which conditions hold with other values of parameters."""
    then = replace(names, parameters={**names.parameters, **choice}, problems=Problems(), condition_values={})
    keys = dict.fromkeys(names.conditions, NOWHERE)
    decide(MappingNode(dict(names.conditions), keys, NOWHERE), then)
    return then.condition_values


def _compared(conditions: Collection[Node]) -> Iterator[str]:
    """The parameters that conditions refer to."""
    stack = list(conditions)
    while stack:
        node = stack.pop()
        if isinstance(node, SequenceNode):
            stack.extend(node.items)
        elif isinstance(node, MappingNode):
            named = node.get("Ref")
            if isinstance(named, ScalarNode):
                yield named.text
            stack.extend(node.entries.values())


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
        if not allowed and value == literal == "":
            return {name: Unknown(f"the parameter {name} is taken to be given")}
        another = next((item for item in allowed if item != literal), None)
        return {name: another} if another is not None else None
    return None


def _allowed(parameters: MappingNode | None, name: str) -> list[str]:
    declared = parameters.get(name) if parameters is not None else None
    listed = declared.get("AllowedValues") if isinstance(declared, MappingNode) else None
    return (
        [item.text for item in listed.items if isinstance(item, ScalarNode)] if isinstance(listed, SequenceNode) else []
    )
