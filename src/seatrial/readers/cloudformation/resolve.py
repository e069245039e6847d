"""Nodes to values: intrinsics gone, positions and references written down on the way.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from seatrial.kinds.card import Identity
from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import Sensitive, Unknown, Value, as_text, unknowns
from seatrial.readers.cloudformation import functions
from seatrial.readers.cloudformation.dynamic import resolve_dynamic
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import nearest
from seatrial.readers.cloudformation.scope import NO_VALUE, PSEUDO_PARAMETERS, Names, NoValue, Resolved, Site

Function: TypeAlias = Callable[["Resolver", Node, PropertyPath], Resolved]


class Resolver:
    """Resolves nodes at one site."""

    def __init__(self, names: Names, site: Site) -> None:
        self.names = names
        self.site = site

    def resolve(self, node: Node, path: PropertyPath = ()) -> Resolved:
        """The value of a node; what of it cannot be known is Unknown, what is AWS::NoValue is left out."""
        self.site.spans.setdefault(path, node.span)
        match node:
            case ScalarNode():
                return self._scalar(node)
            case SequenceNode():
                return self._sequence(node, path)
            case MappingNode():
                return self._mapping(node, path)

    def value(self, node: Node, path: PropertyPath = ()) -> Value:
        """As ``resolve``, with AWS::NoValue as nothing."""
        found = self.resolve(node, path)
        return None if isinstance(found, NoValue) else found

    def text(self, node: Node, path: PropertyPath, what: str) -> str | Unknown:
        """A string argument; a finding where it is something else."""
        value = self.value(node, path)
        if isinstance(value, Unknown):
            return value
        if isinstance(value, str | int | float):
            return value if isinstance(value, str) else as_text(value)
        return self.mistake(f"{what} is {kind_of(node)} where a string is wanted", node.span, path)

    def items(self, node: Node, path: PropertyPath, what: str) -> list[Value] | Unknown:
        """A list argument; a finding where it is something else."""
        value = self.value(node, path)
        if isinstance(value, list | Unknown):
            return value
        return self.mistake(f"{what} is {kind_of(node)} where a list is wanted", node.span, path)

    def arguments(self, node: Node, path: PropertyPath, name: str, least: int, most: int) -> list[Node] | Unknown:
        """The items of a function's argument list, so many at least and at most."""
        if isinstance(node, SequenceNode) and least <= len(node.items) <= most:
            return node.items
        count = f"{least}" if least == most else f"{least} to {most}"
        return self.mistake(f"{name} wants a list of {count} arguments", node.span, path)

    def mistake(self, what: str, span: Span, path: PropertyPath, code: str = "INT004", mend: str = "") -> Unknown:
        self.names.problems.error(
            code,
            what,
            span,
            why="CloudFormation refuses the template: Template error",
            mend=mend or "see the function's page in the CloudFormation template reference",
            logical_id=self.site.logical_id,
            path=path,
        )
        return Unknown(what)

    def _scalar(self, node: ScalarNode) -> Value:
        value = node.value
        if isinstance(value, str) and "{{resolve:" in value:
            return resolve_dynamic(value, self.names)
        return value

    def _sequence(self, node: SequenceNode, path: PropertyPath) -> Value:
        found: list[Value] = []
        for item in node.items:
            value = self.resolve(item, (*path, len(found)))
            if not isinstance(value, NoValue):
                found.append(value)
        return found

    def _mapping(self, node: MappingNode, path: PropertyPath) -> Resolved:
        only = node.only()
        if only is not None and _is_function(only[0], path):
            return self._function(only[0], only[1], node.span, path)
        found: dict[str, Value] = {}
        for key, item in node.items():
            if key.startswith("Fn::") and len(node.entries) > 1:
                self.mistake(
                    f"{key} stands beside other keys", node.keys[key], path, mend=f"{key} must be the only key here"
                )
                continue
            value = self.resolve(item, (*path, key))
            if not isinstance(value, NoValue):
                found[key] = value
        return found

    def _function(self, name: str, argument: Node, span: Span, path: PropertyPath) -> Resolved:
        if name == "Ref":
            return self._ref(argument, path)
        if name == "Fn::GetAtt":
            return self._get_att(argument, path)
        if name == "Fn::Sub":
            return functions.sub(self, argument, path)
        function = FUNCTIONS.get(name)
        if function is None:
            near = nearest(name, FUNCTIONS)
            return self.mistake(
                f"{name} is no intrinsic function", span, path, "INT005", f"did you mean {near}?" if near else ""
            )
        if name in EXTENSIONS and not self.names.extensions:
            self.mistake(
                f"{name} is used without its transform",
                span,
                path,
                "INT008",
                "add Transform: AWS::LanguageExtensions at the top of the template",
            )
        return function(self, argument, path)

    def _ref(self, argument: Node, path: PropertyPath) -> Resolved:
        if not isinstance(argument, ScalarNode):
            return self.mistake(f"Ref is given {kind_of(argument)}", argument.span, path, mend="Ref wants one name")
        return self.name(argument.text, argument.span, path)

    def name(self, name: str, span: Span, path: PropertyPath) -> Resolved:
        """What ``Ref name`` gives."""
        if name in self.site.identifiers:
            return self.site.identifiers[name]
        if name in self.names.parameters:
            return self.names.parameters[name]
        pseudo = self.names.pseudo(name)
        if pseudo is not None:
            return pseudo
        identity = self._identity(name, span, path, "")
        if identity is None:
            return self._nothing(name, span, path)
        return identity.ref

    def _nothing(self, name: str, span: Span, path: PropertyPath) -> Unknown:
        if name in self.names.absent:
            return self._absent(name, span, path)
        near = nearest(name, [*self.names.parameters, *self.names.resource_types, *PSEUDO_PARAMETERS])
        self.names.problems.error(
            "INT001",
            f"Ref {name} names nothing",
            span,
            why=f"CloudFormation answers: Template format error: Unresolved resource dependencies [{name}] "
            "in the Resources block of the template",
            mend=f"did you mean {near}?" if near else f"add a resource or a parameter {name}",
            logical_id=self.site.logical_id,
            path=path,
        )
        return Unknown(f"{name} names nothing in the template")

    def _absent(self, name: str, span: Span, path: PropertyPath) -> Unknown:
        condition = self.names.absent[name]
        self.names.problems.error(
            "INT006",
            f"{name} is not created, because its condition {condition} is false",
            span,
            why=f"CloudFormation answers: Template format error: Unresolved resource dependencies [{name}] "
            "in the Resources block of the template",
            mend=f"use Fn::If with {condition} here, or give this resource the same condition",
            logical_id=self.site.logical_id,
            path=path,
        )
        return Unknown(f"{name} is not created")

    def _get_att(self, argument: Node, path: PropertyPath) -> Value:
        match argument:
            case SequenceNode(items=[ScalarNode() as first, *rest]) if rest:
                name = first.text
                parts = [self.text(item, path, "an attribute name") for item in rest]
                if any(isinstance(part, Unknown) for part in parts):
                    return Unknown("the attribute's name is not known")
                attribute = ".".join(str(part) for part in parts)
            case ScalarNode() if "." in argument.text:
                name, _, attribute = argument.text.partition(".")
            case _:
                return self.mistake(
                    "Fn::GetAtt wants a logical id and an attribute", argument.span, path, mend="[LogicalId, Attribute]"
                )
        return self.attribute(name, attribute, argument.span, path)

    def attribute(self, name: str, attribute: str, span: Span, path: PropertyPath) -> Value:
        """What ``Fn::GetAtt [name, attribute]`` gives."""
        identity = self._identity(name, span, path, attribute)
        if identity is None:
            if name in self.names.absent:
                return self._absent(name, span, path)
            near = nearest(name, self.names.resource_types)
            self.names.problems.error(
                "INT002",
                f"GetAtt {name}.{attribute} names no resource",
                span,
                why=f"CloudFormation answers: Template error: instance of Fn::GetAtt references undefined resource {name}",
                mend=f"did you mean {near}?" if near else f"add a resource {name}",
                logical_id=self.site.logical_id,
                path=path,
            )
            return Unknown(f"{name} names nothing in the template")
        if attribute in identity.attributes:
            return identity.attributes[attribute]
        return functions.other_attribute(self, name, attribute, identity, span, path)

    def _identity(self, name: str, span: Span, path: PropertyPath, attribute: str) -> Identity | None:
        if name not in self.names.resource_types or name in self.names.absent:
            return None
        self.site.refer(path, name, attribute, span)
        return self.names.identity(name)


