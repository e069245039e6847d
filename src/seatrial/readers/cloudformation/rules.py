"""The Rules section: assertions about parameters, checked before anything is created.

What a rule asks of the account (``Fn::RefAll``, ``Fn::ValueOf`` of a VPC's attributes) cannot be told here.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.model.span import Span
from seatrial.model.value import Unknown, Value, as_list, as_text, unknowns
from seatrial.readers.cloudformation import conditions
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip, nearest
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site

_ASKING = ("Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll")
_PAIRS = ("Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Equals")
_FUNCTIONS = (*_PAIRS, "Fn::And", "Fn::Or", "Fn::Not", "Condition")


def check_rules(section: MappingNode | None, names: Names) -> None:
    """Adds a finding for every assertion that does not hold, and for every rule of the wrong shape."""
    for name, node in section.items() if section else ():
        assertions = node.get("Assertions") if isinstance(node, MappingNode) else None
        if not isinstance(node, MappingNode) or not isinstance(assertions, SequenceNode):
            _shape(names, f"the rule {clip(name)} has no list of Assertions", node.span)
            continue
        for key, span in node.keys.items():
            if key not in ("Assertions", "RuleCondition"):
                _shape(names, f"{clip(key)} is no part of a rule", span)
        when = node.get("RuleCondition")
        if when is None or _holds(when, names) is True:
            for item in assertions.items:
                _check(name, item, names)


def _check(name: str, item: Node, names: Names) -> None:
    claim = item.get("Assert") if isinstance(item, MappingNode) else None
    if claim is None:
        _shape(names, f"an assertion of the rule {clip(name)} has no Assert", item.span)
        return
    if _holds(claim, names) is not False:
        return
    said = item.get("AssertDescription") if isinstance(item, MappingNode) else None
    names.problems.error(
        "TPL015",
        said.text if isinstance(said, ScalarNode) else f"an assertion of the rule {clip(name)} does not hold",
        item.span,
        why=f"the rule {clip(name)} fails, and CloudFormation creates nothing",
        mend="give other parameters with --param NAME=VALUE",
    )


def _holds(node: Node, names: Names) -> bool | None:
    only = node.only() if isinstance(node, MappingNode) else None
    if only is None:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        _shape(names, f"a rule has {kind_of(node)} where a function is wanted", node.span)
        return None
    function, argument = only
    items = argument.items if isinstance(argument, SequenceNode) else []
    match function:
        case "Fn::And" | "Fn::Or" if items:
            return conditions.combine(function, [_holds(item, names) for item in items])
        case "Fn::Not" if len(items) == 1:
            value = _holds(items[0], names)
            return None if value is None else not value
        case "Condition" if isinstance(argument, ScalarNode):
            return conditions.holds(names, argument.text, argument.span, "Condition")
        case _ if function in _PAIRS and len(items) == 2:
            return _compare(function, _value(items[0], names), _value(items[1], names))
    near = "" if function in _FUNCTIONS else nearest(function.removeprefix("Fn::"), map(_short, _FUNCTIONS))
    names.problems.error(
        "INT004" if function in _FUNCTIONS else "INT005",
        f"{function} has wrong arguments" if function in _FUNCTIONS else f"{clip(function)} is no function for Rules",
        node.span,
        mend=f"did you mean Fn::{near}?" if near else f"one of: {', '.join(_FUNCTIONS)}",
    )
    return None


def _compare(function: str, first: Value, second: Value) -> bool | None:
    if any(True for value in (first, second) for _ in unknowns(value)):
        return None
    match function:
        case "Fn::Equals":
            return conditions.comparable(first) == conditions.comparable(second)
        case "Fn::Contains":
            return as_text(second) in _texts(first)
        case "Fn::EachMemberEquals":
            return all(member == as_text(second) for member in _texts(first))
        case _:
            return all(member in _texts(second) for member in _texts(first))


def _value(node: Node, names: Names) -> Value:
    only = node.only() if isinstance(node, MappingNode) else None
    if only and only[0] in _ASKING:
        return Unknown(f"{only[0]} asks the account")
    return Resolver(names, Site(block="Rules")).value(node)


def _texts(value: Value) -> list[str]:
    return [as_text(item) for item in as_list(value)]


def _short(function: str) -> str:
    return function.removeprefix("Fn::")


def _shape(names: Names, what: str, span: Span) -> None:
    names.problems.error("TPL006", what, span, mend="Assertions: [{Assert: ..., AssertDescription: ...}]")
