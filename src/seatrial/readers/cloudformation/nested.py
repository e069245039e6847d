"""Nested stacks: a local template is read with the parameters it is given, and its resources join the parent's.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from seatrial.kinds.card import Identity, Place
from seatrial.kinds.naming import suffix
from seatrial.model.resource import Resource
from seatrial.model.span import NOWHERE, Span
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_dict, as_text
from seatrial.readers.cloudformation.nodes import Node
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.scope import stack_id
from seatrial.readers.cloudformation.text import parse

if TYPE_CHECKING:
    from seatrial.readers.cloudformation.template import Inputs

MOST_DEPTH = 8
ReadRoot = Callable[[Node, str, "Inputs", Problems], System | None]


@dataclass(frozen=True, slots=True)
class NestedStack:
    """``identity`` has ``Outputs.NAME`` for each output where the template is here."""

    identity: Identity
    resources: Mapping[str, Resource] = field(default_factory=dict)


class Nested:
    def __init__(self, inputs: Inputs, problems: Problems, read_root: ReadRoot) -> None:
        self._inputs = inputs
        self._problems = problems
        self._read_root = read_root

    def read(self, name: str, properties: Mapping[str, Value], span: Span | None) -> NestedStack:
        inputs = self._inputs
        place = Place(inputs.scope, name, inputs.generations.get(f"{inputs.prefix}{name}", 1))
        scope = replace(inputs.scope, stack=f"{inputs.scope.stack}-{name}-{suffix(place)}"[:128])
        ref = stack_id(scope)
        remote = NestedStack(Identity(ref, ref))
        location = properties.get("TemplateURL")
        file = self._file(name, location, span or NOWHERE)
        if file is None:
            return remote
        child = Problems()
        try:
            root = parse(file.read_bytes(), str(file), child)
        except OSError as mistake:
            self._problems.error(
                "TPL013",
                f"the template of the nested stack {name} cannot be read: {mistake.strerror}",
                span or NOWHERE,
                mend="give a path relative to this template",
                logical_id=name,
            )
            return remote
        prefix = f"{inputs.prefix}{name}/"
        options = replace(
            inputs,
            scope=scope,
            parameters=as_dict(properties.get("Parameters")),
            folder=file.parent,
            depth=inputs.depth + 1,
            prefix=prefix,
        )
        system = self._read_root(root, str(file), options, child) if root is not None else None
        self._problems.extend(child.findings)
        if system is None:
            return remote
        attributes: dict[str, Value] = {f"Outputs.{key}": output.value for key, output in system.outputs.items()}
        attributes["Outputs"] = dict.fromkeys(system.outputs)
        resources = {
            item.logical_id if item.logical_id.startswith(prefix) else f"{prefix}{item.logical_id}": item
            for item in system.resources.values()
        }
        return NestedStack(Identity(ref, ref, attributes), resources)

    def _file(self, name: str, location: Value, span: Span) -> Path | None:
        if isinstance(location, Unknown) or location is None:
            return None
        text = as_text(location)
        if text.startswith(("http://", "https://", "s3://")) or self._inputs.folder is None:
            self._problems.warning(
                "TPL013",
                f"the template of the nested stack {name} is not a local file",
                span,
                why="its resources are not part of what is read here, and its outputs are not known",
                mend="give the path of a local template as TemplateURL, as `aws cloudformation package` takes it",
                logical_id=name,
            )
            return None
        if self._inputs.depth >= MOST_DEPTH:
            self._problems.error(
                "TPL013", f"nested stacks are more than {MOST_DEPTH} deep", span, mend="flatten them", logical_id=name
            )
            return None
        return self._inputs.folder / text
