"""The transforms that a template declares, those of them that are not known here, and the one that is missing.

A name under ``AWS::`` that is nearly that of one of CloudFormation's own is a slip: nobody else may have such a macro.
A template is then read as if the transform that is meant were there, so that its resources are judged all the same.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html (read 2026-11-23);
"Unrecognized resource types" as users of SAM quote it for a template without the transform (read 2026-11-29).
"""

from __future__ import annotations

from seatrial.readers.cloudformation.answers import answer, invalid_sections, unknown_types
from seatrial.readers.cloudformation.includes import INCLUDE, REMOTE, whole_includes
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems, clip, nearest

EXTENSIONS = "AWS::LanguageExtensions"
SERVERLESS = "AWS::Serverless-2016-10-31"
# CloudFormation's own that add to a few types, none of which is read otherwise for it.
HARMLESS = (
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::ServiceCatalog",
)


_OWN = (EXTENSIONS, SERVERLESS, INCLUDE, *HARMLESS)
# How much a name under AWS:: resembles that of one of CloudFormation's own that it is mistyped for.
_SLIP = 0.85


def declared(root: MappingNode) -> list[str]:
    """The names of the transforms in the Transform section, in their order, as they are meant."""
    return [_meant(node.text) or node.text for node in _nodes(root) if isinstance(node, ScalarNode)]


def _meant(name: str) -> str:
    """The transform that a name is mistyped for; "" where it is one, or like none."""
    if name in _OWN or not name.lower().startswith("aws::"):
        return ""
    return nearest(name, _OWN, _SLIP) or ""


def unknown_transforms(root: MappingNode) -> dict[str, str]:
    """What whole macros, and includes of files that aren't here, make of the template."""
    found = {name: f"the macro {clip(name)} may make it" for name in declared(root) if name not in _OWN}
    if any(location.text.startswith(REMOTE) for location in whole_includes(root)):
        found[INCLUDE] = "AWS::Include puts a file here that is not known"
    return found


def with_serverless(root: MappingNode, problems: Problems) -> MappingNode:
    """The template with the serverless transform, where it has what only that understands, and lacks it.

    Not for one that has transforms within: what they add isn't known.
    """
    section = root.get("Resources")
    kinds = (
        [item.get("Type") for _, item in section.items() if isinstance(item, MappingNode)]
        if isinstance(section, MappingNode)
        else []
    )
    found = [kind for kind in kinds if isinstance(kind, ScalarNode) and kind.text.startswith("AWS::Serverless::")]
    if not found and "Globals" not in root.entries:
        return root
    if SERVERLESS in declared(root) or not set(declared(root)) <= set(_OWN):
        return root
    types = ", ".join(dict.fromkeys(clip(kind.text) for kind in found))
    problems.error(
        "TPL030",
        "the template has types of the serverless transform, and not the transform"
        if found
        else "the template has Globals, and not the serverless transform that knows them",
        found[0].span if found else root.keys["Globals"],
        why=answer(unknown_types(types) if found else invalid_sections("Globals")),
        mend=f"add Transform: {SERVERLESS} at the top of the template"
        if not declared(root)
        else f"add {SERVERLESS} to Transform",
    )
    here = found[0].span if found else root.keys["Globals"]
    given = SequenceNode([*_nodes(root), ScalarNode(SERVERLESS, here)], here)
    return MappingNode({**root.entries, "Transform": given}, {**root.keys, "Transform": here}, root.span)


def check_transforms(root: MappingNode, problems: Problems) -> None:
    """Warns of macros that run in the account only, and finds names that are none."""
    for node in _nodes(root):
        if not isinstance(node, ScalarNode) or node.value is None:
            what = f"Transform has {kind_of(node)} where a name is wanted"
            problems.error("TPL006", what, node.span, mend=f"Transform: {SERVERLESS}")
        elif meant := _meant(node.text):
            problems.error(
                "TPL011",
                f"there is no transform {clip(node.text)}",
                node.span,
                why="CloudFormation finds no transform of that name, and refuses the template",
                mend=f"write {meant}",
            )
        elif node.text not in _OWN:
            problems.warning(
                "TPL011",
                f"the macro {clip(node.text)} is not known here",
                node.span,
                why="it runs in the account, so the template is read as it stands before it",
                mend="give Seatrial the processed template: aws cloudformation get-template --template-stage Processed",
            )


def _nodes(root: MappingNode) -> list[Node]:
    node = root.get("Transform")
    items = node.items if isinstance(node, SequenceNode) else [node] if node is not None else []
    return [(item.get("Name") or item) if isinstance(item, MappingNode) else item for item in items]
