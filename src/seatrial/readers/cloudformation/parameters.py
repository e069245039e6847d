"""Parameters: from what is given, or their defaults, to values; checked as CloudFormation checks them.

Ref to a parameter gives a literal string, of type Number too; a list type gives a list of strings, each trimmed.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
(read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from seatrial.model.span import PropertyPath, Span
from seatrial.model.system import Parameter
from seatrial.model.value import Mistaken, NamePart, Sensitive, Unknown, Value, as_flag, as_text
from seatrial.readers.cloudformation import constraints
from seatrial.readers.cloudformation.answers import (
    DEFAULT_NO_STRING,
    answer,
    parameters_not_there,
    parameters_without_value,
)
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.name_parts import name_part
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip, nearest
from seatrial.readers.cloudformation.scope import Names
from seatrial.readers.cloudformation.structure import check_keys

ATTRIBUTES = (
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
)
_SSM_VALUE = re.compile(r"AWS::SSM::Parameter::Value<(.+)>\Z")
_LIST = re.compile(r"List<.+>\Z|CommaDelimitedList\Z")
# What of AWS's a parameter may be, by the page above and cfn-lint v1.58.0 (read 2026-11-29); lists but of key pairs.
_OF_AWS = (
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
)
_LISTS = ("CommaDelimitedList", "List<Number>", "List<String>", *(f"List<{item}>" for item in _OF_AWS))
_PLAIN = ("String", "Number", *_OF_AWS, "AWS::SSM::Parameter::Name")
_KNOWN_TYPES = (*_PLAIN, *_LISTS, *(f"AWS::SSM::Parameter::Value<{item}>" for item in (*_PLAIN, *_LISTS)))
# Templates in use write AWS::EC2::Vpc::Id.
_ANY_CASE = frozenset(item.lower() for item in _KNOWN_TYPES)
NONE: Mapping[str, Parameter] = {}


def resolve_parameters(
    section: MappingNode | None, inputs: Inputs, names: Names, file: str, known: Mapping[str, Parameter] = NONE
) -> dict[str, Parameter]:
    """Every parameter with its value. Adds the values to ``names``. Those ``known`` are as in another reading."""
    declared = section.entries if section is not None else {}
    meant: set[str] = set()
    heads = names.root.keys if isinstance(names.root, MappingNode) else {}
    for name in inputs.parameters:
        if name not in declared:
            near = nearest(name, declared) or _part(name, declared, inputs.parameters)
            meant |= {near} if near else set()
            path: PropertyPath = ("Parameters", name) if inputs.depth else ()
            names.problems.error(
                "PAR003",
                f"the template has no parameter {clip(name)}",
                inputs.given_at.get(path) or heads.get("Parameters", section.span if section else Span(file)),
                why=answer(parameters_not_there(clip(name))),
                mend=f"did you mean {near}?" if near else "leave it out",
                logical_id=inputs.prefix.rstrip("/"),
                path=path,
            )
    found: dict[str, Parameter] = {}
    for name, node in declared.items():
        if name in known:
            found[name] = known[name]
            names.parameters[name] = known[name].value
            continue
        span = section.keys[name] if section else Span(file)
        if not isinstance(node, MappingNode):
            what = f"the parameter {clip(name)} is {kind_of(node)} where a mapping is wanted"
            names.problems.error("TPL006", what, node.span, mend="give it a Type")
            names.parameters[name] = Unknown(f"the parameter {clip(name)} cannot be read")
            continue
        found[name] = _parameter(name, node, span, inputs, names, is_meant=name in meant)
        names.parameter_kinds[name] = (found[name].type, span)
        listed = node.get("AllowedValues")
        if isinstance(listed, SequenceNode):
            names.allowed[name] = tuple(item.text for item in listed.items if isinstance(item, ScalarNode))
        names.parameters[name] = found[name].value
    return found


def _part(name: str, declared: Mapping[str, object], given: Mapping[str, Value]) -> str:
    """The only parameter without a value, where a name is a part of its name or has that in it; "" otherwise."""
    without = [
        other
        for other, node in declared.items()
        if other not in given and isinstance(node, MappingNode) and node.get("Default") is None
    ]
    alike = len(without) == 1 and (name.lower() in without[0].lower() or without[0].lower() in name.lower())
    return without[0] if alike else ""


def _parameter(name: str, node: MappingNode, span: Span, inputs: Inputs, names: Names, *, is_meant: bool) -> Parameter:
    """``is_meant`` says that a value is given under a name that is nearly this one, which is told already."""
    check_keys(node, ATTRIBUTES, f"the parameter {clip(name)}", names.problems)
    kind = _type(name, node, span, names)
    no_echo_node = node.get("NoEcho")
    no_echo = isinstance(no_echo_node, ScalarNode) and as_flag(no_echo_node.value)
    given = inputs.parameters
    raw = given[name] if name in given else _default(name, node, names)
    if raw is None and is_meant:
        raw = Mistaken(f"the parameter {clip(name)} has no value")
    if raw is None and names.assume and not inputs.depth:
        raw = _assumed(name, node, span, names)
    if raw is None:
        raw = _lacking(name, span, inputs, names)
    if isinstance(raw, Unknown):
        return Parameter(name, kind, raw, no_echo)
    hidden = no_echo or isinstance(raw, Sensitive)
    if isinstance(raw, list):
        hidden = hidden or any(isinstance(item, Sensitive) for item in raw)
        raw = ",".join(as_text(item) for item in raw)
    text = as_text(raw)
    place = inputs.given_at.get(("Parameters", name)) or span
    owner = inputs.prefix.rstrip("/")
    fits = constraints.check(name, node, kind, text, place, names.problems, hidden=hidden, owner=owner)
    if not fits and constraints.names_by_id(kind):
        return Parameter(name, kind, Mistaken(f"the parameter {clip(name)} names nothing of its type"), no_echo)
    if not fits and (names.assume or not hidden):
        # What the template makes of a value that it doesn't take is nobody's concern.
        text = _first_allowed(node)
        if not text:
            return Parameter(name, kind, Mistaken(f"the parameter {clip(name)} does not take its value"), no_echo)
    value = _typed(name, kind, text, names)
    return Parameter(name, kind, _hide(value) if hidden else value, no_echo)


def _lacking(name: str, span: Span, inputs: Inputs, names: Names) -> Value:
    """Says that a parameter has no value: of a nested stack's, where its parent gives the others."""
    owner, path = inputs.prefix.rstrip("/"), ("Parameters",) if inputs.depth else ()
    give = f"add {clip(name)} to the Parameters of {owner}" if owner else f"--param {clip(name)}=VALUE"
    names.problems.error(
        "PAR001",
        f"the parameter {clip(name)} of the nested stack {owner} has no value"
        if owner
        else f"the parameter {clip(name)} has no value",
        (inputs.given_at.get(path) or inputs.given_at.get(()) or span) if owner else span,
        why=answer(parameters_without_value(clip(name))),
        mend=give,
        logical_id=owner,
        path=path,
    )
    return Mistaken(f"the parameter {clip(name)} has no value; {'' if owner else 'give it with '}{give}")


