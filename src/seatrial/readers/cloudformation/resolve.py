"""Nodes to values: intrinsics gone, positions and references written down on the way.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import Mistaken, NamePart, Unknown, Value, as_text
from seatrial.readers.cloudformation import functions, references, strings
from seatrial.readers.cloudformation.answers import answer
from seatrial.readers.cloudformation.dynamic import MARK, resolve_dynamic
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.scope import ADD_EXTENSIONS, Names, NoValue, Resolved, Site

_DOCUMENTATION = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html"
)


Function: TypeAlias = Callable[["Resolver", Node, PropertyPath], Resolved]


class Resolver:
    """Resolves nodes at one site."""

    def __init__(self, names: Names, site: Site) -> None:
        self.names = names
        self.site = site
        self._inside = 0
        """How many arguments of functions we are in; what stands there is no property."""
        self.looks_up = False
        """Whether the text that is made is a key, for which nothing can stand in."""

    def resolve(self, node: Node, path: PropertyPath = (), span: Span | None = None) -> Resolved:
        """The value of a node; what of it cannot be known is Unknown, what is AWS::NoValue is left out."""
        if not self._inside:
            self.site.spans.setdefault(path, span or node.span)
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        return self._mapping(node, path) if isinstance(node, MappingNode) else self._sequence(node, path)

    def value(self, node: Node, path: PropertyPath = ()) -> Value:
        """As ``resolve``, with AWS::NoValue as nothing."""
        found = self.resolve(node, path)
        return None if isinstance(found, NoValue) else found

    def argument(self, node: Node, path: PropertyPath) -> Value:
        """The value of a function's argument; references in it belong to the property that the function makes."""
        self._inside += 1
        try:
            return self.value(node, path)
        finally:
            self._inside -= 1

    def took(self, path: PropertyPath, parameter: str) -> None:
        """Notes that a parameter is the whole value of a property."""
        if not self._inside:
            self.site.parameters[path] = parameter

    @property
    def type(self) -> str:
        """The type of the resource that this is in; "" outside of resources."""
        site = self.site
        return (
            self.names.resource_types.get(site.logical_id.rpartition("/")[2], "") if site.block == "Resources" else ""
        )

    def as_name(self, part: NamePart, path: PropertyPath) -> Value:
        """What a parameter that names are made of is as the whole value of a property."""
        from seatrial.readers.cloudformation.name_parts import is_whole_name

        return part.stand_in if not self._inside and is_whole_name(part, self.type, path) else part

    def text(self, node: Node, path: PropertyPath, what: str, why: str = "") -> str | Unknown:
        """A string argument; a finding where it is something else."""
        value = self.argument(node, path)
        if isinstance(value, str | Unknown):
            return value
        if isinstance(value, int | float):
            return as_text(value)
        return self.mistake(f"{what} is {kind_of(node)} where a string is wanted", node.span, path, why=why)

    def key(self, node: Node, path: PropertyPath, what: str) -> str | Unknown:
        """As ``text``, for what is looked up by it: an export, an entry of a mapping."""
        before, self.looks_up = self.looks_up, True
        try:
            return self.text(node, path, what)
        finally:
            self.looks_up = before

    def items(self, node: Node, path: PropertyPath, what: str, why: str = "") -> list[Value] | Unknown:
        """A list argument; a finding where it is something else."""
        value = self.argument(node, path)
        if isinstance(value, list | Unknown):
            return value
        return self.mistake(f"{what} is no list", node.span, path, why=why)

    def arguments(
        self, node: Node, path: PropertyPath, name: str, least: int, most: int, why: str = ""
    ) -> list[Node] | Unknown:
        """The items of a function's argument list, so many at least and at most."""
        if isinstance(node, SequenceNode) and least <= len(node.items) <= most:
            return node.items
        count = f"{least}" if least == most else f"{least} to {most}"
        has = f"{len(node.items)}" if isinstance(node, SequenceNode) else kind_of(node)
        return self.mistake(f"{name} wants a list of {count} arguments and has {has}", node.span, path, why=why)

    def mistake(
        self, what: str, span: Span, path: PropertyPath, code: str = "INT004", *, why: str = "", mend: str = ""
    ) -> Unknown:
        """A finding about what stands here, and Unknown in its place."""
        self.names.problems.error(
            code,
            what,
            span,
            why=answer(why) if why else "",
            mend=mend or f"see {_DOCUMENTATION}",
            logical_id=self.site.logical_id,
            path=path,
        )
        return Mistaken(what)

    def _scalar(self, node: ScalarNode) -> Value:
        value = node.value
        if isinstance(value, str) and MARK in value:
            return resolve_dynamic(value, self.names)
        return value

    def _sequence(self, node: SequenceNode, path: PropertyPath) -> Value:
        found: list[Value] = []
        for item in node.items:
            deeper = path if self._inside else (*path, len(found))
            value = self.resolve(item, deeper)
            if not isinstance(value, NoValue):
                found.append(value)
            elif not self._inside:
                self.site.spans.pop(deeper, None)
        return found

    def _mapping(self, node: MappingNode, path: PropertyPath) -> Resolved:
        only = node.only()
        if only is not None and (only[0] == "Ref" or only[0].startswith("Fn::")):
            return self._function(only[0], only[1], node.span, path)
        found: dict[str, Value] = {}
        keys, inside, spans = node.keys, self._inside, self.site.spans
        for key, item in node.entries.items():
            if key.startswith("Fn::"):
                self._beside(key, item, keys[key], path)
                continue
            deeper = path if inside else (*path, key)
            if type(item) is ScalarNode:
                # Most are; as resolve does it, without the calls.
                if not inside:
                    spans.setdefault(deeper, keys[key])
                found[key] = self._scalar(item) if type(item.value) is str and MARK in item.value else item.value
                continue
            value = self.resolve(item, deeper, keys[key])
            if not isinstance(value, NoValue):
                found[key] = value
            elif not inside:
                spans.pop(deeper, None)
        if path and "Fn::Transform" in node.entries:
            return Unknown(functions.made_by(node.entries["Fn::Transform"]))
        return found

    def _beside(self, key: str, item: Node, span: Span, path: PropertyPath) -> None:
        """A function that stands beside other keys; only a macro may."""
        if key == "Fn::Transform":
            self._function(key, item, span, path)
            return
        self.mistake(f"{clip(key)} stands beside other keys", span, path, mend=f"{clip(key)} must be the only key here")

    def _function(self, name: str, argument: Node, span: Span, path: PropertyPath) -> Resolved:
        function = FUNCTIONS.get(name)
        if function is None:
            return functions.unknown(self, name, span, path, FUNCTIONS)
        if name in EXTENSIONS and not self.names.extensions:
            self.mistake(
                f"{name} is used without its transform",
                span,
                path,
                "INT008",
                mend=ADD_EXTENSIONS,
            )
            self.names.extensions = True
        return function(self, argument, path)


FUNCTIONS: Mapping[str, Function] = {
    "Fn::And": functions.misplaced_condition,
    "Fn::Base64": strings.base64,
    "Fn::Cidr": functions.cidr,
    "Fn::Equals": functions.misplaced_condition,
    "Fn::FindInMap": functions.find_in_map,
    "Fn::GetAZs": functions.get_azs,
    "Fn::GetAtt": references.get_att,
    "Fn::GetStackOutput": functions.get_stack_output,
    "Fn::If": functions.if_,
    "Fn::ImportValue": functions.import_value,
    "Fn::Join": strings.join,
    "Fn::Length": functions.length,
    "Fn::Not": functions.misplaced_condition,
    "Fn::Or": functions.misplaced_condition,
    "Fn::Select": functions.select,
    "Fn::Split": strings.split,
    "Fn::Sub": strings.sub,
    "Fn::ToJsonString": strings.to_json_string,
    "Fn::Transform": functions.transform,
    "Ref": references.ref,
}
EXTENSIONS = ("Fn::Length", "Fn::ToJsonString")
