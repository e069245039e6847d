"""Nested stacks: a local template is read with the parameters it is given, and its resources join the parent's.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.kinds.card import Identity, Place
from seatrial.kinds.naming import suffix
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown, Value, as_dict, as_text
from seatrial.readers.cloudformation.answers import PARAMETERS_NO_STRINGS, answer
from seatrial.readers.cloudformation.files import CannotRead, TooManyFiles
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.nodes import Node
from seatrial.readers.cloudformation.problems import Problems, clip
from seatrial.readers.cloudformation.scope import stack_id
from seatrial.readers.cloudformation.text import parse

STACK = "AWS::CloudFormation::Stack"
MOST_DEPTH = 8
_REMOTE = ("http://", "https://", "s3://")
# The URL under which the serverless transform leaves an application of the repository.
APPLICATION = "https://s3.amazonaws.com/packaged/application"
# One that makes nothing but a function that rotates a secret, with its role.
ROTATION = "https://s3.amazonaws.com/packaged/rotation"
# Where the CDK writes which local file a property leads to once it is uploaded.
# https://docs.aws.amazon.com/cdk/v2/guide/tools.html (asset metadata; read 2026-11-29)
ASSET_PATH, ASSET_PROPERTY = "aws:asset:path", "aws:asset:property"
ReadRoot = Callable[[Node, str, Inputs, Problems], System | None]


class NestedStack(Struct, frozen=True):
    """``identity`` has ``Outputs.NAME`` for each output, and ``Outputs``, where the template is here."""

    identity: Identity
    resources: Mapping[str, Resource] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()


class Nested:
    """Reads nested stacks of one template. ``read_root`` reads a template's nodes."""

    def __init__(self, inputs: Inputs, problems: Problems, read_root: ReadRoot) -> None:
        self._inputs = inputs
        self._problems = problems
        self._read_root = read_root

    def read(
        self, name: str, properties: Mapping[str, Value], spans: Mapping[PropertyPath, Span], asset: str = ""
    ) -> NestedStack:
        """Reads the template of a nested stack. ``spans`` are the places of its properties, ``asset`` is the local file
        that its URL leads to, "" if not known.
        """
        span = spans.get(("TemplateURL",), NOWHERE)
        inputs = self._inputs
        place = Place(inputs.scope, name, inputs.generations.get(f"{inputs.prefix}{name}", 1))
        scope = replace(inputs.scope, stack=f"{inputs.scope.stack}-{name}-{suffix(place)}"[:128])
        ref = stack_id(scope)
        remote = NestedStack(Identity(ref, ref))
        if as_text(properties.get("TemplateURL")) == ROTATION:
            return _rotation(ref, scope, as_dict(properties.get("Parameters")))
        text = self._location(name, properties.get("TemplateURL"), span, asset)
        if text is None:
            return remote
        child = Problems()
        try:
            data, path, files = inputs.files.read(text)
        except CannotRead as mistake:
            if isinstance(mistake, TooManyFiles) and mistake.told:
                return remote
            self._problems.error(
                "TPL013",
                f"the template of the nested stack {clip(name)} cannot be read: {mistake}",
                span,
                mend="give a path relative to this template",
                logical_id=f"{inputs.prefix}{name}",
            )
            return remote
        root = parse(data, str(path), child)
        options = replace(
            inputs,
            scope=scope,
            parameters=as_dict(properties.get("Parameters")),
            files=files,
            depth=inputs.depth + 1,
            prefix=f"{inputs.prefix}{name}/",
            given_at=spans,
        )
        system = self._read_root(root, str(path), options, child) if root is not None else None
        self._problems.extend(child.findings)
        if system is None:
            return remote
        # Nested stacks export to their account like others, and those that come after them import it.
        exported = {output.export_name: output.value for output in system.outputs.values() if output.export_name}
        inputs.exports.update(exported)
        attributes: dict[str, Value] = {f"Outputs.{key}": output.value for key, output in system.outputs.items()}
        attributes["Outputs"] = Unknown("Outputs wants the name of an output")
        return NestedStack(Identity(ref, ref, attributes), system.resources, system.capabilities)

    def tell_lists(self, name: str, given: Value, spans: Mapping[PropertyPath, Span]) -> None:
        """A parameter of a nested stack is a string, that of a list type as well: its items with commas in between."""
        for key, value in given.items() if isinstance(given, dict) else ():
            if isinstance(value, list):
                path: PropertyPath = ("Parameters", key)
                self._problems.error(
                    "TPL034",
                    f"the parameter {clip(key)} of the nested stack {clip(name)} is given a list",
                    spans.get(path, NOWHERE),
                    why=answer(PARAMETERS_NO_STRINGS),
                    mend=f'write {clip(key)}: !Join [",", ...] around the list',
                    logical_id=f"{self._inputs.prefix}{name}",
                    path=path,
                )

    def _location(self, name: str, location: Value, span: Span, asset: str) -> str | None:
        """The path of a nested stack's template; None, with a finding, where it is no local file."""
        logical_id = f"{self._inputs.prefix}{name}"
        if location is None:
            return None  # the schema says so
        text = as_text(location)
        if text == APPLICATION:
            self._problems.error(
                "TPL013",
                f"{clip(name)} is an application of the Serverless Application Repository",
                span,
                why="its resources are not part of what is read here, and its outputs are not known",
                mend="nothing, if it need not be checked",
                logical_id=logical_id,
                severity=Severity.NOTE,
            )
            return None
        remote = isinstance(location, Unknown) or text.startswith(_REMOTE)
        if remote and asset and self._inputs.files.has(asset):
            text = asset
        elif remote:
            self._problems.warning(
                "TPL013",
                f"the template of the nested stack {clip(name)} is no local file",
                span,
                why="its resources are not part of what is read here, and its outputs are not known",
                mend="give the path of a local template as TemplateURL, as `aws cloudformation package` takes it",
                logical_id=logical_id,
            )
            return None
        if self._inputs.depth >= MOST_DEPTH:
            self._problems.error(
                "TPL013",
                f"nested stacks are more than {MOST_DEPTH} deep",
                span,
                mend="flatten them",
                logical_id=logical_id,
            )
            return None
        return text


def _rotation(ref: str, scope: Scope, parameters: Mapping[str, Value]) -> NestedStack:
    """The stack of a function that rotates a secret, which is known by its ARN alone."""
    name = parameters.get("functionName")
    function = Arn(scope.partition, "lambda", scope.region, scope.account, f"function:{as_text(name)}")
    arn = str(function) if isinstance(name, str) else Unknown("the name of the rotation function is not known")
    return NestedStack(Identity(ref, ref, {"Outputs.RotationLambdaARN": arn}))
