"""Each intrinsic function: arguments in, a value out, a finding where the arguments are wrong.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
(read 2026-11-23). ``Fn::Cidr`` counts host bits, not prefix length: a cidrBits of 8 gives /24 blocks.
"""

from __future__ import annotations

import base64 as base64_codec
import ipaddress
import json
import re
from typing import TYPE_CHECKING

from seatrial.kinds import CARDS
from seatrial.kinds.card import Identity
from seatrial.kinds.data.regions import zones_of
from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import Sensitive, Unknown, Value, as_text, unknowns
from seatrial.readers.cloudformation import conditions
from seatrial.readers.cloudformation.dynamic import resolve_dynamic
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import nearest
from seatrial.readers.cloudformation.scope import NO_VALUE, NoValue, Resolved

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.resolve import Resolver

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
# Fn::Cidr: "count ... between 1 and 256".
MOST_BLOCKS = 256
LONGEST_TEXT = 1_000_000


def sub(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    variables: dict[str, Value] = {}
    if isinstance(node, SequenceNode):
        if len(node.items) != 2 or not isinstance(node.items[1], MappingNode):
            return resolver.mistake("Fn::Sub wants a string, or a string and a mapping", node.span, path)
        variables = {key: resolver.value(item, path) for key, item in node.items[1].items()}
        node = node.items[0]
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str | int | float):
        return resolver.mistake(f"Fn::Sub is given {kind_of(node)} where a string is wanted", node.span, path)
    parts: list[Value] = []
    text, at = node.text, 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        if match[1]:
            parts.append(f"${{{match[2]}}}")
            continue
        name = match[2].strip()
        value = variables[name] if name in variables else _variable(resolver, name, node.span, path)
        if isinstance(value, list | dict):
            resolver.mistake(f"Fn::Sub cannot put {name} into a string: it is no string", node.span, path)
            value = Unknown(f"{name} is no string")
        parts.append(value)
    parts.append(text[at:])
    return _finish(resolver, parts, "")


def _variable(resolver: Resolver, name: str, span: Span, path: PropertyPath) -> Value:
    if "." in name and name not in resolver.names.parameters:
        logical_id, _, attribute = name.partition(".")
        return resolver.attribute(logical_id, attribute, span, path)
    value = resolver.name(name, span, path)
    return "" if isinstance(value, NoValue) else value


def _finish(resolver: Resolver, parts: list[Value], delimiter: str) -> Value:
    for part in parts:
        for unknown in unknowns(part):
            return unknown
    text = delimiter.join(as_text(part) for part in parts)
    if len(text) > LONGEST_TEXT:
        return Unknown("the text is too long")
    if any(isinstance(part, Sensitive) for part in parts):
        return Sensitive(text)
    return resolve_dynamic(text, resolver.names) if "{{resolve:" in text else text


