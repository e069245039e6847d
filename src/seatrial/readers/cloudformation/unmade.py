"""What an included file that isn't here, or a macro of the account, may add to a template.

Nobody can say what that is, so nothing is wrong for the lack of it: what a section may get is taken down, a resource
that is made there is known by its name alone, and a property that a resource may get is unknown. It is the same with
the resources that a module makes, whose logical ids begin with its own.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/module-ref-resources.html
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds import schema
from seatrial.model.span import Span
from seatrial.model.value import Properties, Unknown, Value
from seatrial.readers.cloudformation.includes import INCLUDE
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems, clip
from seatrial.readers.cloudformation.scope import Names

TRANSFORM = "Fn::Transform"
MODULE = "::MODULE"
_SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs")


def without_unmade(root: MappingNode, names: Names) -> MappingNode:
    """The template without the transforms that stand for parts of its sections or for whole resources."""
    entries = dict(root.entries)
    for name in _SECTIONS:
        section = entries.get(name)
        if isinstance(section, MappingNode) and TRANSFORM in section.entries:
            names.opened[name] = _told(section.entries[TRANSFORM], section.keys[TRANSFORM], names.problems)
            section = _without(section, TRANSFORM)
        if name == "Resources" and isinstance(section, MappingNode):
            section = _resources(section, names)
        if section is not None:
            entries[name] = section
    return MappingNode(entries, root.keys, root.span)


def open_sections(declared: Mapping[str, str], names: Names) -> None:
    """Takes down what whole macros and includes may add, by what each of them is."""
    for what in declared.values():
        for name in _SECTIONS:
            names.opened.setdefault(name, what)


def elsewhere(names: Names, name: str) -> str:
    """What may make the thing that a name stands for, which the template has not; "" where nothing does."""
    if name in names.unmade:
        return names.unmade[name]
    for logical_id, kind in names.resource_types.items():
        if kind.endswith(MODULE) and name.startswith(logical_id) and name != logical_id:
            return f"the module {clip(logical_id)} makes it"
    return names.opened.get("Resources", "")


def opened(kind: str, properties: Properties, node: Node | None) -> Properties:
    """The properties of a resource, with all that a transform may add to them as unknown."""
    transform = node.get(TRANSFORM) if isinstance(node, MappingNode) else None
    if transform is None:
        return properties
    unknown: dict[str, Value] = dict.fromkeys(schema.settable(kind), Unknown(reason_of(transform)))
    return {**unknown, **properties}


def reason_of(transform: Node) -> str:
    """What makes a place, as it completes "cannot tell, because ..."."""
    single = transform.items[0] if isinstance(transform, SequenceNode) and transform.items else transform
    name = single.get("Name") if isinstance(single, MappingNode) else None
    text = name.text if isinstance(name, ScalarNode) else ""
    return "AWS::Include puts a file here that is not known" if text == INCLUDE else f"the macro {clip(text)} makes it"


def _resources(section: MappingNode, names: Names) -> MappingNode:
    entries: dict[str, Node] = {}
    for name, node in section.items():
        if not isinstance(node, MappingNode) or TRANSFORM not in node.entries:
            entries[name] = node
            continue
        transform, place = node.entries[TRANSFORM], node.keys[TRANSFORM]
        if "Type" not in node.entries:
            names.unmade[name] = _told(transform, place, names.problems)
            continue
        held = node.get("Properties")
        made = held if isinstance(held, MappingNode) else MappingNode({}, {}, node.span)
        made = MappingNode({**made.entries, TRANSFORM: transform}, {**made.keys, TRANSFORM: place}, made.span)
        rest = _without(node, TRANSFORM)
        entries[name] = MappingNode({**rest.entries, "Properties": made}, {"Properties": place, **rest.keys}, node.span)
    return MappingNode(entries, {name: section.keys[name] for name in entries}, section.span)


def _told(transform: Node, place: Span, problems: Problems) -> str:
    """Says of a macro that it isn't known; an include was told where it was looked for."""
    reason = reason_of(transform)
    if reason.startswith("the macro"):
        problems.warning(
            "TPL011",
            f"{reason.removesuffix(' makes it')} is not known here",
            place,
            why="it runs in the account, so what it makes of this place cannot be told",
            mend="give Seatrial the processed template: aws cloudformation get-template --template-stage Processed",
        )
    return reason


def _without(node: MappingNode, key: str) -> MappingNode:
    kept = {name: item for name, item in node.items() if name != key}
    return MappingNode(kept, {name: place for name, place in node.keys.items() if name in kept}, node.span)
