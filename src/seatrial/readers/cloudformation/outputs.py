"""The Outputs section.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html (read 2026-11-23).
"""

from __future__ import annotations

import re

from seatrial.model.span import PropertyPath, Span
from seatrial.model.system import Output
from seatrial.model.value import Mistaken, Sensitive, Unknown, Value, as_text
from seatrial.readers.cloudformation import attributes, conditions
from seatrial.readers.cloudformation.answers import EXPORT_DEPENDS, EXPORT_NAME, OUTPUT_NO_STRING, answer
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, kind_of
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.resolve import Resolver
from seatrial.readers.cloudformation.scope import Names, Site
from seatrial.readers.cloudformation.structure import check_keys

_EXPORTED = re.compile(r"[A-Za-z0-9:-]+")
_NAME: PropertyPath = ("Export", "Name")
ATTRIBUTES = ("Condition", "Description", "Export", "Value")


def read_outputs(section: MappingNode | None, names: Names) -> dict[str, Output]:
    """Every output whose condition does not fail, with the name under which it is exported."""
    found: dict[str, Output] = {}
    exports: dict[str, Span] = {}
    for name, node in section.items() if section else ():
        output = _read(name, node, section.keys[name] if section else node.span, names)
        if output is None:
            continue
        found[name] = output
        if output.export_name in exports:
            names.problems.error(
                "TPL020",
                f"two outputs export the name {clip(output.export_name)}",
                output.span,
                why=f"the other stands at {exports[output.export_name]}; an export's name is unique in a region",
                mend="rename one of them",
            )
        elif output.export_name:
            exports[output.export_name] = output.span
    return found


def _read(name: str, node: Node, span: Span, names: Names) -> Output | None:
    value_node = node.get("Value") if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or value_node is None:
        has = "has no Value" if isinstance(node, MappingNode) else f"is {kind_of(node)}"
        names.problems.error("TPL006", f"the output {clip(name)} {has}", span, mend="Value: ...")
        return None
    check_keys(node, ATTRIBUTES, f"the output {clip(name)}", names.problems)
    condition = attributes.condition(node, names)
    if condition is not None and conditions.holds(names, condition.text, condition.span, "Condition", name) is False:
        return None
    resolver = Resolver(names, Site(name, "Outputs"))
    value = resolver.value(value_node, ("Value",))
    if isinstance(value, list | dict) or value is None:
        names.problems.error(
            "TPL023",
            f"the value of the output {clip(name)} is "
            + ("nothing" if value is None else "a list" if isinstance(value, list) else "a mapping"),
            value_node.span,
            why=answer(OUTPUT_NO_STRING),
            mend="Fn::Join makes a string of a list; a Condition leaves an output out",
            logical_id=name,
        )
        value = Mistaken(f"the value of the output {clip(name)} is no string")
    elif not isinstance(value, str | Unknown):
        value = as_text(value)
    return Output(name, value, _description(node), _export(node, name, resolver), span)


def _description(node: MappingNode) -> str:
    found = node.get("Description")
    return found.text if isinstance(found, ScalarNode) else ""


def _export(node: MappingNode, name: str, resolver: Resolver) -> str:
    """The name of an export; "" for an output that isn't exported, or whose export's name is not known."""
    export = node.get("Export")
    if export is None:
        return ""
    wanted = export.get("Name") if isinstance(export, MappingNode) else None
    if wanted is None:
        what = f"the Export of the output {clip(name)} has no Name"
        resolver.names.problems.error("TPL006", what, export.span, mend="Export: {Name: ...}")
        return ""
    found: Value = resolver.text(wanted, _NAME, "the name of an export")
    if target := next((item.target for item in resolver.site.found if item.path[:2] == _NAME), ""):
        resolver.names.problems.error(
            "TPL031",
            f"the name under which {clip(name)} is exported depends on {clip(target)}",
            wanted.span,
            why=answer(EXPORT_DEPENDS.format(clip(name))),
            mend=f"write a name that is there before the stack: !Sub ${{AWS::StackName}}-{clip(name)}",
            logical_id=name,
        )
        return ""
    if isinstance(found, Unknown | Sensitive):
        return ""
    text = as_text(found)
    if _EXPORTED.fullmatch(text) is None:
        resolver.names.problems.error(
            "TPL036",
            f"the output {clip(name)} is exported under the name {clip(text)}"
            if text
            else f"the Export of {clip(name)} has an empty name",
            wanted.span,
            why=answer(EXPORT_NAME.format(clip(name))),
            mend=f"write {tidy}"
            if (tidy := re.sub(r"[^A-Za-z0-9:-]+", "-", text).strip("-"))
            else "Export: {Name: ...}",
            logical_id=name,
        )
        return ""
    return text
