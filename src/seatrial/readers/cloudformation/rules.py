"""The Rules section: assertions about parameters, checked before anything is created.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html (read 2026-11-23).
What a rule asks of AWS (``Fn::RefAll``, ``Fn::ValueOf`` of a VPC's attributes) cannot be told here.
"""

from __future__ import annotations

from seatrial.model.value import Unknown, Value, as_list, as_text, unknowns
from seatrial.readers.cloudformation import conditions
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site


def check_rules(section: MappingNode | None, names: Names) -> None:
    """Adds a finding for every assertion that does not hold."""
    for name, node in section.items() if section else ():
        if not isinstance(node, MappingNode):
            names.problems.error("TPL006", f"the rule {name} is {kind_of(node)} where a mapping is wanted", node.span)
            continue
        when = node.get("RuleCondition")
        if when is not None and _holds(when, names) is not True:
            continue
        assertions = node.get("Assertions")
        for item in assertions.items if isinstance(assertions, SequenceNode) else []:
            claim = item.get("Assert") if isinstance(item, MappingNode) else None
            if claim is None or _holds(claim, names) is not False:
                continue
            said = item.get("AssertDescription") if isinstance(item, MappingNode) else None
            text = said.text if isinstance(said, ScalarNode) else f"an assertion of {name} does not hold"
            names.problems.error(
                "TPL015",
                text,
                item.span,
                why=f"CloudFormation answers: Template error: Rule {name} failed: {text}",
                mend="change the parameters with --param",
            )


def _holds(node: Node, names: Names) -> bool | None:
    only = node.only() if isinstance(node, MappingNode) else None
    if only is None:
        return node.value if isinstance(node, ScalarNode) and isinstance(node.value, bool) else None
    function, argument = only
    items = argument.items if isinstance(argument, SequenceNode) else []
    match function:
        case "Fn::And" | "Fn::Or":
            values = [_holds(item, names) for item in items]
            decisive = function == "Fn::Or"
            return decisive if decisive in values else None if None in values else not decisive
        case "Fn::Not":
            value = _holds(items[0], names) if len(items) == 1 else None
            return None if value is None else not value
        case "Condition" if isinstance(argument, ScalarNode):
            return conditions.holds(names, argument.text, argument.span)
        case "Fn::Equals" if len(items) == 2:
            left, right = _value(items[0], names), _value(items[1], names)
            return None if _unknown(left, right) else as_text(left) == as_text(right)
        case "Fn::Contains" if len(items) == 2:
            inside, sought = _value(items[0], names), _value(items[1], names)
            return None if _unknown(inside, sought) else as_text(sought) in _texts(inside)
        case "Fn::EachMemberIn" | "Fn::EachMemberEquals" if len(items) == 2:
            members, wanted = _value(items[0], names), _value(items[1], names)
            if _unknown(members, wanted):
                return None
            return all(member in _texts(wanted) for member in _texts(members))
    return None


def _value(node: Node, names: Names) -> Value:
    only = node.only() if isinstance(node, MappingNode) else None
    if only and only[0] in ("Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll"):
        return Unknown(f"{only[0]} asks the account")
    return Resolver(names, Site()).value(node)


def _unknown(*values: Value) -> bool:
    return any(True for value in values for _ in unknowns(value))


def _texts(value: Value) -> list[str]:
    return [as_text(item) for item in as_list(value)]
