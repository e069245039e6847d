"""Parameters: from what is given, or their defaults, to values; checked as CloudFormation checks them.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from seatrial.model.finding import Finding
from seatrial.model.span import Span
from seatrial.model.system import Parameter
from seatrial.model.value import Sensitive, Unknown, Value, as_flag, as_text
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, plain_of
from seatrial.readers.cloudformation.problems import Problems, nearest
from seatrial.readers.cloudformation.scope import Names
from seatrial.readers.cloudformation.text import parse

SSM_TYPE = re.compile(r"AWS::SSM::Parameter::Value<(.+)>\Z")
LIST_TYPE = re.compile(r"List<.+>\Z|CommaDelimitedList\Z")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\Z")
# A pattern whose repetition repeats can take for ever to fail; such a one is not tried.
_EXPLOSIVE = re.compile(r"\([^()]*[+*}][^()]*\)[+*{]")
_KNOWN_TYPES = re.compile(
    r"(String|Number|CommaDelimitedList|List<(Number|String|AWS::.+)>|AWS::EC2::[\w:]+|AWS::Route53::HostedZone::Id"
    r"|AWS::SSM::Parameter::(Name|Value<.+>))\Z"
)


def read_parameters_file(path: Path) -> tuple[dict[str, Value], tuple[Finding, ...]]:
    """Parameters from a file: AWS's list of ParameterKey and ParameterValue, a mapping, or one under ``Parameters``."""
    problems = Problems()
    try:
        node = parse(path.read_bytes(), str(path), problems)
    except OSError as mistake:
        problems.error("PAR004", f"{path} cannot be read: {mistake.strerror}", Span(str(path)))
        return {}, problems.findings
    found: dict[str, Value] = {}
    if isinstance(node, MappingNode) and isinstance(node.get("Parameters"), MappingNode | SequenceNode):
        node = node.entries["Parameters"]
    match node:
        case MappingNode():
            found = {key: _given(item) for key, item in node.items()}
        case SequenceNode():
            for item in node.items:
                key = item.get("ParameterKey") if isinstance(item, MappingNode) else None
                value = item.get("ParameterValue") if isinstance(item, MappingNode) else None
                if isinstance(key, ScalarNode) and value is not None:
                    found[key.text] = _given(value)
                elif isinstance(item, ScalarNode) and "=" in item.text:
                    name, _, text = item.text.partition("=")
                    found[name] = text
                else:
                    problems.error(
                        "PAR004",
                        "an entry has no ParameterKey and ParameterValue",
                        item.span,
                        mend='write {"ParameterKey": "Name", "ParameterValue": "value"}',
                    )
        case None:
            pass
        case _:
            problems.error("PAR004", "the file holds no parameters", node.span, mend="write NAME: value lines")
    return found, problems.findings


def _given(node: Node) -> Value:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return ",".join(item.text for item in node.items if isinstance(item, ScalarNode))
    return as_text(str(plain_of(node)))


def resolve_parameters(
    section: MappingNode | None, given: Mapping[str, Value], names: Names, file: str
) -> dict[str, Parameter]:
    """Every parameter with its value. Adds the values to ``names``."""
    declared = section.entries if section is not None else {}
    for name in given:
        if name not in declared:
            near = nearest(name, declared)
            names.problems.error(
                "PAR003",
                f"the template has no parameter {name}",
                section.span if section else Span(file),
                why=f"CloudFormation answers: Parameters: [{name}] do not exist in the template",
                mend=f"did you mean {near}?" if near else "leave it out",
            )
    found: dict[str, Parameter] = {}
    for name, node in declared.items():
        span = section.keys[name] if section else Span(file)
        if not isinstance(node, MappingNode):
            names.problems.error("TPL006", f"the parameter {name} is no mapping", node.span, mend="give it a Type")
            names.parameters[name] = Unknown(f"the parameter {name} cannot be read")
            continue
        found[name] = _parameter(name, node, span, given, names)
        names.parameters[name] = found[name].value
    return found