def _is_function(key: str, path: PropertyPath) -> bool:
    """A mapping of one key that reads as a function. ``Condition`` is one only where a condition may stand."""
    return key == "Ref" or (key.startswith("Fn::") and not key.startswith("Fn::ForEach"))


def combined(parts: list[Value], joined: Callable[[], str]) -> Value:
    """A string made of parts: Unknown when one of them is, Sensitive when one of them is."""
    for part in parts:
        for unknown in unknowns(part):
            return unknown
    text = joined()
    return Sensitive(text) if any(isinstance(part, Sensitive) for part in parts) else text


FUNCTIONS: Mapping[str, Function] = {
    "Fn::Base64": functions.base64,
    "Fn::Cidr": functions.cidr,
    "Fn::FindInMap": functions.find_in_map,
    "Fn::GetAZs": functions.get_azs,
    "Fn::GetAtt": lambda resolver, node, path: resolver._get_att(node, path),
    "Fn::If": functions.if_,
    "Fn::And": functions.condition_value,
    "Fn::Or": functions.condition_value,
    "Fn::Not": functions.condition_value,
    "Fn::Equals": functions.condition_value,
    "Fn::ImportValue": functions.import_value,
    "Fn::Join": functions.join,
    "Fn::Length": functions.length,
    "Fn::Select": functions.select,
    "Fn::Split": functions.split,
    "Fn::Sub": functions.sub,
    "Fn::ToJsonString": functions.to_json_string,
    "Fn::Transform": functions.transform,
}
EXTENSIONS = ("Fn::Length", "Fn::ToJsonString")

__all__ = ["EXTENSIONS", "FUNCTIONS", "NO_VALUE", "Resolver", "combined"]
