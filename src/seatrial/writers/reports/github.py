"""Findings as GitHub's workflow commands, which show them beside the lines of a pull request.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github_lines(report: Report) -> Iterator[str]:
    """One line for each finding."""
    for finding in report.findings:
        yield _annotation(finding, report.aws.get(finding, ""))


def _annotation(finding: Finding, aws: str) -> str:
    span = finding.span
    place = f"file={_property(span.file)},line={span.line},col={span.column}," if span.line else ""
    title = _property(f"{finding.code} {finding.what}")
    parts = [finding.why, aws and f"AWS says: {aws}", finding.mend and f"Mend: {finding.mend}"]
    return (
        f"::{_COMMANDS[finding.severity]} {place}title={title}::{_data(chr(10).join(part for part in parts if part))}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
