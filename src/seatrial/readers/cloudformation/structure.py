"""The shape of a template: its sections, the attributes of a resource, names, CloudFormation's limits.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from seatrial.kinds import CARDS
from seatrial.kinds.schema import knows, settable
from seatrial.model.span import Span
from seatrial.readers.cloudformation.answers import (
    NO_RESOURCES,
    UNSUPPORTED_STRUCTURE,
    answer,
    invalid_attribute,
    invalid_sections,
    no_type,
    non_alphanumeric,
    unknown_types,
)
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems, clip, listed, nearest

SECTIONS = (
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
)
ATTRIBUTES = (
    "Condition",
    "Connectors",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "IgnoreGlobals",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
    "Version",
)
LIMITS: Mapping[str, int] = {"Resources": 500, "Parameters": 200, "Outputs": 200, "Mappings": 200}
LONGEST_DESCRIPTION_BYTES = 1024
VERSION = "2010-09-09"
# Names of conditions may have other characters: AWS's own Quick Start of a VPC has NATGateway&3AZCondition.
_NAMED_SECTIONS = ("Mappings", "Outputs", "Parameters", "Resources", "Rules")
_TYPE = re.compile(r"[A-Za-z0-9]{2,64}::[A-Za-z0-9_@:\-]{1,180}\Z")
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}\Z")
_LOOP = "Fn::ForEach::"
_OF_PARAMETERS = ("String", "Number", "CommaDelimitedList")
# Types that there are, that resemble one that is modelled, and that have no schema here.
# https://github.com/aws-cloudformation/cfn-lint (the 1,868 types of v1.58.0; read 2026-11-29)
_OTHER_TYPES = (
    "AWS::EKS::Cluster",
    "AWS::EMR::Cluster",
    "AWS::ElasticLoadBalancing::LoadBalancer",
    "AWS::IoT::Policy",
    "AWS::PCS::Cluster",
    "AWS::PCS::Queue",
)


def is_template(root: Node, file: str, problems: Problems) -> bool:
    """Whether a root node can be read as a template; what is wrong with its sections is a finding."""
    place = root.span if root.span.line else Span(file, 1, 1)
    if not isinstance(root, MappingNode):
        problems.error(
            "TPL005",
            f"the file holds {kind_of(root)}, not a template",
            place,
            why=answer(UNSUPPORTED_STRUCTURE),
            mend="a template is a mapping with a Resources section",
        )
        return False
    for key, span in list(root.keys.items()):
        if key not in SECTIONS and key != "Fn::Transform":
            near = nearest(key, SECTIONS) or _section_like(root.entries[key], root)
            problems.error(
                "TPL005",
                f"{clip(key)} is no section of a template",
                span,
                why=answer(invalid_sections(clip(key))),
                mend=f"did you mean {near}?" if near else f"one of: {', '.join(SECTIONS)}",
            )
            _read_as_meant(root, key, near)
    version = root.get("AWSTemplateFormatVersion")
    if version is not None and not (isinstance(version, ScalarNode) and version.text == VERSION):
        problems.error(
            "TPL006",
            "AWSTemplateFormatVersion is not known",
            version.span,
            why="CloudFormation knows one version only",
            mend=f'AWSTemplateFormatVersion: "{VERSION}"',
        )
    _check_description(root, problems)
    return True


def check_resources(root: MappingNode, file: str, problems: Problems) -> None:
    """A template without resources is refused, after its transforms have run."""
    resources = root.get("Resources")
    if resources is None or (isinstance(resources, MappingNode) and not resources.entries):
        problems.error(
            "TPL005",
            "the template has no resources",
            root.keys.get("Resources", root.span if root.span.line else Span(file, 1, 1)),
            why=answer(NO_RESOURCES),
            mend="add a Resources section",
        )


def mapping(root: MappingNode, section: str, problems: Problems) -> MappingNode | None:
    """A section that must be a mapping; a finding where it is something else."""
    node = root.get(section)
    if node is None or isinstance(node, MappingNode):
        return node
    what = f"{section} is {kind_of(node)} where a mapping is wanted"
    problems.error("TPL006", what, node.span, mend=f"leave {section} out, or write names below it")
    return None


def check_names(root: MappingNode, problems: Problems) -> None:
    """Names are letters and digits, and a parameter and a resource cannot share one."""
    parameters = root.get("Parameters")
    for section in _NAMED_SECTIONS:
        node = root.get(section)
        for name, span in node.keys.items() if isinstance(node, MappingNode) else ():
            if not _LOGICAL_ID.match(name) and not name.startswith((_LOOP, "Fn::Transform")):
                problems.error(
                    "TPL007",
                    f"the name {clip(name)!r} in {section} is not letters and digits",
                    span,
                    why=answer(non_alphanumeric(clip(name))) if section == "Resources" else "",
                    mend=f"{re.sub('[^A-Za-z0-9]', '', name)[:60] or 'Name'}",
                )
            if section == "Resources" and isinstance(parameters, MappingNode) and name in parameters.keys:
                problems.error(
                    "TPL020",
                    f"{clip(name)} is a parameter and a resource",
                    span,
                    why="logical ids must be unique in a template",
                    mend="rename one of them",
                )


def check_mappings(section: MappingNode | None, problems: Problems) -> None:
    """A mapping holds mappings, whose values are strings or lists and no functions."""
    for name, first in section.items() if section else ():
        if not isinstance(first, MappingNode):
            problems.error(
                "TPL006", f"the mapping {clip(name)} is {kind_of(first)}", first.span, mend="Key: {Name: value}"
            )
            continue
        for key, second in first.items():
            held = second.entries.values() if isinstance(second, MappingNode) else (second,)
            for value in held:
                if isinstance(value, MappingNode) or not isinstance(second, MappingNode):
                    problems.error(
                        "TPL006",
                        f"the mapping {clip(name)} has {kind_of(value)} at {clip(key)}",
                        value.span,
                        why="a mapping has two levels of keys and holds strings and lists, no functions",
                        mend=f"{clip(name)}: {{{clip(key)}: {{Name: value}}}}",
                    )


def check_keys(node: MappingNode, allowed: Sequence[str], thing: str, problems: Problems) -> None:
    """Only these keys may stand in it."""
    for key, span in node.keys.items():
        if key not in allowed:
            near = nearest(key, allowed)
            problems.error(
                "TPL006",
                f"{thing} has no attribute {clip(key)}",
                span,
                mend=f"did you mean {near}?" if near else f"one of: {', '.join(allowed)}",
            )


def _section_like(node: Node, root: MappingNode) -> str:
    """The section that what stands under another name can only be: every entry of it has a type of a parameter, or of a
    resource. "" where it isn't plain, or where there is such a section.
    """
    entries = list(node.entries.values()) if isinstance(node, MappingNode) else []
    types = [item.get("Type") for item in entries if isinstance(item, MappingNode)]
    texts = [item.text for item in types if isinstance(item, ScalarNode)]
    if not texts or len(texts) != len(entries):
        return ""
    plain = all(text in _OF_PARAMETERS or text.endswith(("::Id", ">")) for text in texts)
    near = "Parameters" if plain else "Resources" if all(_TYPE.match(text) for text in texts) else ""
    return near if near not in root.entries else ""


def _read_as_meant(node: MappingNode, key: str, near: str) -> None:
    """Lets what stands under a misspelt key be found under the right one, so that the slip is one finding."""
    if near and near not in node.entries:
        node.entries[near] = node.entries[key]
        node.keys[near] = node.keys[key]


def resource_type(name: str, node: Node, span: Span, problems: Problems) -> str | None:
    """A resource's type; None, with a finding, where it has none."""
    if not isinstance(node, MappingNode):
        what = f"the resource {clip(name)} is {kind_of(node)} where a mapping is wanted"
        problems.error("TPL006", what, node.span, mend="Type: AWS::Service::Resource", logical_id=name)
        return None
    known = _properties_of(node.get("Type"))
    strays = [key for key in node.keys if key not in ATTRIBUTES and key in known]
    for key, place in list(node.keys.items()):
        if key not in ATTRIBUTES and key not in strays[1:]:
            several = key in strays and len(strays) > 1
            near = nearest(key, ATTRIBUTES) if key not in known else ""
            problems.error(
                "TPL006",
                f"{listed(strays)} are no attributes of a resource"
                if several
                else f"{clip(key)} is no attribute of a resource",
                place,
                why=answer(invalid_attribute(clip(key))),
                mend=f"did you mean {near}?" if near else f"move {'them' if several else 'it'} under Properties",
                logical_id=name,
            )
            _read_as_meant(node, key, near)
    kind = node.get("Type")
    if not isinstance(kind, ScalarNode) or not _TYPE.match(kind.text):
        has = "no Type" if kind is None else "a Type that is no type of a resource"
        meant = ""
        if kind is None:
            from seatrial.readers.cloudformation.guessed_types import type_by_properties

            meant = type_by_properties(name, node)
        problems.error(
            "TPL008",
            f"the resource {clip(name)} has {has}",
            kind.span if kind is not None else span,
            why=answer(no_type(clip(name))) if kind is None else "CloudFormation does not know the type",
            mend=f"add Type: {meant}" if meant else "Type: AWS::Service::Resource",
            logical_id=name,
        )
        return meant or None
    return _meant_type(name, kind, problems)


