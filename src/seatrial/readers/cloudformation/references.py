"""Ref and Fn::GetAtt: what a name stands for, and what is wrong when it stands for nothing.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
(read 2026-11-23).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seatrial.kinds import CARDS, schema
from seatrial.kinds.card import Identity
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath, Span
from seatrial.model.value import Mistaken, NamePart, Unknown, Value
from seatrial.readers.cloudformation.answers import (
    GET_ATT,
    answer,
    in_conditions,
    no_attribute,
    undefined_resource,
    unresolved,
)
from seatrial.readers.cloudformation.dynamic import MARK, resolve_dynamic
from seatrial.readers.cloudformation.nodes import Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import clip, nearest
from seatrial.readers.cloudformation.scope import PSEUDO_PARAMETERS, Resolved

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.resolve import Resolver

STACK = "AWS::CloudFormation::Stack"
# How much a name resembles that of a resource that it is mistyped for, where it may be one that isn't here.
_SLIP = 0.85
_RESOURCE_BLOCKS = ("Resources", "Outputs")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
_CUSTOM = "AWS::CloudFormation::CustomResource"


def ref(resolver: Resolver, argument: Node, path: PropertyPath) -> Resolved:
    if not isinstance(argument, ScalarNode) or argument.value is None:
        name = resolver.argument(argument, path) if resolver.names.extensions else None
        if isinstance(name, Unknown):
            return name
        if not isinstance(name, str):
            return resolver.mistake(
                f"Ref is given {kind_of(argument)} where a name is wanted", argument.span, path, mend="Ref: LogicalId"
            )
        return referred(resolver, name, argument.span, path)
    if argument.text in resolver.names.parameters:
        resolver.took(path, argument.text)
    value = referred(resolver, argument.text, argument.span, path)
    return resolver.as_name(value, path) if isinstance(value, NamePart) else value


def referred(resolver: Resolver, name: str, span: Span, path: PropertyPath) -> Resolved:
    """What ``Ref name`` gives."""
    names = resolver.names
    if name in names.parameters:
        value = names.parameters[name]
        return resolve_dynamic(value, names) if isinstance(value, str) and MARK in value else value
    pseudo = names.pseudo(name)
    if pseudo is not None:
        return pseudo
    identity = _identity(resolver, name, span, path, "")
    if isinstance(identity, Identity):
        return identity.ref
    if isinstance(identity, Unknown):
        return identity
    # No resource is named by itself.
    others = [item for item in names.resource_types if item != resolver.site.logical_id and _fits(resolver, item, path)]
    known = [*names.parameters, *others, *PSEUDO_PARAMETERS]
    near, sure = nearest(name, known), nearest(name, known, _SLIP)
    add = f"add a resource or a parameter {clip(name)}"
    return resolver.mistake(
        f"{clip(name)} names nothing in the template",
        span,
        path,
        "INT001",
        why=_unresolved(clip(name), resolver.site.block),
        mend=f"did you mean {sure}?" if sure else f"{add}; or did you mean {near}?" if near else add,
    )


def _fits(resolver: Resolver, other: str, path: PropertyPath) -> bool:
    """Whether a resource may be what a property names: it isn't where that takes resources of other types."""
    card = CARDS.get(resolver.type)
    if card is None:
        return True
    dotted = "".join("[]" if isinstance(part, int) else f".{part}" for part in path)[1:]
    wanted = next((item.types for item in card.relations if item.path == dotted), ())
    return not wanted or resolver.names.resource_types[other] in wanted


def _unresolved(name: str, block: str) -> str:
    if block == "Conditions":
        return in_conditions(name)
    return unresolved(name, block) if block in _RESOURCE_BLOCKS else ""


