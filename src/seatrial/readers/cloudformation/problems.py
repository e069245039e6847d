"""Where a reading collects what is wrong. Nothing stops at the first mistake, and nothing is reported twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from seatrial.model.finding import Finding, Severity
from seatrial.model.span import NOWHERE, PropertyPath, Span

# A broken template may have a mistake on every line; beyond this many, more would not help.
MOST_FINDINGS = 500


class Problems:
    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def error(self, code: str, what: str, span: Span = NOWHERE, **more: object) -> None:
        self.add(code, Severity.ERROR, what, span, **more)

    def warning(self, code: str, what: str, span: Span = NOWHERE, **more: object) -> None:
        self.add(code, Severity.WARNING, what, span, **more)

    def note(self, code: str, what: str, span: Span = NOWHERE, **more: object) -> None:
        self.add(code, Severity.NOTE, what, span, **more)

    def add(self, code: str, severity: Severity, what: str, span: Span, **more: object) -> None:
        path: PropertyPath = tuple(more.get("path") or ())  # type: ignore[arg-type]
        finding = Finding(
            code,
            severity,
            what,
            why=str(more.get("why") or ""),
            mend=str(more.get("mend") or ""),
            span=span,
            logical_id=str(more.get("logical_id") or ""),
            path=path,
        )
        if len(self._found) < MOST_FINDINGS:
            self._found[finding] = None

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if len(self._found) < MOST_FINDINGS:
                self._found[finding] = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self._found)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a mistyped one probably means; "" where none is near."""
    names = sorted(known)
    if len(name) > 200 or len(names) > 2000:
        return ""
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return close[0] if close else ""
