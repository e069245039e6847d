"""The intrinsic functions that make strings: Sub, Join, Split, Base64, ToJsonString.

A secret makes a secret of every string it goes into, and what is not known makes it unknown.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
(read 2026-11-23).
"""

from __future__ import annotations

import base64 as base64_codec
import json
import re
from typing import TYPE_CHECKING

from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import GAP, NamePart, Sensitive, Unknown, Value, as_text, leaves, unknowns
from seatrial.readers.cloudformation import references
from seatrial.readers.cloudformation.answers import JOIN, SUB_ARGUMENTS, SUB_NAMES
from seatrial.readers.cloudformation.dynamic import MARK, resolve_dynamic
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip, shown
from seatrial.readers.cloudformation.scope import NoValue

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.resolve import Resolver

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
_VARIABLE_NAME = re.compile(r"[A-Za-z0-9_.:]+\Z")
# Joins of joins could double a text at every level.
_LONGEST_TEXT = 1_000_000


def sub(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    variables: dict[str, Value] = {}
    if isinstance(node, SequenceNode):
        if len(node.items) != 2 or not isinstance(node.items[1], MappingNode):
            return resolver.mistake(
                "Fn::Sub wants a string, or a string and a mapping", node.span, path, why=SUB_ARGUMENTS
            )
        variables = {key: resolver.argument(item, path) for key, item in node.items[1].items()}
        node = node.items[0]
    if not isinstance(node, ScalarNode) or node.value is None:
        what = f"Fn::Sub is given {kind_of(node)} where a string is wanted"
        return resolver.mistake(what, node.span, path, why=SUB_ARGUMENTS)
    parts: list[Value] = []
    text, at = node.text, 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        if match[1]:
            parts.append(f"${{{match[2]}}}")
            continue
        name = match[2]
        span = resolver.names.problems.place(node.span, match[0])
        value = variables[name] if name in variables else _variable(resolver, name, span, path)
        if isinstance(value, list | dict) or (value is None and name in variables):
            value = resolver.mistake(f"Fn::Sub cannot put {clip(name)} into a string: it is no string", span, path)
        parts.append(value)
    parts.append(text[at:])
    return joined(resolver, parts, "", path)


def _variable(resolver: Resolver, name: str, span: Span, path: PropertyPath) -> Value:
    if not _VARIABLE_NAME.match(name):
        bare = name.strip()
        blank = bare != name and _VARIABLE_NAME.match(bare)
        return resolver.mistake(
            f"Fn::Sub has a variable named {shown(name)}",
            span,
            path,
            why=SUB_NAMES,
            mend=f"write ${{{clip(bare)}}}, without the blank"
            if blank
            else f"write ${{!{clip(name)}}} to keep it as text",
        )
    if "." in name and name not in resolver.names.parameters:
        logical_id, _, attribute = name.partition(".")
        return references.attribute_of(resolver, logical_id, attribute, span, path)
    value = references.referred(resolver, name, span, path)
    return "" if isinstance(value, NoValue) else value


def joined(resolver: Resolver, parts: list[Value], delimiter: str, path: PropertyPath) -> Value:
    """One string of many: Unknown when a part is, Sensitive when a part is, its dynamic references resolved."""
    if not resolver.looks_up and any(isinstance(part, NamePart) for part in parts):
        from seatrial.readers.cloudformation.name_parts import said

        parts = said(parts, delimiter, resolver.type, path)
    for part in parts:
        if isinstance(part, Unknown):
            return Unknown(part.reason, _around(parts, delimiter))
    texts = [as_text(part) for part in parts]
    if sum(map(len, texts)) + len(delimiter) * len(texts) > _LONGEST_TEXT:
        return Unknown("the text is too long")
    text = delimiter.join(texts)
    if isinstance(delimiter, Sensitive) or any(isinstance(part, Sensitive) for part in parts):
        text = Sensitive(text)
    return resolve_dynamic(text, resolver.names) if MARK in text else text


def _around(parts: list[Value], delimiter: str) -> str:
    """What is known of a text, with a gap for each part that isn't, and for each that must not be shown."""
    known = [
        (part.text or GAP) if isinstance(part, Unknown) else GAP if isinstance(part, Sensitive) else as_text(part)
        for part in parts
    ]
    text = (GAP if isinstance(delimiter, Sensitive) else delimiter).join(known)
    return text if text.strip(GAP) and len(text) <= _LONGEST_TEXT else ""


def join(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Join", 2, 2, JOIN)
    if isinstance(arguments, Unknown):
        return arguments
    delimiter = resolver.text(arguments[0], path, "Fn::Join's delimiter", JOIN)
    items = resolver.items(arguments[1], path, "Fn::Join's second argument", JOIN)
    if isinstance(delimiter, Unknown):
        return delimiter
    if isinstance(items, Unknown):
        return items
    if any(isinstance(item, list | dict) or item is None for item in items):
        return resolver.mistake("Fn::Join joins strings; one of its items is none", arguments[1].span, path, why=JOIN)
    return joined(resolver, items, delimiter, path)


def split(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    arguments = resolver.arguments(node, path, "Fn::Split", 2, 2)
    if isinstance(arguments, Unknown):
        return arguments
    delimiter = resolver.text(arguments[0], path, "Fn::Split's delimiter")
    value = resolver.argument(arguments[1], path)
    if isinstance(value, list):
        whole = arguments[1].get("Ref") if isinstance(arguments[1], MappingNode) else None
        return resolver.mistake(
            "Fn::Split's second argument is a list already",
            arguments[1].span,
            path,
            mend=f"write !Ref {clip(whole.text)} without Fn::Split"
            if isinstance(whole, ScalarNode)
            else "leave Fn::Split out",
        )
    text = resolver.text(arguments[1], path, "Fn::Split's second argument")
    if isinstance(delimiter, Unknown):
        return delimiter
    if isinstance(text, Unknown):
        return text
    if not delimiter:
        return resolver.mistake("Fn::Split's delimiter is empty", arguments[0].span, path)
    made = text.split(delimiter)
    return [Sensitive(part) for part in made] if isinstance(text, Sensitive) else list(made)


def base64(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    text = resolver.text(node, path, "Fn::Base64's argument")
    if isinstance(text, Unknown):
        return text
    if len(text) > _LONGEST_TEXT:
        return Unknown("the text is too long")
    made = base64_codec.b64encode(text.encode()).decode()
    return Sensitive(made) if isinstance(text, Sensitive) else made


def to_json_string(resolver: Resolver, node: Node, path: PropertyPath) -> Value:
    value = resolver.argument(node, path)
    for unknown in unknowns(value):
        return unknown
    if not isinstance(value, list | dict):
        return resolver.mistake("Fn::ToJsonString wants a list or a mapping", node.span, path)
    text = json.dumps(value, separators=(",", ":"))
    return Sensitive(text) if any(isinstance(leaf, Sensitive) for _, leaf in leaves(value)) else text
