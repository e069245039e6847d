"""Reports as SARIF 2.1.0, which code scanning services and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (read 2026-11-23). One run holds the reports of
all files; accepted findings are in it as suppressed results, so that a reader can show them apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report
from seatrial.model.span import path_text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class Rule(Struct, frozen=True):
    """What a code is about, how much it weighs as a rule, and its first source."""

    title: str
    severity: Severity
    source: str = ""


def sarif(reports: Sequence[Report], rules: Mapping[str, Rule], version: str) -> dict[str, object]:
    """The log."""
    codes = sorted({item.code for report in reports for item in _all(report)})
    results = [_result(finding, report, codes, "") for report in reports for finding in report.findings]
    results += [_result(item.finding, report, codes, item.reason) for report in reports for item in report.suppressed]
    driver = {
        "name": "Seatrial",
        "version": version,
        "rules": [_rule(code, rules.get(code)) for code in codes],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _all(report: Report) -> list[Finding]:
    return [*report.findings, *(item.finding for item in report.suppressed)]


def _rule(code: str, about: Rule | None) -> dict[str, object]:
    """What GitHub's code scanning asks for: both descriptions and a help text, whose first line it shows.

    https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    (reportingDescriptor object; read 2026-11-30)
    """
    title = about.title if about is not None else code
    rule: dict[str, object] = {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}."},
        "help": {"text": f"{title}."},
    }
    if about is not None:
        rule["defaultConfiguration"] = {"level": _LEVELS[about.severity]}
        if about.source:
            rule["helpUri"] = about.source
            rule["help"] = {"text": f"{title}. See {about.source}"}
    return rule


def _result(finding: Finding, report: Report, codes: Sequence[str], reason: str) -> dict[str, object]:
    aws = report.aws.get(finding, "")
    what = finding.what if finding.what.endswith((".", "?", "!")) else f"{finding.what}."
    parts = [what, finding.why, aws and f"AWS says: {aws}", finding.mend and f"Mend: {finding.mend}"]
    place = path_text((finding.logical_id, *finding.path)) if finding.logical_id else ""
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(finding.span.file or report.file)}}
    }
    if finding.span.line:
        region = {"startLine": finding.span.line, "startColumn": max(finding.span.column, 1)}
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.span.file)}, "region": region}
    if place:
        location["logicalLocations"] = [{"fullyQualifiedName": place, "kind": "resource"}]
    print_of = hashlib.sha256("\0".join((finding.code, place, finding.what)).encode()).hexdigest()
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(part for part in parts if part)},
        "locations": [location],
        "partialFingerprints": {"seatrialFinding/v1": print_of[:32]},
    }
    if reason:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _uri(file: str) -> str:
    """A file as SARIF names it: a URI, relative where the path is.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html (3.4.3; read 2026-11-29)
    """
    return f"file://{quote(file)}" if file.startswith("/") else quote(file)
