"""``Transform: AWS::Serverless-2016-10-31``, by AWS's own translator.

The translator works on plain values, so places are mapped back: a resource that it made stands where the resource
stands that it was made from, and a property where that one has a property of the same name. It is loaded only for a
template that has the transform, and asks nothing of AWS: it brings the managed policies along, and the region is given.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from seatrial.model.span import Span
from seatrial.model.system import Scope
from seatrial.model.value import Sensitive, Unknown, Value, as_flag, as_text
from seatrial.readers.cloudformation.answers import answer
from seatrial.readers.cloudformation.nested import APPLICATION, ROTATION
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, plain_of
from seatrial.readers.cloudformation.problems import Problems

_WHY = "the AWS::Serverless transform refuses the template, and CloudFormation creates nothing"
_REFUSAL = (
    "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. "
    "Number of errors found: {count}."
)


def expand_serverless(
    root: MappingNode, parameters: Mapping[str, Value], scope: Scope, problems: Problems
) -> MappingNode:
    """The template that the transform makes; the template itself, with findings, where it refuses."""
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    plain: Any = plain_of(root)
    _hide_defaults(plain)
    _package(plain)
    _read_by_extensions(plain)
    _name_aliases(plain, parameters)
    given = {
        name: as_text(value)
        for name, value in parameters.items()
        if isinstance(value, str | int | float) and not isinstance(value, Sensitive)
    }
    try:
        translator = Translator(None, Parser(), boto_session=_Session(scope.region))
        made = translator.translate(plain, given)
    except InvalidDocumentException as mistake:
        if _is_cut_short(plain):
            # Which resource has no content is told by reading.
            return root
        for cause in mistake.causes:
            _refused(cause, len(mistake.causes), root, problems)
        return root
    except Exception as mistake:  # it raises whatever a template of a wrong shape makes it stumble over
        text = f"the AWS::Serverless transform stumbles over the template: {type(mistake).__name__}: {mistake}"
        problems.error("TPL012", text, root.span, why=_WHY, mend="sam validate --lint")
        return root
    return _placed(made, root)


class _Session(Struct, frozen=True):
    """All that the translator asks of a session: the region to translate for."""

    region_name: str


# What ``sam package`` uploads and replaces by the place in S3: (type, property). A template that isn't packaged yet
# names files beside it. https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html (read 2026-11-23)
_ARTIFACTS = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
    "AWS::Serverless::GraphQLApi": "SchemaUri",
}
_SERVERLESS = "AWS::Serverless::"
# What an event source mapping's EventSourceArn is called in an event.
_SOURCES = ("Queue", "Stream", "Broker", "Cluster")
_ALIAS = "AutoPublishAlias"
_UPLOADED = "s3://packaged/artifact"
_PUSHED = "123456789012.dkr.ecr.us-east-1.amazonaws.com/packaged:image"
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html
# (read 2026-11-30)
_ROTATING = re.compile(r":applications/SecretsManager\w*Rotation\w*")
_APPLICATION, _STACK = "AWS::Serverless::Application", "AWS::CloudFormation::Stack"


def _package(plain: Any) -> None:
    """Does to a template what ``sam package`` would, but for the uploading.

    An application of the repository becomes the nested stack that it is: the translator would ask AWS for it.
    """
    of_all = _mapping(_mapping(plain.get("Globals")).get("Function"))
    _upload(of_all, "CodeUri")
    for resource in _mapping(plain.get("Resources")).values():
        kind, properties = _mapping(resource).get("Type"), _mapping(_mapping(resource).get("Properties"))
        if not isinstance(kind, str):
            continue
        if kind in _ARTIFACTS:
            _upload(properties, _ARTIFACTS[kind])
        if kind == "AWS::Serverless::Function":
            if "Image" in (properties.get("PackageType"), of_all.get("PackageType")):
                properties.pop("CodeUri", None)
                properties.setdefault("ImageUri", _PUSHED)
            elif not {"CodeUri", "InlineCode"} & {*properties, *of_all}:
                properties["CodeUri"] = _UPLOADED
        if kind == _APPLICATION and isinstance(properties.get("Location"), dict):
            rotates = _rotates(properties.pop("Location"), _mapping(plain.get("Mappings")))
            resource["Type"] = _STACK
            properties["TemplateURL"] = ROTATION if rotates else APPLICATION


def _rotates(location: dict[str, Any], mappings: dict[str, Any]) -> bool:
    """Whether an application is one of those that AWS has for rotating secrets; CDK keeps their ids in a mapping."""
    named = location.get("ApplicationId")
    found = named.get("Fn::FindInMap") if isinstance(named, dict) else None
    if isinstance(found, list) and found and isinstance(found[0], str):
        named = mappings.get(found[0])
    return _ROTATING.search(str(named)) is not None


def _name_aliases(plain: Any, parameters: Mapping[str, Value]) -> None:
    """The translator makes logical ids of aliases: one that a parameter without a value names is called like that."""
    of_all = _mapping(_mapping(plain.get("Globals")).get("Function"))
    own = [
        _mapping(_mapping(item).get("Properties"))
        for item in _mapping(plain.get("Resources")).values()
        if _mapping(item).get("Type") == "AWS::Serverless::Function"
    ]
    for properties in (of_all, *own):
        name = _mapping(properties.get(_ALIAS)).get("Ref")
        if isinstance(name, str) and isinstance(parameters.get(name), Unknown):
            properties[_ALIAS] = name


def _upload(properties: dict[str, Any], key: str) -> None:
    value = properties.get(key)
    if isinstance(value, str) and not value.startswith(("s3://", "https://")):
        properties[key] = _UPLOADED


def _read_by_extensions(plain: Any) -> None:
    """AWS::LanguageExtensions comes first, and resolves a place in S3 that the translator alone takes only as text.

    https://github.com/aws-cloudformation/cfn-lint/issues/2658 (read 2026-11-30)
    """
    transforms = plain.get("Transform")
    if not isinstance(transforms, list) or "AWS::LanguageExtensions" not in transforms:
        return
    for resource in _mapping(plain.get("Resources")).values():
        kind, properties = _mapping(resource).get("Type"), _mapping(_mapping(resource).get("Properties"))
        key = _ARTIFACTS.get(kind, "") if isinstance(kind, str) else ""
        if _mapping(properties.get(key)).keys() & {"Fn::Sub", "Fn::Join"}:
            properties[key] = _UPLOADED


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_cut_short(plain: dict[str, Any]) -> bool:
    """Whether a resource is no mapping: then the translator says that of all of them."""
    return any(not isinstance(item, dict) for item in _mapping(plain.get("Resources")).values())


def _hide_defaults(plain: Any) -> None:
    """The translator writes parameters' values into what it makes; a secret stays a Ref."""
    section = plain.get("Parameters")
    for parameter in section.values() if isinstance(section, dict) else ():
        if isinstance(parameter, dict) and as_flag(parameter.get("NoEcho")):
            parameter.pop("Default", None)


