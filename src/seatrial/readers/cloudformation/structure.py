"""The shape of a template: its sections, the attributes of a resource, CloudFormation's limits.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.model.span import Span
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems, nearest

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
VERSION = "2010-09-09"
_TYPE = re.compile(r"(AWS|Alexa|Custom|[A-Za-z0-9]{2,64})::[A-Za-z0-9_@:\-]+\Z")


def is_template(root: Node, file: str, problems: Problems) -> bool:
    """Whether a root node can be read as a template; what is wrong with it is a finding."""
    if not isinstance(root, MappingNode):
        problems.error(
            "TPL005",
            f"the file holds {kind_of(root)}, not a template",
            root.span if root.span.line else Span(file, 1, 1),
            why="CloudFormation answers: Template format error: unsupported structure",
            mend="a template is a mapping with a Resources section",
        )
        return False
    for key, span in root.keys.items():
        if key not in SECTIONS and not key.startswith("Fn::"):
            near = nearest(key, SECTIONS)
            problems.error(
                "TPL005",
                f"{key[:80]} is no section of a template",
                span,
                why=f"CloudFormation answers: Invalid template property or properties [{key[:80]}]",
                mend=f"did you mean {near}?" if near else f"one of: {', '.join(SECTIONS)}",
            )
    version = root.get("AWSTemplateFormatVersion")
    if version is not None and not (isinstance(version, ScalarNode) and version.text == VERSION):
        problems.error(
            "TPL006",
            "AWSTemplateFormatVersion is not known",
            version.span,
            why="CloudFormation answers: Template format error: unsupported value for AWSTemplateFormatVersion",
            mend=f'AWSTemplateFormatVersion: "{VERSION}"',
        )
    resources = root.get("Resources")
    if not isinstance(resources, MappingNode) or not resources.entries:
        problems.error(
            "TPL005",
            "the template has no resources",
            root.span if root.span.line else Span(file, 1, 1),
            why="CloudFormation answers: Template format error: At least one Resources member must be defined.",
            mend="add a Resources section",
        )
    return True


def mapping(root: MappingNode, section: str, problems: Problems) -> MappingNode | None:
    """A section that must be a mapping; a finding where it is something else."""
    node = root.get(section)
    if node is None or isinstance(node, MappingNode):
        return node
    if not (isinstance(node, ScalarNode) and node.value is None):
        problems.error("TPL006", f"{section} is {kind_of(node)} where a mapping is wanted", node.span)
    return None


def resource_type(name: str, node: Node, span: Span, problems: Problems) -> str | None:
    """A resource's type; None, with a finding, where it has none."""
    if not isinstance(node, MappingNode):
        problems.error(
            "TPL006", f"the resource {name} is {kind_of(node)} where a mapping is wanted", node.span, logical_id=name
        )
        return None
    for key, place in node.keys.items():
        if key not in ATTRIBUTES:
            near = nearest(key, ATTRIBUTES)
            problems.error(
                "TPL006",
                f"{key[:80]} is no attribute of a resource",
                place,
                why=f"CloudFormation answers: Invalid template resource property '{key[:80]}'",
                mend=f"did you mean {near}?" if near else "move it under Properties",
                logical_id=name,
            )
    kind = node.get("Type")
    if not isinstance(kind, ScalarNode) or not _TYPE.match(kind.text) or len(kind.text) > 204:
        problems.error(
            "TPL008",
            f"the resource {name} has no Type" if kind is None else f"the Type of {name} is no resource type",
            kind.span if kind is not None else span,
            why=f"CloudFormation answers: Template format error: [/Resources/{name}] Every Resources object must contain a Type member.",
            mend="Type: AWS::Service::Resource",
            logical_id=name,
        )
        return None
    return kind.text


def depends_on(name: str, node: MappingNode, problems: Problems) -> Iterator[ScalarNode]:
    """The names that DependsOn gives."""
    found = node.get("DependsOn")
    items = found.items if isinstance(found, SequenceNode) else [found] if found is not None else []
    for item in items:
        if isinstance(item, ScalarNode) and isinstance(item.value, str):
            yield item
        else:
            problems.error(
                "TPL006",
                f"DependsOn of {name} is {kind_of(item)} where a logical id is wanted",
                item.span,
                why="CloudFormation answers: Template format error: DependsOn must be a string or list of strings.",
                logical_id=name,
            )


def check_limits(root: MappingNode, file: str, problems: Problems) -> None:
    for section, most in LIMITS.items():
        node = root.get(section)
        if isinstance(node, MappingNode) and len(node.entries) > most:
            problems.error(
                "TPL016",
                f"the template has {len(node.entries)} {section.lower()}",
                root.keys.get(section, Span(file)),
                why=f"CloudFormation answers: Template format error: Number of {section.lower()}, {len(node.entries)}, "
                f"is greater than maximum allowed, {most}",
                mend="split it into nested stacks",
            )
