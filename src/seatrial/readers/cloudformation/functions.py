"""The intrinsic functions that choose, look up and count: If, Select, FindInMap, GetAZs, Cidr, ImportValue and others.

Arguments in, a value out, a finding where the arguments are wrong. ``strings`` has those that make strings,
``references`` Ref and GetAtt.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
(read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from seatrial.kinds.data.regions import zones_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import HIDDEN, Sensitive, Unknown, Value
from seatrial.readers.cloudformation.answers import (
    IMPORT_DEPENDS,
    no_condition,
    no_mapping,
    no_such_index,
    unsupported_function,
)
from seatrial.readers.cloudformation.blocks import CidrMistake, blocks, unknown_blocks
from seatrial.readers.cloudformation.includes import INCLUDE
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import clip, nearest, shown
from seatrial.readers.cloudformation.scope import ADD_EXTENSIONS, Names, Resolved

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.resolve import Resolver

# Of what is not here, so many are named.
MOST_NAMED = 6
# How much the name of an import resembles that of an export that it is mistyped for.
_SLIP = 0.85
# How much what follows the first word resembles that of an export that nothing asks for.
_ALIKE = 0.55
_HEAD = re.compile(r"([^-:/]+)([-:/])(.+)")
# https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/263 (read 2026-11-29)
NO_EXPORT = "No export named {} found"
_INDEX = re.compile(r"\d{1,6}\Z")
_STACK_OUTPUT = ("StackName", "OutputName", "Region", "RoleArn")
_RULES_ONLY = (
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
)


def select(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Select", 2, 2)
    if isinstance(arguments, Unknown):
        return arguments
    index = resolver.text(arguments[0], path, "Fn::Select's index")
    items = resolver.items(arguments[1], path, "Fn::Select's second argument")
    if isinstance(index, Unknown):
        return index
    if isinstance(items, Unknown):
        return items
    if not _INDEX.match(index):
        return resolver.mistake(f"Fn::Select's index is {shown(index)}, no number", arguments[0].span, path)
    at = int(index)
    if at >= len(items):
        return resolver.mistake(
            f"Fn::Select wants item {at} of a list of {len(items)}",
            arguments[0].span,
            path,
            why=no_such_index(at),
            mend=f"an index from 0 to {len(items) - 1}" if items else "give it a list that is not empty",
        )
    return items[at]


def find_in_map(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    arguments = resolver.arguments(node, path, "Fn::FindInMap", 3, 4)
    if isinstance(arguments, Unknown):
        return arguments
    default: Node | None = None
    if len(arguments) == 4:
        last = arguments[3]
        default = last.get("DefaultValue") if isinstance(last, MappingNode) else None
        if default is None:
            return resolver.mistake("Fn::FindInMap's fourth argument is no {DefaultValue: ...}", last.span, path)
        if not resolver.names.extensions:
            resolver.mistake(
                "Fn::FindInMap has a default value without its transform",
                last.span,
                path,
                "INT008",
                mend=ADD_EXTENSIONS,
            )
            resolver.names.extensions = True
    keys: list[str] = []
    for item in arguments[:3]:
        key = resolver.key(item, path, "Fn::FindInMap's key")
        if isinstance(key, Unknown):
            return key
        keys.append(key)
    found: Node | None = resolver.names.mappings
    for depth, key in enumerate(keys):
        held = found.entries if isinstance(found, MappingNode) else {}
        found = held.get(key)
        if found is not None:
            if default is None:
                _note_unmapped(resolver, arguments[depth], held)
            continue
        if default is not None:
            return resolver.resolve(default, path)
        if depth == 0 and "Mappings" in resolver.names.opened:
            return Unknown(resolver.names.opened["Mappings"])
        near = nearest(key, held)
        where = " / ".join(HIDDEN if isinstance(part, Sensitive) else clip(part) for part in keys[:depth])
        return resolver.mistake(
            f"the mapping {where} has no key {shown(key)}" if depth else f"there is no mapping {shown(key)}",
            arguments[depth].span,
            path,
            "INT007",
            why=no_mapping(*(HIDDEN if isinstance(part, Sensitive) else clip(part) for part in keys)) if depth else "",
            mend=f"did you mean {near}?" if near else "add it to Mappings, or give a DefaultValue",
        )
    return resolver.argument(found, path) if found is not None else None


def _note_unmapped(resolver: Resolver, key: Node, held: Collection[str]) -> None:
    """Notes an allowed value of the parameter that is the key, where nothing stands under that value."""
    named = key.get("Ref") if isinstance(key, MappingNode) else None
    if isinstance(named, ScalarNode) and named.text in resolver.names.allowed:
        lacking = next((item for item in resolver.names.allowed[named.text] if item not in held), None)
        if lacking is not None:
            resolver.names.unmapped.setdefault(named.text, lacking)


def if_(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    arguments = resolver.arguments(node, path, "Fn::If", 3, 3)
    if isinstance(arguments, Unknown):
        return arguments
    first, names = arguments[0], resolver.names
    if not isinstance(first, ScalarNode) or first.value is None:
        return resolver.mistake("Fn::If's first argument is no name of a condition", first.span, path)
    if first.text not in names.conditions and "Conditions" in names.opened:
        return Unknown(names.opened["Conditions"])
    if first.text not in names.conditions:
        near = nearest(first.text, names.conditions)
        return resolver.mistake(
            f"the condition {clip(first.text)} is not defined",
            first.span,
            path,
            "TPL017",
            why=no_condition(clip(first.text), "Fn::If"),
            mend=f"did you mean {near}?" if near else f"add {clip(first.text)} to Conditions",
        )
    holds = names.condition_values.get(first.text)
    if holds is None:
        return Unknown(f"whether {clip(first.text)} holds is not known")
    return resolver.resolve(arguments[1] if holds else arguments[2], path)


def misplaced_condition(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    return resolver.mistake(
        "a condition function stands outside of Conditions", node.span, path, mend="name the condition, and use Fn::If"
    )


def get_azs(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    region = resolver.text(node, path, "Fn::GetAZs' region")
    if isinstance(region, Unknown):
        return region
    return list(zones_of(region or resolver.names.scope.region))


def cidr(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Cidr", 3, 3)
    if isinstance(arguments, Unknown):
        return arguments
    block, *sizes = [resolver.text(item, path, "Fn::Cidr's argument") for item in arguments]
    if unknown := next((item for item in sizes if isinstance(item, Unknown)), None):
        return block if isinstance(block, Unknown) else unknown
    count, host_bits = [str(item) for item in sizes]
    if isinstance(block, Unknown):
        return unknown_blocks(block, count, host_bits)
    try:
        return list(blocks(block, count, host_bits))
    except CidrMistake as mistake:
        return resolver.mistake(f"Fn::Cidr: {mistake}", arguments[mistake.argument].span, path, mend=mistake.mend)


def length(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    items = resolver.items(node, path, "Fn::Length's argument")
    return items if isinstance(items, Unknown) else len(items)


def import_value(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    before = len(resolver.site.found)
    name = resolver.key(node, path, "Fn::ImportValue's name")
    if targets := [item.target for item in resolver.site.found][before:]:
        return resolver.mistake(
            f"the name of an import depends on {clip(targets[0])}",
            node.span,
            path,
            "TPL032",
            why=IMPORT_DEPENDS,
            mend="write the name of the export, with parameters alone: !ImportValue {'Fn::Sub': '${PARAMETER}-NAME'}",
        )
    if isinstance(name, Unknown):
        return name
    resolver.names.imported[name] = None
    if name in resolver.names.imports:
        return resolver.names.imports[name]
    return _elsewhere(resolver, f"no stack here exports {clip(name)}", name, node.span)


def get_stack_output(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html"""
    if not isinstance(node, MappingNode) or not {"StackName", "OutputName"} <= set(node.entries) <= set(_STACK_OUTPUT):
        return resolver.mistake(
            "Fn::GetStackOutput wants StackName and OutputName",
            node.span,
            path,
            mend=f"it takes {', '.join(_STACK_OUTPUT)}",
        )
    stack = resolver.key(node.entries["StackName"], path, "StackName")
    output = resolver.key(node.entries["OutputName"], path, "OutputName")
    if isinstance(stack, Unknown):
        return stack
    if isinstance(output, Unknown):
        return output
    name = f"{stack}.{output}"
    resolver.names.imported[name] = None
    if name in resolver.names.imports:
        return resolver.names.imports[name]
    return _elsewhere(resolver, f"no stack here has the output {clip(name)}", name, node.span)