def _parameter(name: str, node: MappingNode, span: Span, given: Mapping[str, Value], names: Names) -> Parameter:
    kind = _text(node, "Type")
    if not _KNOWN_TYPES.match(kind):
        names.problems.error(
            "TPL006",
            f"the parameter {name} has the type {kind!r}" if kind else f"the parameter {name} has no Type",
            node.entries["Type"].span if "Type" in node.entries else span,
            why="CloudFormation answers: Template format error: Unrecognized parameter type",
            mend="String, Number, CommaDelimitedList, List<Number>, AWS::EC2::VPC::Id and its like, AWS::SSM::Parameter::Value<...>",
        )
    no_echo_node = node.get("NoEcho")
    no_echo = isinstance(no_echo_node, ScalarNode) and as_flag(no_echo_node.value)
    raw = given.get(name)
    if raw is None and isinstance(default := node.get("Default"), ScalarNode | SequenceNode):
        raw = _given(default)
    if raw is None:
        names.problems.error(
            "PAR001",
            f"the parameter {name} has no value",
            span,
            why=f"CloudFormation answers: Parameters: [{name}] must have values",
            mend=f"--param {name}=VALUE",
        )
        return Parameter(name, kind, Unknown(f"the parameter {name} has no value"), no_echo)
    if isinstance(raw, Unknown):
        return Parameter(name, kind, raw, no_echo)
    if isinstance(raw, list):
        raw = ",".join(as_text(item) for item in raw)
    text = as_text(raw)
    _check(name, node, kind, text, span, names.problems, no_echo or isinstance(raw, Sensitive))
    value = _typed(kind, text, names)
    if (no_echo or isinstance(raw, Sensitive)) and isinstance(value, str):
        value = Sensitive(value)
    elif no_echo and isinstance(value, int | float):
        value = Sensitive(text)
    return Parameter(name, kind, value, no_echo)


def _typed(kind: str, text: str, names: Names) -> Value:
    ssm = SSM_TYPE.match(kind)
    if ssm:
        found: Value = names.dynamic.get(text)
        if found is None:
            found = names.dynamic_in_stack("ssm", text, "")
        if found is None:
            return Unknown(f"the SSM parameter {text} is not known here; give it with --resolve {text}=VALUE")
        return _typed(ssm[1], as_text(found), names)
    if LIST_TYPE.match(kind):
        return [part.strip() for part in text.split(",")] if text else []
    if kind == "Number" and _NUMBER.match(text) and len(text) < 30:
        return float(text) if "." in text else int(text)
    return text


def _check(name: str, node: MappingNode, kind: str, text: str, span: Span, problems: Problems, hidden: bool) -> None:
    """CloudFormation's constraints, each with its own words."""
    shown = "its value" if hidden else f"{text[:80]!r}"
    custom = _text(node, "ConstraintDescription")
    texts = [part.strip() for part in text.split(",")] if LIST_TYPE.match(kind) else [text]

    def refuse(what: str, mend: str) -> None:
        why = f"CloudFormation answers: Parameter {name} failed to satisfy constraint: {custom or what}"
        problems.error("PAR002", f"the parameter {name} cannot be {shown}: {what}", span, why=why, mend=mend)

    allowed = node.get("AllowedValues")
    if isinstance(allowed, SequenceNode) and not SSM_TYPE.match(kind):
        values = [item.text for item in allowed.items if isinstance(item, ScalarNode)]
        if any(part not in values for part in texts):
            refuse("Parameter must be one of AllowedValues", f"one of: {', '.join(values[:30])}")
    if kind == "Number" and not _NUMBER.match(text):
        refuse("it must be a number", f"--param {name}=NUMBER")
        return
    pattern = _text(node, "AllowedPattern")
    if pattern and not _EXPLOSIVE.search(pattern) and not SSM_TYPE.match(kind):
        try:
            compiled = re.compile(pattern)
        except (re.error, OverflowError):
            compiled = None
        if compiled is not None and not all(compiled.fullmatch(part[:2000]) for part in texts):
            refuse(f"it must match pattern {pattern}", f"a value that matches {pattern}")
    amount = float(text) if kind == "Number" else None
    measures = {"MinLength": len(text), "MaxLength": len(text), "MinValue": amount, "MaxValue": amount}
    for key, measure in measures.items():
        limit = _text(node, key)
        if not limit or not _NUMBER.match(limit) or measure is None:
            continue
        if measure < float(limit) if key.startswith("Min") else measure > float(limit):
            refuse(f"{key} is {limit}", f"a value within {key} {limit}")


def _text(node: MappingNode, key: str) -> str:
    found = node.get(key)
    return found.text if isinstance(found, ScalarNode) else ""