def as_meant(node: MappingNode, kind: str) -> MappingNode:
    """The resource with those of its properties that stand beside Properties below it."""
    known = settable(kind)
    strays = [key for key in node.keys if key not in ATTRIBUTES and key in known]
    held = node.get("Properties")
    if isinstance(held, ScalarNode) and held.value is None:
        held = None
    if not strays or not isinstance(held, MappingNode | None):
        return node
    entries, keys = (dict(held.entries), dict(held.keys)) if held is not None else ({}, {})
    for key in strays:
        entries.setdefault(key, node.entries[key])
        keys.setdefault(key, node.keys[key])
    properties = MappingNode(entries, keys, held.span if held is not None else node.span)
    left = {key: item for key, item in node.items() if key not in strays}
    places = {"Properties": properties.span, **node.keys}
    return MappingNode({**left, "Properties": properties}, places, node.span)


def _properties_of(kind: Node | None) -> Sequence[str]:
    return settable(kind.text) if isinstance(kind, ScalarNode) else ()


def _meant_type(name: str, kind: ScalarNode, problems: Problems) -> str:
    """The type that is meant: what is only mistyped is read as if it were right, so that nothing follows from it."""
    text = kind.text
    if text in CARDS or knows(text) or text in _OTHER_TYPES or not text.lower().startswith("aws::"):
        return text
    close = nearest(text, [known for known in CARDS if _edits(known, text) <= 2])
    if not close:
        return text
    problems.error(
        "TPL021",
        f"there is no type {clip(text)}",
        kind.span,
        why=answer(unknown_types(clip(text))),
        mend=f"write Type: {close}",
        logical_id=name,
    )
    return close