def _elsewhere(resolver: Resolver, what: str, name: str, span: Span) -> Unknown:
    """A value of another stack, which may well be there on AWS."""
    resolver.names.missing.setdefault(name, (what, span, resolver.site.logical_id))
    return Unknown(f"{what}; give it with --import {clip(name)}=VALUE")


def _stack_at_hand(name: str, known: Mapping[str, Value]) -> str:
    """The stack here that an export of this name would be of: its other exports begin with its name in the same way.

    CDK names the exports that it makes ``stack:...``.
    """
    for key in known:
        stack, dot, _ = key.partition(".")
        for mark in ":-":
            head = f"{stack}{mark}"
            if dot and name.startswith(head) and any(other.startswith(head) and other != name for other in known):
                return stack
    return ""


def _renamed(name: str, spare: Collection[str]) -> str:
    """The only export that nothing asks for and that begins with the same word and resembles a name in the rest."""
    parts = _HEAD.match(name)
    if parts is None or not spare:
        return ""
    head = f"{parts[1]}{parts[2]}"
    rests = {item.removeprefix(head): item for item in spare if item.startswith(head)}
    close = get_close_matches(parts[3], rests, n=2, cutoff=_ALIKE)
    return rests[close[0]] if len(close) == 1 else ""


def tell_missing(names: Names) -> None:
    """Says what was asked of stacks that are not here. On paper they are most likely there on AWS, so it is one note;
    but a name that is nearly that of an export at hand is a slip more likely.
    """
    slips = (
        {name: nearest(name, names.imports, _SLIP) or _renamed(name, names.spare) for name in names.missing}
        if names.imports
        else {}
    )
    lost = {name: stack for name in names.missing if (stack := _stack_at_hand(name, names.imports))}
    quiet = [name for name in names.missing if names.assume and not slips.get(name) and name not in lost]
    why = "what it is used for cannot be told; without the other stack, CloudFormation rolls back"
    for name, (what, span, logical_id) in names.missing.items():
        if name in quiet and len(quiet) > 1:
            continue
        mend = f"--import {clip(name)}=VALUE, or check the template that has it together with this one"
        if name in lost:
            mend = f"export it from {clip(lost[name])} (Outputs with Export: {{ Name: {clip(name)} }}), or correct it"
        names.problems.error(
            "INT010",
            what,
            span,
            why=f"{clip(lost[name])} is at hand and has no such export: {NO_EXPORT.format(clip(name))}"
            if name in lost
            else why,
            mend=f"did you mean {slips[name]}? Otherwise {mend}" if slips.get(name) else mend,
            logical_id=logical_id,
            severity=Severity.NOTE
            if name in quiet
            else Severity.ERROR
            if name in lost and name.startswith(f"{lost[name]}:")
            else Severity.WARNING,
        )
    if len(quiet) > 1:
        _, span, logical_id = names.missing[quiet[0]]
        more = f" and {len(quiet) - MOST_NAMED} more" if len(quiet) > MOST_NAMED else ""
        names.problems.error(
            "INT010",
            f"no stack here exports {', '.join(clip(name) for name in quiet[:MOST_NAMED])}{more}",
            span,
            why=why.replace("it is", "they are"),
            mend="--import NAME=VALUE for each, or check the template that exports them together with this one",
            logical_id=logical_id,
            severity=Severity.NOTE,
        )