def get_att(resolver: Resolver, argument: Node, path: PropertyPath) -> Value:
    match argument:
        case SequenceNode(items=[first, second, *rest]):
            parts = [resolver.text(item, path, "Fn::GetAtt's argument", GET_ATT) for item in (first, second, *rest)]
            known = [part for part in parts if isinstance(part, str)]
            for part in parts:
                if isinstance(part, Unknown):
                    return part
            name, attribute = known[0], ".".join(known[1:])
        case ScalarNode():
            name, _, attribute = argument.text.partition(".")
        case _:
            name = attribute = ""
    if not name or not attribute:
        return resolver.mistake(
            "Fn::GetAtt wants a logical id and an attribute",
            argument.span,
            path,
            why=GET_ATT,
            mend="Fn::GetAtt: [LogicalId, Attribute]",
        )
    return attribute_of(resolver, name, attribute, argument.span, path)


def attribute_of(resolver: Resolver, name: str, attribute: str, span: Span, path: PropertyPath) -> Value:
    """What ``Fn::GetAtt [name, attribute]`` gives."""
    identity = _identity(resolver, name, span, path, attribute)
    if isinstance(identity, Unknown):
        return identity
    if identity is None:
        # No resource is named by itself.
        near = nearest(name, [item for item in resolver.names.resource_types if item != resolver.site.logical_id])
        mend = f"did you mean {near}.{clip(attribute)}?" if near else f"add a resource {clip(name)}"
        if name in resolver.names.parameters:
            mend = f"write !Ref {clip(name)}, or name a resource: {clip(name)} is a parameter, which has no attributes"
        return resolver.mistake(
            f"{clip(name)}.{clip(attribute)} names no resource",
            span,
            path,
            "INT002",
            why=undefined_resource(clip(name)),
            mend=mend,
        )
    if attribute in identity.attributes:
        return identity.attributes[attribute]
    return _other_attribute(resolver, name, attribute, identity, span, path)


def _identity(
    resolver: Resolver, name: str, span: Span, path: PropertyPath, attribute: str
) -> Identity | Unknown | None:
    """A resource's identity; Unknown, with a finding, where it may not be named here; None where there is none."""
    names, site = resolver.names, resolver.site
    if name not in names.resource_types:
        return _made_elsewhere(resolver, name)
    if site.block not in _RESOURCE_BLOCKS:
        return resolver.mistake(
            f"{site.block} cannot refer to the resource {clip(name)}",
            span,
            path,
            "INT009",
            why=in_conditions(clip(name)) if site.block == "Conditions" else "",
            mend="refer to a parameter",
        )
    if name in names.absent:
        condition = names.absent[name]
        return resolver.mistake(
            f"{clip(name)} is not created, because its condition {clip(condition)} is false",
            span,
            path,
            "INT006",
            why=unresolved(clip(name), site.block),
            mend=f"use Fn::If with {clip(condition)} here, or put this under the same condition",
        )
    site.refer(path, name, attribute, span)
    if not names.resource_types[name]:
        return Mistaken(f"{clip(name)} has no Type")
    return names.identity(name)


def _made_elsewhere(resolver: Resolver, name: str) -> Unknown | None:
    """What a file or a macro that isn't known makes, or a module; None for what is more likely a slip."""
    names = resolver.names
    if any(kind.startswith("AWS::Serverless::") for kind in names.resource_types.values()):
        # They are only left where the transform refused the template: nobody knows what else it would have made.
        return Unknown(f"the AWS::Serverless transform makes no {clip(name)} of a template that it refuses")
    modules = any(kind.endswith("::MODULE") for kind in names.resource_types.values())
    if not (names.opened or names.unmade or modules) or name.startswith("AWS::"):
        return None
    from seatrial.readers.cloudformation.unmade import elsewhere

    reason = elsewhere(names, name)
    return Unknown(reason) if reason and not nearest(name, names.resource_types, _SLIP) else None