_ASKED_FOR = "what depends on it cannot be told; CloudFormation asks for it when the stack is made"


def _is_half_a_size(name: str, node: MappingNode, names: Names) -> bool:
    """Whether a parameter says the Cpu of a task or its Memory, and not both, and may be several. Fargate takes only
    some pairs, and the first that each allows need not be one; who gives them chooses one.
    """
    allowed = node.get("AllowedValues")
    section = names.root.get("Resources") if isinstance(names.root, MappingNode) else None
    if not isinstance(allowed, SequenceNode) or len(allowed.items) == 1 or not isinstance(section, MappingNode):
        return False
    for resource in section.entries.values():
        kind, properties = (
            (resource.get("Type"), resource.get("Properties")) if isinstance(resource, MappingNode) else (None, None)
        )
        if (
            isinstance(kind, ScalarNode)
            and kind.text == "AWS::ECS::TaskDefinition"
            and isinstance(properties, MappingNode)
            and _names(properties.get("Cpu"), name) != _names(properties.get("Memory"), name)
        ):
            return True
    return False


def _names(node: Node | None, name: str) -> bool:
    """Whether a parameter is referred to, as itself or as the key of a mapping."""
    if isinstance(node, SequenceNode):
        return any(_names(item, name) for item in node.items)
    if not isinstance(node, MappingNode):
        return False
    named = node.get("Ref")
    return (isinstance(named, ScalarNode) and named.text == name) or any(
        _names(item, name) for item in node.entries.values()
    )