def transform(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    """A macro in the middle of a template; local includes were put in before."""
    single = node.items[0] if isinstance(node, SequenceNode) and len(node.items) == 1 else node
    name = single.get("Name") if isinstance(single, MappingNode) else None
    if not isinstance(name, ScalarNode):
        return resolver.mistake("Fn::Transform wants a Name", node.span, path)
    parameters = node.get("Parameters") if isinstance(node, MappingNode) else None
    location = parameters.get("Location") if isinstance(parameters, MappingNode) else None
    if name.text == INCLUDE and isinstance(location, ScalarNode):
        return Unknown("AWS::Include puts a file here that is not known")
    if name.text == INCLUDE:
        resolver.names.problems.error(
            "TPL014",
            "the Location of an AWS::Include is only known when the template is deployed",
            node.span,
            why="CloudFormation puts the content of that file here, and what it is cannot be told",
            mend="to check it as well, put a copy beside the template and give its path as Location",
            logical_id=resolver.site.logical_id,
            severity=Severity.NOTE,
        )
        return Unknown("AWS::Include puts a file here that is not known")
    resolver.names.problems.warning(
        "TPL011",
        f"the macro {clip(name.text)} is not known here",
        node.span,
        why="it runs in the account, so what it makes of this place cannot be told",
        mend="give Seatrial the processed template: aws cloudformation get-template --template-stage Processed",
        logical_id=resolver.site.logical_id,
    )
    return Unknown(f"the macro {clip(name.text)} makes it")


def made_by(node: Node) -> str:
    from seatrial.readers.cloudformation.unmade import reason_of

    return reason_of(node)


def unknown(resolver: Resolver, name: str, span: Span, path: PropertyPath, known: Iterable[str]) -> Unknown:
    if name in _RULES_ONLY:
        return resolver.mistake(f"{name} is a function for Rules only", span, path, "INT005")
    near = nearest(name.removeprefix("Fn::"), [item.removeprefix("Fn::") for item in known])
    return resolver.mistake(
        f"{clip(name)} is no intrinsic function",
        span,
        path,
        "INT005",
        why=unsupported_function(clip(name)),
        mend=f"did you mean {near if near == 'Ref' else f'Fn::{near}'}?" if near else "",
    )