def _other_attribute(
    resolver: Resolver, name: str, attribute: str, identity: Identity, span: Span, path: PropertyPath
) -> Value:
    """An attribute that the identity doesn't give: not known before it runs, or a mistake."""
    kind = resolver.names.resource_types[name]
    if kind == STACK and attribute.startswith("Outputs."):
        if "Outputs" not in identity.attributes:
            return Unknown(f"the template of the nested stack {clip(name)} is not here")
        outputs = [item.removeprefix("Outputs.") for item in identity.attributes if item.startswith("Outputs.")]
        return _no_attribute(resolver, name, attribute, span, path, [f"Outputs.{item}" for item in outputs])
    if kind.startswith("Custom::") or kind == _CUSTOM:
        return Unknown(f"{clip(name)} is a custom resource: its provider says what {clip(attribute)} is")
    card = CARDS.get(kind)
    known = {*(card.attributes if card else ()), *schema.attributes(kind)}
    # CloudFormation takes a GetAtt from the list of its own schema, which is here.
    sure = card is not None or schema.knows(kind)
    if attribute in known or (card is None and not schema.knows(kind)):
        return Unknown(f"{clip(attribute)} of {clip(name)} is not known before it is created")
    return _no_attribute(
        resolver, name, attribute, span, path, sorted(known), sure=sure, ref=identity.ref if card else ""
    )


# Attributes of a type's neighbour that people look for.
_ID = re.compile(r"[a-z]+-[0-9a-f]{8,17}")
_MEANT = {
    ("AWS::EC2::SecurityGroup", "Arn"): "GroupId",
    ("AWS::EC2::SecurityGroup", "SecurityGroupId"): "GroupId",
    ("AWS::ElastiCache::ReplicationGroup", "RedisEndpoint.Address"): "PrimaryEndPoint.Address",
    ("AWS::ElastiCache::ReplicationGroup", "RedisEndpoint.Port"): "PrimaryEndPoint.Port",
    ("AWS::ElastiCache::CacheCluster", "PrimaryEndPoint.Address"): "RedisEndpoint.Address",
    ("AWS::ElastiCache::CacheCluster", "PrimaryEndPoint.Port"): "RedisEndpoint.Port",
}


def _given_by_ref(attribute: str, ref: str) -> str:
    """What Ref gives, where that is what somebody looks for among the attributes."""
    wanted = attribute.lower()
    if ref.startswith("arn:"):
        return "ARN" if wanted.endswith(("arn", "name", "id")) else ""
    if _ID.fullmatch(ref):
        return "id" if wanted.endswith(("arn", "id")) else ""
    if ref.startswith("https://"):
        return "URL" if wanted.endswith(("url", "name")) else ""
    return "name or id" if ref and wanted.endswith(("name", "id")) else ""


def _no_attribute(
    resolver: Resolver,
    name: str,
    attribute: str,
    span: Span,
    path: PropertyPath,
    known: list[str],
    *,
    sure: bool = True,
    ref: str = "",
) -> Unknown:
    near = nearest(attribute, known)
    kind = resolver.names.resource_types[name]
    mend = f"did you mean {near}?" if near else f"it has: {', '.join(known) or 'none'}"
    same = next((item for item in known if item.lower() == attribute.lower()), "")
    if parts := [item for item in known if item.startswith(f"{attribute}.")]:
        mend = f"write {' or '.join(parts)}"
    elif meant := _MEANT.get((kind, attribute)):
        mend = f"did you mean {meant}?"
    elif same:
        mend = f"did you mean {same}?"
    elif given := _given_by_ref(attribute, ref):
        mend = f"write !Ref {clip(name)}, which gives its {given}" + (f"; {mend}" if near else "")
    resolver.names.problems.error(
        "INT003",
        f"{kind} has no attribute {clip(attribute)}",
        span,
        why=answer(no_attribute(clip(name), clip(attribute))),
        mend=mend,
        logical_id=resolver.site.logical_id,
        path=path,
        severity=Severity.ERROR if sure else Severity.WARNING,
    )
    unknown = f"{clip(name)} has no attribute {clip(attribute)}"
    return Mistaken(unknown) if sure else Unknown(unknown)