def _assumed(name: str, node: MappingNode, span: Span, names: Names) -> Value:
    """What a parameter is taken to be that somebody will give a value when the stack is made."""
    give = f"--param {clip(name)}=VALUE"
    text, origin = _first_allowed(node), "the first of its allowed values"
    if text and _is_half_a_size(name, node, names):
        reason = f"the parameter {clip(name)} has no value; give it with {give}"
        names.problems.note("PAR001", f"the parameter {clip(name)} has no value", span, why=_ASKED_FOR, mend=give)
        return Unknown(reason)
    if not text:
        text, origin = _first_key(name, names)
    if text:
        names.problems.note(
            "PAR001",
            f"the parameter {clip(name)} has no value; {clip(text)} is assumed, {origin}",
            span,
            why="what is said below holds for that value",
            mend=give,
        )
        return text
    part = name_part(name, node, names)
    here = part is not None and part[2]
    names.problems.note(
        "PAR001",
        f"the parameter {clip(name)} has no value"
        + (f"; in names it is taken to be {part[0]}" if part and here else ""),
        span,
        why=_ASKED_FOR.replace("depends", "else depends") if here else _ASKED_FOR,
        mend=give,
    )
    reason = f"the parameter {clip(name)} has no value; give it with {give}"
    return NamePart(reason, stand_in=part[0], whole=part[1]) if part else Unknown(reason)


def _first_allowed(node: MappingNode) -> str:
    allowed = node.get("AllowedValues")
    first = allowed.items[0] if isinstance(allowed, SequenceNode) and allowed.items else None
    return as_text(first.value) if isinstance(first, ScalarNode) and first.value is not None else ""


def _first_key(name: str, names: Names) -> tuple[str, str]:
    """The first key of a mapping in which Fn::FindInMap looks a parameter up, and where it is from; "" for none."""
    stack: list[Node] = [names.root] if names.root is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, SequenceNode):
            stack.extend(node.items)
        elif isinstance(node, MappingNode):
            match node.get("Fn::FindInMap"):
                case SequenceNode(items=[ScalarNode() as mapping, MappingNode() as key, *_]):
                    wanted, held = key.get("Ref"), names.mappings.get(mapping.text) if names.mappings else None
                    if isinstance(wanted, ScalarNode) and wanted.text == name and isinstance(held, MappingNode):
                        return next(iter(held.entries), ""), f"the first key of the mapping {clip(mapping.text)}"
            stack.extend(node.entries.values())
    return "", ""


def _type(name: str, node: MappingNode, span: Span, names: Names) -> str:
    found = node.get("Type")
    kind = found.text if isinstance(found, ScalarNode) else ""
    if kind not in _KNOWN_TYPES and not ("AWS::" in kind and kind.lower() in _ANY_CASE):
        near = nearest(kind, _KNOWN_TYPES)
        names.problems.error(
            "TPL006",
            f"the parameter {clip(name)} has the type {clip(kind)}"
            if kind
            else f"the parameter {clip(name)} has no Type",
            found.span if found is not None else span,
            why="CloudFormation refuses a parameter whose type it does not know",
            mend=f"did you mean {near}?"
            if near and kind
            else "String, Number, CommaDelimitedList, List<Number>, AWS::EC2::VPC::Id and its like, "
            "AWS::SSM::Parameter::Value<String>",
        )
    return kind


def _default(name: str, node: MappingNode, names: Names) -> Value:
    found = node.get("Default")
    match found:
        case None:
            return None
        case ScalarNode() if found.value is not None:
            return as_text(found.value)
    names.problems.error(
        "TPL006",
        f"the Default of the parameter {clip(name)} is {kind_of(found)} where a string is wanted",
        found.span,
        why=answer(DEFAULT_NO_STRING),
        mend="write a list as one string with commas" if isinstance(found, SequenceNode) else "write a string",
    )
    return Unknown(f"the parameter {clip(name)} has no value")


def _typed(name: str, kind: str, text: str, names: Names) -> Value:
    ssm = _SSM_VALUE.match(kind)
    if ssm:
        found: Value = names.dynamic.get(text)
        if found is None:
            found = names.dynamic_in_stack("ssm", text, "")
        if found is None:
            key = clip(text)
            return Unknown(f"the parameter {clip(name)} is the SSM parameter {key}; give it with --resolve {key}=VALUE")
        return found if isinstance(found, Unknown) else _typed(name, ssm[1], as_text(found), names)
    if _LIST.match(kind):
        return [part.strip() for part in text.split(",")]
    return text


def _hide(value: Value) -> Value:
    match value:
        case list():
            return [_hide(item) for item in value]
        case str():
            return Sensitive(value)
    return value
