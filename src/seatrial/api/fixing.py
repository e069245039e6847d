"""``check --fix``: mends a template's text where one answer is plainly right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from seatrial.api.paper import check, options_of
from seatrial.api.request import ReadRequest
from seatrial.model.edit import Edit
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report

# Findings of reading: with one of these the text is no better than it was.
OF_READING = ("TPL", "INT", "PAR", "SCH")


class Fixed(Struct, frozen=True):
    """What ``fix`` makes of a template: its text ``before`` and now, the findings that go away, and the difference."""

    file: Path
    before: str
    text: str
    mended: tuple[Finding, ...]
    difference: str
    report: Report
    """What remains to be said of the new text."""


def fix(request: ReadRequest, *, only: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Fixed:
    """Mends a template where one answer is plainly right. Writes nothing: the caller has the new text.

    Each mend is tried on its own and kept only where its finding goes away and no other comes.
    """
    from difflib import unified_diff

    from seatrial.analyses.checklist import Selection
    from seatrial.analyses.checklist import check as ask_all
    from seatrial.readers.cloudformation import read_text
    from seatrial.writers.edits import CannotEdit, edited

    selection = Selection(only, ignore)

    def judged(text: str) -> Report:
        options, problems = options_of(request)
        reading = read_text(text, str(request.file), options, request.file.parent)
        if reading.system is None:
            return Report(str(request.file), None, problems + reading.findings)
        return ask_all(reading.system, (), problems + reading.findings, selection)

    try:
        with request.file.open(encoding="utf-8", newline="") as stream:
            before = text = stream.read()
    except (OSError, ValueError):
        [report] = check([request], only=only, ignore=ignore)
        return Fixed(request.file, "", "", (), "", report)
    report = judged(text)
    if report.system is None:
        return Fixed(request.file, "", "", (), "", report)
    mended: list[Finding] = []
    tried: set[tuple[str, str]] = set()
    while True:
        found = next((item for item in report.findings if item in report.fixes and _key(item) not in tried), None)
        if found is None:
            break
        tried.add(_key(found))
        try:
            candidate = edited(text, report.fixes[found])
        except CannotEdit:
            continue
        after = judged(candidate)
        if _is_better(report, after, found):
            text, report = candidate, after
            mended.append(found)
    name = str(request.file)
    lines = unified_diff(before.splitlines(), text.splitlines(), f"{name} as it is", f"{name} mended", lineterm="")
    left = {_key(item) for item in report.findings}
    return Fixed(
        request.file, before, text, tuple(item for item in mended if _key(item) not in left), "\n".join(lines), report
    )


def _key(finding: Finding) -> tuple[str, str]:
    """A finding whatever its line, which edits above it move."""
    return finding.code, finding.what


def _is_better(before: Report, after: Report, mended: Finding) -> bool:
    """Whether a mend took its finding away and did no harm.

    What comes to light because a refusal no longer stands before it is no harm: it is about something else.
    """
    from seatrial.analyses.checklist.consequences import BEGINNINGS

    if after.system is None or _key(mended) in {_key(item) for item in after.findings}:
        return False
    known = {_key(item) for item in before.findings}
    edits = before.fixes[mended]
    new = [item for item in after.findings if _key(item) not in known and item.severity is not Severity.NOTE]
    was_refused = mended.code.startswith(BEGINNINGS)
    if any(item.code.startswith(OF_READING) or _is_touched(item, edits, was_refused) for item in new):
        return False
    return was_refused or not any(item.severity is Severity.ERROR for item in new)


def _is_touched(item: Finding, edits: Sequence[Edit], was_refused: bool) -> bool:
    """Whether a new finding is about what was edited. An API tells one mistake at a time: then just the property."""
    for edit in edits:
        if item.logical_id == edit.logical_id:
            place = ("Properties", *item.path)
            if not was_refused or place[: len(edit.path)] == edit.path or edit.path[: len(place)] == place:
                return True
    return False
