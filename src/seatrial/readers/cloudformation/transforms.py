"""What runs over a template before it is read: includes of local files, the serverless transform, unknown macros."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seatrial.model.system import Scope
from seatrial.model.value import Value, as_text
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, node_of, plain_of
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.text import parse

EXTENSIONS = "AWS::LanguageExtensions"
SERVERLESS = "AWS::Serverless-2016-10-31"
INCLUDE = "AWS::Include"
# These change nothing that a template says; they are CloudFormation's own.
HARMLESS = (
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::CodeDeployBlueGreen",
    "AWS::ServiceCatalog",
)


def names_of(root: MappingNode) -> list[str]:
    """The transforms that a template declares."""
    node = root.get("Transform")
    items = node.items if isinstance(node, SequenceNode) else [node] if node is not None else []
    found = []
    for item in items:
        if isinstance(item, MappingNode):
            item = item.get("Name") or item
        if isinstance(item, ScalarNode):
            found.append(item.text)
    return found


def warn_of_unknown(root: MappingNode, problems: Problems) -> None:
    for name in names_of(root):
        if name not in (EXTENSIONS, SERVERLESS, INCLUDE, *HARMLESS):
            problems.warning(
                "TPL011",
                f"the macro {name} is not known here",
                root.entries["Transform"].span,
                why="it runs in the account, so the template is read as it stands before it",
                mend="give Seatrial the processed template: aws cloudformation get-template --template-stage Processed",
            )


class Includes:
    """Puts local files in the place of ``Fn::Transform: {Name: AWS::Include, Parameters: {Location: FILE}}``."""

    MOST = 50

    def __init__(self, folder: Path | None, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._count = 0

    def expand(self, node: Node) -> Node:
        match node:
            case SequenceNode():
                node.items = [self.expand(item) for item in node.items]
            case MappingNode():
                node = self._mapping(node)
        return node

    def _mapping(self, node: MappingNode) -> Node:
        location = _location(node.get("Fn::Transform"))
        if location is None:
            for key, item in node.entries.items():
                node.entries[key] = self.expand(item)
            return node
        included = self._read(location)
        rest = {key: self.expand(item) for key, item in node.items() if key != "Fn::Transform"}
        if included is None:
            return MappingNode(rest, {key: node.keys[key] for key in rest}, node.span)
        if not isinstance(included, MappingNode):
            return included
        keys = {**included.keys, **{key: node.keys[key] for key in rest}}
        return MappingNode({**included.entries, **rest}, keys, node.span)

    def _read(self, location: ScalarNode) -> Node | None:
        name = location.text
        self._count += 1
        if name.startswith(("s3://", "http://", "https://")) or self._folder is None or self._count > self.MOST:
            self._problems.warning(
                "TPL014",
                f"{name} is not a local file, so what it includes is not known",
                location.span,
                mend="put the file beside the template and give its path as Location",
            )
            return None
        try:
            text = (self._folder / name).read_bytes()
        except (OSError, ValueError) as mistake:
            self._problems.error(
                "TPL014",
                f"{name} cannot be read: {mistake}",
                location.span,
                mend="give a path relative to the template",
            )
            return None
        found = parse(text, str(self._folder / name), self._problems)
        return self.expand(found) if found is not None else None


def _location(node: Node | None) -> ScalarNode | None:
    if not isinstance(node, MappingNode):
        return None
    name, parameters = node.get("Name"), node.get("Parameters")
    if not (isinstance(name, ScalarNode) and name.text == INCLUDE and isinstance(parameters, MappingNode)):
        return None
    location = parameters.get("Location")
    return location if isinstance(location, ScalarNode) else None


def expand_serverless(root: MappingNode, parameters: dict[str, Value], scope: Scope, problems: Problems) -> MappingNode:
    """The template after ``AWS::Serverless``, by AWS's own translator; positions are those of the resource it came from."""
    import logging

    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    plain: Any = plain_of(root)
    places = root.get("Resources")
    spans = places.keys if isinstance(places, MappingNode) else {}
    given = {name: as_text(value) for name, value in parameters.items() if isinstance(value, str | int | float)}
    try:
        translator = Translator(_ManagedPolicies(scope.partition), Parser(), boto_session=_Session(scope.region))
        made = translator.translate(plain, given)
    except InvalidDocumentException as mistake:
        for cause in mistake.causes:
            name = str(getattr(cause, "_logical_id", "") or "")
            problems.error(
                "TPL012",
                str(cause.message),
                spans.get(name, root.span),
                why="the AWS::Serverless transform refuses the template",
                logical_id=name,
            )
        return root
    except Exception as mistake:  # the translator raises whatever a template of the wrong shape makes it stumble over
        problems.error(
            "TPL012",
            f"the AWS::Serverless transform cannot read the template: {mistake}",
            root.span,
            mend="sam validate",
        )
        return root
    result = node_of(made, root.span)
    resources = result.get("Resources") if isinstance(result, MappingNode) else None
    if not isinstance(result, MappingNode) or not isinstance(resources, MappingNode):
        return root
    original = places.entries if isinstance(places, MappingNode) else {}
    for name in list(resources.entries):
        if name in original and plain_of(original[name]) == plain_of(resources.entries[name]):
            resources.entries[name] = original[name]
            resources.keys[name] = spans[name]
            continue
        source = max((known for known in spans if name.startswith(known)), key=len, default="")
        span = spans.get(source, root.span)
        resources.entries[name] = node_of(plain_of(resources.entries[name]), span)
        resources.keys[name] = span
    return result


@dataclass(frozen=True, slots=True)
class _Session:
    """All that the translator asks of a session: the region to translate for."""

    region_name: str


class _ManagedPolicies(dict[str, str]):
    """Policy name → ARN, for any name: AWS's managed policies stand under the same path in each partition."""

    def __init__(self, partition: str) -> None:
        super().__init__()
        self._partition = partition

    def __missing__(self, name: str) -> str:
        return f"arn:{self._partition}:iam::aws:policy/{name}"

    def get(self, name: str, default: Any = None) -> str:
        return self[name] if name.startswith(("AWS", "Amazon", "Cloud", "service-role")) else default

    def load(self) -> dict[str, str]:
        return self