def _edits(known: str, text: str) -> int:
    """How many letters differ at the least, by where two words begin and end alike; their case does not count."""
    known, text = known.lower(), text.lower()
    start = 0
    while start < min(len(known), len(text)) and known[start] == text[start]:
        start += 1
    end = 0
    while end < min(len(known), len(text)) - start and known[-1 - end] == text[-1 - end]:
        end += 1
    return max(len(known), len(text)) - start - end


def check_limits(root: MappingNode, file: str, problems: Problems) -> None:
    for section, most in LIMITS.items():
        node = root.get(section)
        if isinstance(node, MappingNode) and len(node.entries) > most:
            problems.error(
                "TPL016",
                f"the template has {len(node.entries)} {section.lower()}",
                root.keys.get(section, Span(file)),
                why=f"CloudFormation takes at most {most}",
                mend="split it into nested stacks",
            )


def _check_description(root: MappingNode, problems: Problems) -> None:
    found = root.get("Description")
    if found is None:
        return
    if not isinstance(found, ScalarNode):
        what = f"Description is {kind_of(found)} where a string is wanted"
        problems.error("TPL006", what, found.span, mend="write one string")
    elif len(found.text.encode("utf-8", "replace")) > LONGEST_DESCRIPTION_BYTES:
        problems.error(
            "TPL016",
            f"Description is longer than {LONGEST_DESCRIPTION_BYTES:,} bytes",
            found.span,
            mend="shorten it",
        )


def texts(node: Node | None) -> list[ScalarNode]:
    """A string, or a list of strings, as a list; what is no string in it is left out."""
    items = node.items if isinstance(node, SequenceNode) else [node] if node is not None else []
    return [item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]
