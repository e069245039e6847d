"""Findings that a template's author has looked at and accepts, with a reason.

    Metadata:
      seatrial:
        ignore:
          - code: SAF003
            reason: The office's addresses change; the login page has its own protection.

At a resource it counts for that resource, at the template for all. Without a reason it doesn't count, and that is a
finding of its own; so is one that accepts nothing. A suppressed finding still stands in the report, apart from the
others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.checklist.check import Check
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Suppressed
from seatrial.model.span import Span
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at

CODE = "CHK001"
TITLE = "An ignore in the template has no reason, or no effect"
SOURCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html"
# Those of findings that aren't a check's.
_OF_READING = ("TPL", "PAR", "INT", "SCH")
SHAPE = "Metadata: {seatrial: {ignore: [{code: SAF001, reason: ...}]}}"


class _Place(Struct, frozen=True):
    """Where codes are accepted: a resource, or the template (``logical_id`` is empty)."""

    logical_id: str
    span: Span
    codes: dict[str, str]
    """Each code with its reason, "" where none is given."""
    odd: str = ""
    """What is written there in another shape."""

    @property
    def name(self) -> str:
        return self.logical_id or "the template"

    def says(self, what: str, why: str, mend: str, severity: Severity = Severity.WARNING) -> Finding:
        return Finding(CODE, severity, f"{self.name} {what}", why, mend, self.span, self.logical_id)


def families(checks: Sequence[Check]) -> frozenset[str]:
    """How the codes of Seatrial's own findings begin."""
    return frozenset((*(item.code[:3] for item in checks), *_OF_READING))


def suppressed(
    system: System, findings: Sequence[Finding], ours: Callable[[str], bool]
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """Parts findings into those that count and those that are accepted.

    ``ours`` says of a code whether findings with it would be among these, had there been any.
    """
    template = _place("", Span(system.file), system.metadata)
    places = {
        name: _place(name, item.span("Metadata"), item.metadata)
        for name, item in system.resources.items()
        if "seatrial" in item.metadata
    }
    kept: list[Finding] = []
    dropped: list[Suppressed] = []
    used: set[tuple[str, str]] = set()
    for finding in findings:
        named = [
            (place, place.codes.get(finding.code)) for place in (places.get(finding.logical_id), template) if place
        ]
        place, reason = next(((place, reason) for place, reason in named if reason), (template, ""))
        used |= {(item.logical_id, finding.code) for item, told in named if told is not None}
        if reason:
            dropped.append(Suppressed(finding, reason))
        else:
            kept.append(finding)
    for place in (template, *places.values()):
        kept += _mistakes(place, used, ours)
    return kept, tuple(dropped)


def _place(logical_id: str, span: Span, metadata: object) -> _Place:
    said = metadata.get("seatrial") if isinstance(metadata, dict) else None
    if said is None:
        return _Place(logical_id, span, {})
    odd = next((key for key in said if key != "ignore"), "") if isinstance(said, dict) else "seatrial"
    listed = as_list(at(said, "ignore")) if isinstance(said, dict) else []
    codes = {}
    for item in listed:
        code = as_text(at(item, "code")) if isinstance(item, dict) else as_text(item)
        if code:
            codes[code.upper()] = as_text(at(item, "reason")).strip() if isinstance(item, dict) else ""
    return _Place(logical_id, span, codes, odd)


def _mistakes(place: _Place, used: set[tuple[str, str]], ours: Callable[[str], bool]) -> Iterator[Finding]:
    if place.odd:
        yield place.says(
            f"has Metadata for Seatrial in another shape: {place.odd}",
            "what is written there accepts no finding",
            f"write it as {SHAPE}",
        )
    for code, reason in place.codes.items():
        if not reason:
            yield place.says(
                f"ignores {code} without a reason",
                "a finding is only ignored with a reason; without one, nobody can tell later whether it still applies",
                f"write it as `- code: {code}` with `reason: ...` beside it",
            )
        elif (place.logical_id, code) not in used and ours(code):
            yield place.says(
                f"ignores {code}, and there is nothing to ignore",
                f"no finding {'of it ' if place.logical_id else ''}has this code: it is mended, or the code mistyped",
                "remove it",
                Severity.NOTE,
            )
