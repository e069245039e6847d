"""Readings of templates as text, and short ways to one."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import path_text
from seatrial.model.system import Scope, System
from seatrial.model.value import Value, text_form
from seatrial.readers.cloudformation import Reading, ReadOptions, read_text

# The templates that AWS accepted and ran; they lie beside the checkout, where they are at all.
DEPLOYED = Path(__file__).parents[4] / "shared" / "corpus" / "deployed"


def read(text: str | bytes, folder: Path | None = None, **options: Any) -> Reading:
    """Reads a template's text, taken out of its indentation."""
    if isinstance(text, str):
        text = textwrap.dedent(text)
    return read_text(text, "template.yaml", ReadOptions(Scope("test"), **options), folder)


def value_of(expression: str, head: str = "", **options: Any) -> Value:
    """What a YAML expression gives as the property of a resource; errors of the property's schema don't count."""
    reading = read(template_of(expression, head), **options)
    assert reading.system is not None
    wrong = [finding for finding in errors(reading) if not finding.code.startswith("SCH")]
    assert not wrong, [finding.what for finding in wrong]
    return reading.system.resources["Probe"].properties["QueueName"]


def findings_of(expression: str, head: str = "", **options: Any) -> list[Finding]:
    """What is wrong with a YAML expression as the property of a resource."""
    reading = read(template_of(expression, head), **options)
    return [finding for finding in reading.findings if not finding.code.startswith("SCH")]


def template_of(expression: str, head: str = "") -> str:
    head = textwrap.dedent(head)
    resources = "" if "Resources:" in head else "Resources:\n"
    body = textwrap.indent(textwrap.dedent(expression).strip(), " " * 8)
    probe = f"  Probe:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName:\n{body}\n"
    return f"{head}\n{resources}{probe}"


def errors(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.severity is Severity.ERROR]


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def text_of(reading: Reading) -> str:
    """All that a reading gives, in the order of the text."""
    parts = [_finding(finding) for finding in reading.findings]
    if reading.system is not None:
        parts.append(_system(reading.system))
    return "\n".join(parts) + "\n"


def _finding(finding: Finding) -> str:
    lines = [f"{finding.severity} {finding.code} {finding.what}", f"  {finding.where}"]
    lines += [f"  why   {finding.why}"] if finding.why else []
    lines += [f"  mend  {finding.mend}"] if finding.mend else []
    return "\n".join(lines)


def _system(system: System) -> str:
    lines = [""]
    for parameter in system.parameters.values():
        lines.append(f"parameter {parameter.name} = {text_form(parameter.value)}")
    for resource in system.resources.values():
        lines += _resource(resource)
    for output in system.outputs.values():
        exported = f" exported as {output.export_name}" if output.export_name else ""
        lines.append(f"output {output.name} = {text_form(output.value)}{exported}")
    lines += [f"wants {capability}" for capability in system.capabilities]
    return "\n".join(lines)


def _resource(resource: Resource) -> list[str]:
    lines = [f"{resource.logical_id} {resource.type} = {resource.physical_id}"]
    for key, value in resource.properties.items():
        lines.append(f"  {key}: {text_form(value)}")
    for reference in resource.references:
        target = ".".join(part for part in (reference.target, reference.attribute) if part)
        lines.append(f"  {path_text(reference.path)} -> {target} at {reference.span.line}:{reference.span.column}")
    if resource.deletion_policy != "Delete" or resource.update_replace_policy != "Delete":
        lines.append(f"  when deleted: {resource.deletion_policy}, replaced: {resource.update_replace_policy}")
    if resource.metadata:
        lines.append(f"  metadata: {text_form(dict(resource.metadata))}")
    return lines