def _refused(cause: Any, count: int, root: MappingNode, problems: Problems) -> None:
    from seatrial.readers.cloudformation.serverless_refusals import placed

    found = placed(cause, root)
    problems.error(
        "TPL012",
        str(getattr(cause, "message", cause)),
        found.span,
        why=answer(_REFUSAL.format(count=count)),
        mend=found.mend,
        logical_id=found.logical_id,
        path=found.path,
    )


def _placed(made: dict[str, Any], root: MappingNode) -> MappingNode:
    """What the translator made as nodes with places of the original text."""
    found = _like(made, root, root.span)
    original = root.get("Resources")
    plain = made.get("Resources")
    if not isinstance(found, MappingNode) or not isinstance(original, MappingNode) or not isinstance(plain, dict):
        return root
    resources = MappingNode({}, {}, original.span)
    for name, item in plain.items():
        source = max((known for known in original.entries if name.startswith(known)), key=len, default="")
        span = original.keys.get(source, original.span)
        like = _whole(original.entries.get(source), root.get("Globals"))
        like, span = _of_event(name.removeprefix(source), like, span)
        resources.entries[name] = _like(item, like, span)
        resources.keys[name] = span
    found.entries["Resources"] = resources
    # What parameters declare is the user's, with the defaults that the translator did not see.
    if (parameters := root.get("Parameters")) is not None:
        found.entries["Parameters"] = parameters
    return found


def _whole(own: Node | None, of_all: Node | None) -> Node | None:
    """A resource with what Globals gives it, each at its own place."""
    kind = own.get("Type") if isinstance(own, MappingNode) else None
    named = str(kind.value) if isinstance(kind, ScalarNode) else ""
    if not named.startswith(_SERVERLESS) or not isinstance(of_all, MappingNode):
        return own
    given = of_all.get(named.removeprefix(_SERVERLESS))
    if given is None:
        return own
    return _merged(own, MappingNode({"Properties": given}, {"Properties": given.span}, given.span))


def _merged(own: Node | None, of_all: Node | None) -> Node | None:
    """What stands in either, as the transform puts them together; the resource's own goes first."""
    if not isinstance(own, MappingNode) or not isinstance(of_all, MappingNode):
        return own if own is not None else of_all
    entries: dict[str, Node] = dict(of_all.entries)
    for key, item in own.entries.items():
        merged = _merged(item, of_all.get(key))
        entries[key] = merged if merged is not None else item
    return MappingNode(entries, {**of_all.keys, **own.keys}, own.span)


def _of_event(rest: str, source: Node | None, span: Span) -> tuple[Node | None, Span]:
    """Where a resource is made from one of a function's events: that event, and its place."""
    properties = source.get("Properties") if isinstance(source, MappingNode) else None
    events = properties.get("Events") if isinstance(properties, MappingNode) else None
    if not rest or not isinstance(events, MappingNode):
        return source, span
    name = max((known for known in events.entries if rest.startswith(known)), key=len, default="")
    event = events.get(name)
    if not name or not isinstance(event, MappingNode):
        return source, span
    given = event.get("Properties")
    if isinstance(given, MappingNode):
        for key in _SOURCES:
            if key in given.entries:
                given = MappingNode(
                    {**given.entries, "EventSourceArn": given.entries[key]},
                    {**given.keys, "EventSourceArn": given.keys[key]},
                    given.span,
                )
        event = MappingNode({**event.entries, "Properties": given}, event.keys, event.span)
    return event, events.keys[name]


def _like(value: object, original: Node | None, span: Span) -> Node:
    """A plain value as nodes; each stands where its like stands in the original, else at ``span``."""
    match value:
        case dict():
            like = original if isinstance(original, MappingNode) else MappingNode({}, {}, span)
            keys = {str(key): like.keys.get(str(key), span) for key in value}
            entries = {str(key): _like(item, like.get(str(key)), keys[str(key)]) for key, item in value.items()}
            return MappingNode(entries, keys, like.span)
        case list() | tuple():
            items = original.items if isinstance(original, SequenceNode) else []
            likes: list[Node | None] = [*items, *[None] * max(len(value) - len(items), 0)]
            made = [
                _like(item, like, like.span if like is not None else span)
                for item, like in zip(value, likes, strict=False)
            ]
            return SequenceNode(made, original.span if original is not None else span)
        case str() | int() | float() | bool() | None:
            return ScalarNode(value, original.span if isinstance(original, ScalarNode) else span)
        case _:
            return ScalarNode(str(value), span)
