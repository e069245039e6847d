"""Conditions: whether they hold. None means that it cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import Unknown, Value, as_text, unknowns
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import nearest
from seatrial.readers.cloudformation.scope import Names, Site

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.resolve import Resolver

# "Fn::And ... minimum number of conditions is 2, and the maximum is 10."
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
LEAST_CONDITIONS, MOST_CONDITIONS = 2, 10


def holds(
    names: Names, name: str, span: Span, logical_id: str = "", path: PropertyPath = (), under: tuple[str, ...] = ()
) -> bool | None:
    """Whether a named condition holds; an undefined or circular one is a finding and None."""
    if name in names.condition_values:
        return names.condition_values[name]
    node = names.conditions.get(name)
    if node is None or name in under:
        circle = " -> ".join((*under, name))
        near = nearest(name, names.conditions)
        names.problems.error(
            "TPL017",
            f"the condition {name} is not defined" if node is None else f"conditions refer to themselves: {circle}",
            span,
            why="CloudFormation answers: Template validation error",
            mend=(f"did you mean {near}?" if near else f"add {name} to Conditions")
            if node is None
            else "break the circle",
            logical_id=logical_id,
            path=path,
        )
        return None
    value = _evaluate(names, node, (*under, name))
    names.condition_values[name] = value
    return value


def _evaluate(names: Names, node: Node, under: tuple[str, ...]) -> bool | None:
    from seatrial.readers.cloudformation.resolve import Resolver

    resolver = Resolver(names, Site())
    only = node.only() if isinstance(node, MappingNode) else None
    if only is None:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        _mistake(names, f"a condition is {kind_of(node)} where a condition function is wanted", node.span)
        return None
    function, argument = only
    match function:
        case "Condition":
            if not isinstance(argument, ScalarNode):
                _mistake(names, "Condition wants the name of a condition", argument.span)
                return None
            return holds(names, argument.text, argument.span, under=under)
        case "Fn::Equals":
            return _equals(resolver, argument)
        case "Fn::Not":
            items = _conditions(names, argument, "Fn::Not", 1, 1)
            value = _evaluate(names, items[0], under) if items else None
            return None if value is None else not value
        case "Fn::And" | "Fn::Or":
            items = _conditions(names, argument, function, LEAST_CONDITIONS, MOST_CONDITIONS)
            values = [_evaluate(names, item, under) for item in items]
            decisive = function == "Fn::Or"
            if decisive in values:
                return decisive
            return None if None in values or not values else not decisive
        case _:
            _mistake(names, f"{function} is no condition function", node.span)
            return None


def _equals(resolver: Resolver, argument: Node) -> bool | None:
    if not isinstance(argument, SequenceNode) or len(argument.items) != 2:
        _mistake(resolver.names, "Fn::Equals wants two values", argument.span)
        return None
    first, second = (resolver.value(item) for item in argument.items)
    if any(True for value in (first, second) for _ in unknowns(value)):
        return None
    return _comparable(first) == _comparable(second)


def _comparable(value: Value) -> object:
    """Scalars compare as text: ``Fn::Equals [true, "true"]`` holds."""
    match value:
        case dict():
            return {key: _comparable(item) for key, item in value.items()}
        case list():
            return [_comparable(item) for item in value]
        case None | Unknown():
            return value
        case _:
            return as_text(value)


def _conditions(names: Names, node: Node, function: str, least: int, most: int) -> list[Node]:
    if isinstance(node, SequenceNode) and least <= len(node.items) <= most:
        return node.items
    count = "one condition" if most == 1 else f"{least} to {most} conditions"
    _mistake(names, f"{function} wants a list of {count}", node.span)
    return []


def _mistake(names: Names, what: str, span: Span) -> None:
    names.problems.error("INT004", what, span, why="CloudFormation answers: Template validation error")
