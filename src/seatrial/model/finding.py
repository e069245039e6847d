"""What is wrong, in four parts: what, where, why, mend. A user's mistake is a finding, never an exception."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from seatrial.model.span import NOWHERE, PropertyPath, Span, path_text


class Severity(StrEnum):
    ERROR = "error"
    """On AWS this fails: the deployment, the start of a task, or the way of traffic or work."""
    WARNING = "warning"
    NOTE = "note"


class Finding(Struct, frozen=True):
    """One thing that is wrong.

    ``what`` names it, ``why`` is its consequence on AWS, ``mend`` is something one can type.
    """

    code: str
    severity: Severity
    what: str
    why: str = ""
    mend: str = ""
    span: Span = NOWHERE
    logical_id: str = ""
    path: PropertyPath = ()

    @property
    def where(self) -> str:
        """``file:line:column  LogicalId.Property.Path``."""
        thing = ".".join(part for part in (self.logical_id, path_text(self.path)) if part)
        return "  ".join(part for part in (str(self.span), thing) if part)

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": str(self.severity),
            "what": self.what,
            "where": {
                "file": self.span.file,
                "line": self.span.line,
                "column": self.span.column,
                "logical_id": self.logical_id,
                "path": path_text(self.path),
            },
            "why": self.why,
            "mend": self.mend,
        }


def order_key(finding: Finding) -> tuple[object, ...]:
    """Sorts findings by place, then by code."""
    span = finding.span
    return (span.file, span.line, span.column, finding.code, finding.logical_id, str(finding.path), finding.what)
