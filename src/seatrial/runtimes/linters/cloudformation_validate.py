"""The findings of AWS's cloudformation-validate, a Rust engine with a Python binding, asked in this process.

Its informational rules say of every create-only property that it is one; they are left out.
Source: https://github.com/aws-cloudformation/cloudformation-validate (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from seatrial.model.finding import Finding, Severity
from seatrial.model.span import Span
from seatrial.runtimes.linters.asked import Asked, LinterFailed, place_in_resource

SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARN": Severity.WARNING}
# ``Properties.Rules.0.Port`` or ``Properties.Rules[0].Port`` has names and numbers.
PART = re.compile(r"[^.\[\]]+")


def findings(asked: Sequence[Asked]) -> list[list[Finding]]:
    """Errors and warnings of each template. Raises LinterFailed."""
    engine: Any = import_module("cloudformation_validate")
    composite = engine.CompositeEngine()
    return [_of_one(item, engine, composite) for item in asked]


def _of_one(asked: Asked, engine: Any, composite: Any) -> list[Finding]:
    try:
        text = asked.file.read_text(encoding="utf-8")
        overrides = engine.PseudoParameterOverrides(region=asked.region)
        report = composite.validate_template(
            engine.TemplateContent(text), engine.ValidateConfig(pseudo_parameter_overrides=overrides)
        )
    except (OSError, ValueError, RuntimeError, engine.ValidationError) as error:
        raise LinterFailed(f"cloudformation-validate gave no answer for {asked.file}: {error}") from None
    return [_finding(asked, item) for item in report.diagnostics if item.severity.name in SEVERITIES]


def _finding(asked: Asked, item: Any) -> Finding:
    owner = item.entity.logical_id if item.entity and item.entity.entity_type.name == "RESOURCE" else ""
    parts = [int(part) if part.isdecimal() else part for part in PART.findall(item.property_path or "")]
    logical_id, path = place_in_resource(["Resources", owner, *parts]) if owner else ("", ())
    return Finding(
        code=item.rule_id,
        severity=SEVERITIES[item.severity.name],
        what=" ".join(item.message.split()),
        why=f"cloudformation-validate: {item.rule_description}" if item.rule_description else "",
        mend=item.suggested_fix or (f"see {item.documentation_url}" if item.documentation_url else ""),
        span=Span(str(asked.file), item.start_line or 0, item.start_column or 0),
        logical_id=logical_id,
        path=path,
    )
