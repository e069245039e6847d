"""``Fn::Transform`` with AWS::Include: a local file in its place.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Set

from seatrial.readers.cloudformation.files import CannotRead, Files, TooManyFiles
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, clip
from seatrial.readers.cloudformation.text import MOST_DEPTH, parse

INCLUDE = "AWS::Include"
REMOTE = ("s3://", "http://", "https://")


def has_transforms(root: MappingNode, keys: Set[str]) -> bool:
    """Whether Fn::Transform is among the keys that stand in it, or an include in its Transform section."""
    return "Fn::Transform" in keys or bool(whole_includes(root))


def include(root: MappingNode, files: Files, problems: Problems) -> MappingNode:
    """The template with the content of the files that it includes; a key that it has itself wins."""
    found = _include(root, files, problems, 1)
    made = found if isinstance(found, MappingNode) else root
    for location in whole_includes(root):
        included = _read(location, files, problems, 1)
        if isinstance(included, MappingNode):
            made = MappingNode({**included.entries, **made.entries}, {**included.keys, **made.keys}, made.span)
    return made


def whole_includes(root: MappingNode) -> list[ScalarNode]:
    """The locations of includes in the Transform section: their content joins the sections."""
    node = root.get("Transform")
    items = node.items if isinstance(node, SequenceNode) else [node]
    return [location for item in items if (location := _location(item)) is not None]


def _include(node: Node, files: Files, problems: Problems, depth: int) -> Node:
    match node:
        case SequenceNode():
            return SequenceNode([_include(item, files, problems, depth + 1) for item in node.items], node.span)
        case MappingNode():
            location = _location(node.get("Fn::Transform"))
            made = MappingNode({}, {}, node.span)
            if location is not None:
                included = _read(location, files, problems, depth)
                if included is not None and not isinstance(included, MappingNode):
                    return included
                if included is not None:
                    made.entries.update(included.entries)
                    made.keys.update(included.keys)
                else:
                    location = None
            for key, item in node.items():
                if location is None or key != "Fn::Transform":
                    made.entries[key] = _include(item, files, problems, depth + 1)
                    made.keys[key] = node.keys[key]
            return made
    return node


def _read(location: ScalarNode, files: Files, problems: Problems, depth: int) -> Node | None:
    name = location.text
    if name.startswith(REMOTE):
        problems.warning(
            "TPL014",
            f"{clip(name)} is no local file, so what it includes is not known",
            location.span,
            why="CloudFormation puts its content here",
            mend="put a copy beside the template and give its path as Location",
        )
        return None
    try:
        text, path, inner = files.read(name)
    except CannotRead as mistake:
        if isinstance(mistake, TooManyFiles) and mistake.told:
            return None
        problems.error(
            "TPL014",
            f"{clip(name)} cannot be included: {mistake}",
            location.span,
            mend="give a path relative to the template",
        )
        return None
    found = parse(text, str(path), problems, max(MOST_DEPTH - depth, 1))
    return _include(found, inner, problems, depth) if found is not None else None


def _location(node: Node | None) -> ScalarNode | None:
    if not isinstance(node, MappingNode):
        return None
    name, parameters = node.get("Name"), node.get("Parameters")
    if not (isinstance(name, ScalarNode) and name.text == INCLUDE and isinstance(parameters, MappingNode)):
        return None
    location = parameters.get("Location")
    return location if isinstance(location, ScalarNode) else None
