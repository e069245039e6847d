"""The transforms that a template declares, and those of them that are not known here.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.readers.cloudformation.includes import INCLUDE
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems, clip

EXTENSIONS = "AWS::LanguageExtensions"
SERVERLESS = "AWS::Serverless-2016-10-31"
# CloudFormation's own that add to a few types, none of which is read otherwise for it.
HARMLESS = (
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::ServiceCatalog",
)


def declared(root: MappingNode) -> list[str]:
    """The names of the transforms in the Transform section, in their order."""
    return [node.text for node in _nodes(root) if isinstance(node, ScalarNode)]


def check_transforms(root: MappingNode, problems: Problems) -> None:
    """Warns of macros that run in the account only, and finds names that are none."""
    for node in _nodes(root):
        if not isinstance(node, ScalarNode) or node.value is None:
            what = f"Transform has {kind_of(node)} where a name is wanted"
            problems.error("TPL006", what, node.span, mend=f"Transform: {SERVERLESS}")
        elif node.text not in (EXTENSIONS, SERVERLESS, INCLUDE, *HARMLESS):
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
