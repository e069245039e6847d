"""Findings that a template's author has looked at and accepts, with a reason.

    Metadata:
      seatrial:
        ignore:
          - code: SAF003
            reason: The office's addresses change; the login page has its own protection.

At a resource it counts for that resource, at the template for all. Without a reason it doesn't count, and that is a
finding of its own. A suppressed finding still stands in the report, apart from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Suppressed
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_list, as_text, at


def suppressed(system: System, findings: Sequence[Finding]) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """Parts findings into those that count and those that are accepted."""
    everywhere = dict(_accepted(system.metadata))
    by_resource = {name: dict(_accepted(item.metadata)) for name, item in system.resources.items()}
    kept: list[Finding] = []
    dropped: list[Suppressed] = []
    for finding in findings:
        reason = by_resource.get(finding.logical_id, {}).get(finding.code) or everywhere.get(finding.code)
        if reason:
            dropped.append(Suppressed(finding, reason))
        else:
            kept.append(finding)
    kept += [
        _without_reason(system.resources[name], code)
        for name, codes in by_resource.items()
        for code, reason in codes.items()
        if not reason
    ]
    return kept, tuple(dropped)


def _accepted(metadata: object) -> Iterator[tuple[str, str]]:
    if not isinstance(metadata, dict):
        return
    listed: Value = at(metadata, "seatrial", "ignore")
    for item in as_list(listed):
        code = as_text(at(item, "code")) if isinstance(item, dict) else as_text(item)
        if code:
            yield code, as_text(at(item, "reason")).strip() if isinstance(item, dict) else ""


def _without_reason(resource: Resource, code: str) -> Finding:
    return Finding(
        code="CHK001",
        severity=Severity.WARNING,
        what=f"{resource.logical_id} ignores {code} without a reason",
        why="a finding is only ignored with a reason; without one, nobody can tell later whether it still applies",
        mend=f"write it as `- code: {code}` with `reason: ...` beside it",
        span=resource.span("Metadata"),
        logical_id=resource.logical_id,
    )
