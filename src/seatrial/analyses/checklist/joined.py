"""Findings of other linters beside ours: each fault of a place is told once, and ours come first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seatrial.model.finding import Finding, Severity


def joined(ours: Sequence[Finding], theirs: Sequence[Sequence[Finding]]) -> list[Finding]:
    """What each linter says that neither we nor a linter before it said of the same place."""
    found: list[Finding] = []
    for more in theirs:
        told = [item for item in (*ours, *found) if item.severity is not Severity.NOTE]
        found += [item for item in more if not any(_same(item, other) for other in told)]
    return found


def _same(finding: Finding, told: Finding) -> bool:
    """Whether a fault is told already, perhaps at another place: at the property whose value would mend it, at one
    beside it that does not go with it, or at what holds both.
    """
    if not (finding.logical_id or told.logical_id):
        return finding.span.line == told.span.line
    last = told.path[-1] if told.path else ""
    if finding.logical_id != told.logical_id:
        # Of two that have the same, one of them names the other.
        return last != "" and finding.path[-1:] == told.path[-1:] and _names(finding, told.logical_id)
    if finding.path == told.path:
        return True
    below, above = finding.path[: len(told.path)] == told.path, told.path[: len(finding.path)] == finding.path
    if finding.code == told.code:
        # One took over the other's rules, codes and all.
        return below or above
    if below and told.path:
        return len(finding.path) == len(told.path) + 1
    beside = finding.path[:-1] == told.path[:-1]
    return isinstance(last, str) and last != "" and (above or beside) and _names(finding, last)


def _names(finding: Finding, part: str | int) -> bool:
    return re.search(rf"(?i)(?<![a-z]){re.escape(str(part))}(?![a-z])", finding.what) is not None
