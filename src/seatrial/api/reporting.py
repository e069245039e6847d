"""What ``check`` found as text, JSON, SARIF or GitHub's annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from seatrial.api.listing import checks
from seatrial.api.region import opening_of
from seatrial.model.report import Report


def report_text(report: Report, *, colour: bool = False, columns: int = 0) -> str:
    """A report as people read it. ``columns`` is the width of the terminal that it is for, 0 for none."""
    from seatrial.writers.reports import report_text as text

    return text(report, lines_of, colour=colour, columns=columns)


def lines_of(file: str) -> tuple[str, ...]:
    """The lines of a file's text, as its reader counts them; none where it cannot be read."""
    try:
        stat = Path(file).stat()
    except (OSError, ValueError):
        return ()
    return _lines(file, stat.st_ino, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _lines(file: str, *_as_it_is: int) -> tuple[str, ...]:
    from seatrial.readers.cloudformation.problems import lines_of as lines

    return tuple(lines(opening_of(Path(file)).decode("utf-8-sig", errors="replace")))


def reports_json(reports: Sequence[Report]) -> dict[str, object]:
    """Reports as JSON: one file's report itself; for several, all findings and then each report."""
    from seatrial.writers.reports import report_json

    found = [report_json(report) for report in reports]
    if len(found) == 1:
        return found[0]
    findings = [item for one in found for item in cast("list[object]", one["findings"])]
    return {"ok": all(one["ok"] for one in found), "findings": findings, "reports": found}


def reports_sarif(reports: Sequence[Report]) -> dict[str, object]:
    """Reports as one SARIF log."""
    from importlib.metadata import version

    from seatrial.model.finding import Severity
    from seatrial.writers.reports import Rule, sarif

    rules = {row.code: Rule(row.title, Severity(row.severity), row.sources[0]) for row in checks()}
    return sarif(reports, rules, version("seatrial"))


def reports_github(reports: Sequence[Report]) -> Iterator[str]:
    """Findings as GitHub's workflow commands."""
    from seatrial.writers.reports import github_lines

    for report in reports:
        yield from github_lines(report)
