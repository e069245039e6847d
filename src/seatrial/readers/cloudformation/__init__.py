"""CloudFormation templates to a System: YAML, JSON, SAM, CDK output.

Bad input never raises: it gives findings, all of them in one run, and the part that could be understood. Every value has
its place, every intrinsic is resolved to what CloudFormation would make of it, and what the text alone doesn't tell is
Unknown with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from seatrial.model.finding import Finding, order_key
from seatrial.model.span import Span
from seatrial.model.system import Scope, System
from seatrial.model.value import Value
from seatrial.readers.cloudformation.parameters import read_parameters_file
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.template import Inputs, read_root
from seatrial.readers.cloudformation.text import MOST_BYTES, parse

__all__ = ["ReadOptions", "Reading", "read_file", "read_parameters_file", "read_text"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a template is read with: parameters, values for ImportValue and dynamic references, replaced resources."""

    scope: Scope
    parameters: Mapping[str, Value] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)
    generations: Mapping[str, int] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """``system`` is None where the text is no template at all."""

    system: System | None
    findings: tuple[Finding, ...] = ()


def read_file(path: Path, options: ReadOptions) -> Reading:
    """Reads a template's file. One that cannot be opened is a finding."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as mistake:
        problems = Problems()
        problems.error("TPL001", f"{path} cannot be read: {mistake.strerror}", Span(str(path)))
        return Reading(None, problems.findings)
    return read_text(text, str(path), options, path.parent)


def read_text(text: str | bytes, file: str, options: ReadOptions, folder: Path | None = None) -> Reading:
    """Reads a template's text. ``folder`` is where nested templates and includes are looked for."""
    problems = Problems()
    root = parse(text, file, problems)
    if root is None:
        if not problems.findings:
            problems.error("TPL005", "the file is empty", Span(file, 1, 1), mend="a template has a Resources section")
        return Reading(None, tuple(sorted(problems.findings, key=order_key)))
    inputs = Inputs(options.scope, options.parameters, options.imports, options.generations, options.dynamic, folder)
    system = read_root(root, file, inputs, problems)
    return Reading(system, tuple(sorted(problems.findings, key=order_key)))