def join(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Join", 2, 2)
    if isinstance(arguments, Unknown):
        return arguments
    delimiter = resolver.text(arguments[0], path, "Fn::Join's delimiter")
    items = resolver.items(arguments[1], path, "Fn::Join's second argument")
    if isinstance(delimiter, Unknown):
        return delimiter
    if isinstance(items, Unknown):
        return items
    for item in items:
        if isinstance(item, list | dict) or item is None:
            return resolver.mistake("Fn::Join joins strings; one of its items is none", arguments[1].span, path)
    return _finish(resolver, items, delimiter)


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
    if not index.isdecimal() or len(index) > 6:
        return resolver.mistake(f"Fn::Select's index {index!r} is no number", arguments[0].span, path)
    if int(index) >= len(items):
        return resolver.mistake(
            f"Fn::Select cannot select nonexistent value at index {index}: the list has {len(items)}",
            arguments[0].span,
            path,
        )
    return items[int(index)]


def split(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Split", 2, 2)
    if isinstance(arguments, Unknown):
        return arguments
    delimiter = resolver.text(arguments[0], path, "Fn::Split's delimiter")
    text = resolver.text(arguments[1], path, "Fn::Split's second argument")
    if isinstance(delimiter, Unknown):
        return delimiter
    if isinstance(text, Unknown):
        return text
    if not delimiter:
        return resolver.mistake("Fn::Split's delimiter is empty", arguments[0].span, path)
    made = text.split(delimiter)
    return [Sensitive(part) for part in made] if isinstance(text, Sensitive) else list(made)


def find_in_map(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    arguments = resolver.arguments(node, path, "Fn::FindInMap", 3, 4)
    if isinstance(arguments, Unknown):
        return arguments
    default: Node | None = None
    if len(arguments) == 4:
        last = arguments[3]
        default = last.get("DefaultValue") if isinstance(last, MappingNode) else None
        if default is None:
            return resolver.mistake("Fn::FindInMap's fourth argument is {DefaultValue: ...}", last.span, path)
        if not resolver.names.extensions:
            resolver.mistake(
                "Fn::FindInMap has a default value without its transform",
                last.span,
                path,
                "INT008",
                "add Transform: AWS::LanguageExtensions at the top of the template",
            )
    keys = [resolver.text(item, path, "Fn::FindInMap's key") for item in arguments[:3]]
    found: Node | None = resolver.names.mappings
    for key in keys:
        if isinstance(key, Unknown):
            return key
        found = found.get(key) if isinstance(found, MappingNode) else None
        if found is None:
            break
    if found is not None:
        return resolver.value(found, path)
    if default is not None:
        return resolver.resolve(default, path)
    return resolver.mistake(
        f"Fn::FindInMap: the template's mappings have no {' / '.join(str(key) for key in keys)}",
        node.span,
        path,
        "INT007",
        "add the key to the mapping, or give a DefaultValue",
    )


def if_(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    arguments = resolver.arguments(node, path, "Fn::If", 3, 3)
    if isinstance(arguments, Unknown):
        return arguments
    first = arguments[0]
    if not isinstance(first, ScalarNode):
        return resolver.mistake("Fn::If's first argument is the name of a condition", first.span, path)
    holds = conditions.holds(resolver.names, first.text, first.span, resolver.site.logical_id, path)
    if holds is None:
        return Unknown(f"whether {first.text} holds is not known")
    return resolver.resolve(arguments[1] if holds else arguments[2], path)


def condition_value(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    return resolver.mistake("a condition function stands outside of Conditions", node.span, path)


def get_azs(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    region = resolver.text(node, path, "Fn::GetAZs' region")
    if isinstance(region, Unknown):
        return region
    return list(zones_of(region or resolver.names.scope.region))


def cidr(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Cidr", 2, 3)
    if isinstance(arguments, Unknown):
        return arguments
    texts = [resolver.text(item, path, "Fn::Cidr's argument") for item in arguments]
    for text in texts:
        if isinstance(text, Unknown):
            return text
    block, count = str(texts[0]), str(texts[1])
    try:
        network = ipaddress.ip_network(block, strict=False)
    except ValueError:
        return resolver.mistake(f"Fn::Cidr: {block!r} is no CIDR block", arguments[0].span, path)
    bits = str(texts[2]) if len(texts) == 3 else ("8" if network.version == 4 else "64")
    if not (count.isdecimal() and bits.isdecimal() and 1 <= int(count[:9]) <= MOST_BLOCKS):
        return resolver.mistake(f"Fn::Cidr wants a count of 1 to {MOST_BLOCKS} and host bits", node.span, path)
    prefix = network.max_prefixlen - int(bits[:9])
    if not network.prefixlen <= prefix <= network.max_prefixlen:
        return resolver.mistake(f"Fn::Cidr: blocks of {bits} host bits do not fit into {block}", node.span, path)
    if int(count) > 2 ** (prefix - network.prefixlen):
        return resolver.mistake(f"Fn::Cidr: {block} has no {count} blocks of /{prefix}", node.span, path)
    first, step = int(network.network_address), 2 ** int(bits)
    made = type(network.network_address)
    return [f"{made(first + index * step)}/{prefix}" for index in range(int(count))]


def base64(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    text = resolver.text(node, path, "Fn::Base64's argument")
    if isinstance(text, Unknown):
        return text
    made = base64_codec.b64encode(text.encode()).decode()
    return Sensitive(made) if isinstance(text, Sensitive) else made


def length(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    items = resolver.items(node, path, "Fn::Length's argument")
    return items if isinstance(items, Unknown) else len(items)


def to_json_string(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    value = resolver.value(node, path)
    for unknown in unknowns(value):
        return unknown
    if not isinstance(value, list | dict):
        return resolver.mistake("Fn::ToJsonString wants a list or a mapping", node.span, path)
    text = json.dumps(value, separators=(",", ":"))
    return Sensitive(text) if _holds_sensitive(value) else text


def _holds_sensitive(value: Value) -> bool:
    match value:
        case Sensitive():
            return True
        case dict():
            return any(_holds_sensitive(item) for item in value.values())
        case list():
            return any(_holds_sensitive(item) for item in value)
    return False


def import_value(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    name = resolver.text(node, path, "Fn::ImportValue's name")
    if isinstance(name, Unknown):
        return name
    if name in resolver.names.imports:
        return resolver.names.imports[name]
    return Unknown(f"no stack here exports {name}; give it with --import {name}=VALUE")


def transform(resolver: Resolver, node: Node, path: PropertyPath) -> Resolved:
    name = resolver.value(node.entries["Name"]) if isinstance(node, MappingNode) and "Name" in node.entries else None
    if not isinstance(name, str):
        return resolver.mistake("Fn::Transform wants a Name", node.span, path)
    resolver.names.problems.warning(
        "TPL011",
        f"the macro {name} is not known here",
        node.span,
        why="it runs in the account, so what it makes of this place cannot be told",
        mend="give Seatrial the processed template: aws cloudformation get-template --template-stage Processed",
        logical_id=resolver.site.logical_id,
        path=path,
    )
    return NO_VALUE


def other_attribute(
    resolver: Resolver, name: str, attribute: str, identity: Identity, span: Span, path: PropertyPath
) -> Value:
    """An attribute that the identity doesn't list: one of a type that is not modelled, or a mistake."""
    kind = resolver.names.resource_types[name]
    if kind == "AWS::CloudFormation::Stack" and attribute.startswith("Outputs."):
        if "Outputs" in identity.attributes:
            return resolver.mistake(
                f"{name}'s template has no output {attribute.removeprefix('Outputs.')}", span, path, "INT003"
            )
        return Unknown(f"the template of the nested stack {name} is not here")
    if kind.startswith("Custom::") or kind == "AWS::CloudFormation::CustomResource":
        return Unknown(f"{name} is a custom resource: its provider says what {attribute} is")
    card = CARDS.get(kind)
    if card is None:
        return Unknown(f"{kind} is not modelled, so its {attribute} is not known")
    near = nearest(attribute, card.attributes)
    known = ", ".join(card.attributes) or "none"
    return resolver.mistake(
        f"{kind} has no attribute {attribute}",
        span,
        path,
        "INT003",
        f"did you mean {near}?" if near else f"it has: {known}",
    )
