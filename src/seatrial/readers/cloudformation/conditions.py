"""Conditions: whether they hold, each after those that it names. None means that it cannot be told.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.model.finding import Severity
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.value import Unknown, Value, as_text, unknowns
from seatrial.readers.cloudformation.answers import answer, condition_count, no_condition
from seatrial.readers.cloudformation.circles import circles, groups
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip, nearest
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site

# "Fn::And ... minimum number of conditions that you can include is 2, and the maximum is 10."
LEAST_CONDITIONS, MOST_CONDITIONS = 2, 10


def decide(section: MappingNode | None, names: Names) -> None:
    """Decides every condition of a template, and writes down in ``names`` whether it holds."""
    names.conditions = section.entries if section is not None else {}
    edges = {name: set(_named(node)) & names.conditions.keys() for name, node in names.conditions.items()}
    for circle in circles(edges):
        names.problems.error(
            "TPL017",
            f"conditions refer to each other in a circle: {' -> '.join(clip(name) for name in (*circle, circle[0]))}",
            section.keys[circle[0]] if section else NOWHERE,
            mend="break the circle",
        )
    for group in groups(edges):
        circular = len(group) > 1 or group[0] in edges[group[0]]
        for name in group:
            names.condition_values[name] = None if circular else _decided(name, names, section)


def _decided(name: str, names: Names, section: MappingNode | None) -> bool | None:
    why: list[str] = []
    value = evaluate(names.conditions[name], names, why)
    if names.assume and why:
        assumed = "to hold" if value else "not to"
        names.problems.note(
            "TPL022",
            f"whether the condition {clip(name)} holds cannot be told; it is assumed {assumed}",
            section.keys[name] if section else NOWHERE,
            why=f"{why[0]}; what is not known is taken to be none of the values that it is compared to",
            mend="give the value on the command line",
        )
    elif value is None and why:
        names.problems.warning(
            "TPL022",
            f"whether the condition {clip(name)} holds cannot be told",
            section.keys[name] if section else NOWHERE,
            why=f"{why[0]}; what stands under it is read as if it held",
            mend="give the value on the command line",
        )
    return value


def holds(
    names: Names, name: str, span: Span, function: str, logical_id: str = "", path: PropertyPath = ()
) -> bool | None:
    """Whether a named condition holds; one that is not defined is a finding."""
    if name not in names.conditions:
        near = nearest(name, names.conditions)
        names.problems.error(
            "TPL017",
            f"the condition {clip(name)} is not defined",
            span,
            why=answer(no_condition(clip(name), function)),
            mend=f"did you mean {near}?" if near else f"add {clip(name)} to Conditions",
            logical_id=logical_id,
            path=path,
        )
        # What is only mistyped is read as it is meant.
        return names.condition_values.get(near) if near else None
    return names.condition_values.get(name)


def evaluate(node: Node, names: Names, why: list[str]) -> bool | None:
    """Whether a condition holds. Where that is because a value is not known, its reason is added to ``why``."""
    only = node.only() if isinstance(node, MappingNode) else None
    if only is None:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        _mistake(names, f"a condition is {kind_of(node)} where a condition function is wanted", node.span)
        return None
    function, argument = only
    match function:
        case "Condition":
            if isinstance(argument, ScalarNode):
                return holds(names, argument.text, argument.span, "Condition")
            _mistake(names, "Condition wants the name of a condition", argument.span)
            return None
        case "Fn::Equals":
            return _equals(names, argument, why)
        case "Fn::Not":
            items = _conditions(names, argument, "Fn::Not", 1, 1)
            value = evaluate(items[0], names, why) if items else None
            return None if value is None else not value
        case "Fn::And" | "Fn::Or":
            items = _conditions(names, argument, function, LEAST_CONDITIONS, MOST_CONDITIONS)
            return combine(function, [evaluate(item, names, why) for item in items])
        case _:
            _mistake(names, f"{clip(function)} is no condition function", node.span)
            return None


def combine(function: str, values: list[bool | None]) -> bool | None:
    """Fn::And or Fn::Or of values some of which are not known."""
    decisive = function == "Fn::Or"
    if decisive in values:
        return decisive
    return None if None in values or not values else not decisive


def _equals(names: Names, argument: Node, why: list[str]) -> bool | None:
    if not isinstance(argument, SequenceNode) or len(argument.items) != 2:
        _mistake(names, "Fn::Equals wants two values", argument.span)
        return None
    site = Site(block="Conditions")
    mistakes = names.problems.errors
    first, second = (Resolver(names, site).value(item) for item in argument.items)
    _tell_never(names, argument)
    for unknown in (*unknowns(first), *unknowns(second)):
        if names.problems.errors == mistakes:
            why.append(unknown.reason)
        return False if names.assume else None
    return comparable(first) == comparable(second)


def _tell_never(names: Names, argument: SequenceNode) -> None:
    """Says so where a parameter is compared with a text that its AllowedValues leave out: that never holds."""
    for one, other in (argument.items, argument.items[::-1]):
        only = one.only() if isinstance(one, MappingNode) else None
        if only is None or only[0] != "Ref" or not isinstance(only[1], ScalarNode) or not isinstance(other, ScalarNode):
            continue
        name, allowed = only[1].text, names.allowed.get(only[1].text, ())
        # An empty text stands for what is not given, and is often compared with for the sake of order.
        if allowed and other.text and other.text not in allowed:
            near = nearest(other.text, allowed)
            names.problems.error(
                "INT180",
                f"{clip(name)} is compared with {clip(other.text)}, which is not one of its AllowedValues",
                other.span,
                why=f"{clip(name)} is one of {', '.join(map(clip, allowed))}: this never holds, and what hangs on it "
                "is always left out or always made",
                mend=f"did you mean {near}?" if near else f"one of: {', '.join(map(clip, allowed))}",
                severity=Severity.WARNING,
            )


def comparable(value: Value) -> object:
    """Scalars compare as text: ``Fn::Equals [true, "true"]`` holds."""
    match value:
        case dict():
            return {key: comparable(item) for key, item in value.items()}
        case list():
            return [comparable(item) for item in value]
        case None | Unknown():
            return value
        case _:
            return as_text(value)


def _conditions(names: Names, node: Node, function: str, least: int, most: int) -> list[Node]:
    if isinstance(node, SequenceNode) and least <= len(node.items) <= most:
        return node.items
    count = "one condition" if most == 1 else f"{least} to {most} conditions"
    why = "" if most == 1 else condition_count(function)
    _mistake(names, f"{function} wants a list of {count}", node.span, why)
    return []


def _mistake(names: Names, what: str, span: Span, why: str = "") -> None:
    names.problems.error(
        "INT004",
        what,
        span,
        why=answer(why) if why else "",
        mend="one of: Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition",
    )


def _named(node: Node) -> Iterator[str]:
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, SequenceNode):
            stack.extend(item.items)
        elif isinstance(item, MappingNode):
            for key, value in item.items():
                if key == "Condition" and isinstance(value, ScalarNode):
                    yield value.text
                elif key == "Fn::If" and isinstance(value, SequenceNode) and value.items:
                    first, *rest = value.items
                    if isinstance(first, ScalarNode):
                        yield first.text
                    stack.extend(rest)
                else:
                    stack.append(value)
