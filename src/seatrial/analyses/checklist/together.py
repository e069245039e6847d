"""One fault in stacks that hang together is told in one report: that of the template in which it stands.

Each template is checked with the others at hand, so a route that is missing in the network's is found by its own
load balancer and by the service's tasks. What follows from a fault of another template is left out here, by the same
pairs by which it is within one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.consequences import without_consequences
from seatrial.analyses.checklist.copied import copies
from seatrial.analyses.checklist.follow_ups_words import speaks_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report
from seatrial.model.span import PropertyPath
from seatrial.model.system import System

# Two outputs with one name, and what is imported by the name that one of them should have.
_SAME_NAME, _NOT_EXPORTED = "TPL020", "INT010"
# What may be found from either side.
_CAUSED = (*sorted(WAYS), "CRE", "INT")


def told_once(reports: Sequence[Report]) -> list[Report]:
    """The reports of stacks that hang together, each without what is told where it stands."""
    wrong = [report for report in reports if any(item.severity is not Severity.NOTE for item in report.findings)]
    if len(wrong) < 2:
        return list(reports)
    resources = {name: item for report in reports if report.system for name, item in report.system.resources.items()}
    whole = System(scope=_first(reports).scope, resources=resources)
    # What stands in its own template comes first, for it is what is kept.
    items = [
        item for own in (True, False) for report in reports for item in report.findings if _own(report, item) is own
    ]
    kept = without_consequences(whole, items, _without_way(reports))
    left: list[Report] = []
    also: dict[Finding, list[str]] = {}
    for report in reports:
        others = [(other, item) for other in reports if other is not report for item in other.findings]
        gone = _gone(report, whole, kept, [item for _, item in others])
        if not gone:
            left.append(report)
            continue
        for item in gone:
            for _, one in others:
                if one.severity is item.severity is Severity.ERROR and _place(one) == _place(item):
                    also.setdefault(one, []).append(item.what)
        files = list(dict.fromkeys(other.file for other, one in others if one.severity is Severity.ERROR))
        left.append(_without(report, gone, files))
    return [_with_more(report, also) for report in left]


def _gone(report: Report, whole: System, kept: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """What a report has only because of a fault that another one tells."""
    alone = without_consequences(whole, report.findings)
    return [item for item in alone if item in report.findings and (item not in kept or _is_told(report, item, others))]


def _without(report: Report, gone: Sequence[Finding], files: Sequence[str]) -> Report:
    """The report without some findings; its answers say where they are told."""
    findings = tuple(item for item in report.findings if item not in gone)
    codes = {item.code for item in gone} - {item.code for item in findings}
    names = " and ".join(file.rpartition("/")[2] for file in files)
    answers = tuple(
        replace(answer, because=tuple(f"{code} in {names}" if code in codes else code for code in answer.because))
        for answer in report.answers
    )
    return replace(report, findings=findings, answers=answers)


def _with_more(report: Report, also: Mapping[Finding, Sequence[str]]) -> Report:
    """The report, in which a fault says what it does in the other stacks."""
    findings = tuple(
        replace(item, why=f"{item.why}; for the same reason {'; '.join(dict.fromkeys(also[item]))}")
        if item in also
        else item
        for item in report.findings
    )
    changed = {old: new for old, new in zip(report.findings, findings, strict=True) if old is not new}
    if not changed:
        return report
    return replace(
        report,
        findings=findings,
        aws={changed.get(key, key): text for key, text in report.aws.items()},
        questions={changed.get(key, key): question for key, question in report.questions.items()},
        fixes={changed.get(key, key): edits for key, edits in report.fixes.items()},
    )


def _place(item: Finding) -> tuple[str, PropertyPath]:
    return item.logical_id, item.path


def _first(reports: Sequence[Report]) -> System:
    return next(report.system for report in reports if report.system is not None)


def _own(report: Report, item: Finding) -> bool:
    """Whether a finding stands in the template that its report is of."""
    return item.span.file == report.file


def _without_way(reports: Sequence[Report]) -> set[str]:
    """What a copy that is refused should have given a way: a question of one system each."""
    systems = [report.system for report in reports if report.system is not None]
    return {
        copy.lack
        for system in systems
        for copy in copies(Inquiry(system, [other for other in systems if other is not system]))
    }


def _is_told(report: Report, item: Finding, others: Sequence[Finding]) -> bool:
    """Whether another template's report has it: at the same place, or as what a resource of that template wears."""
    if item.code == _NOT_EXPORTED:
        return any(other.code == _SAME_NAME for other in others)
    errors = [other for other in others if other.severity is Severity.ERROR]
    if item.severity is Severity.WARNING:
        return not _own(report, item) and any(one.logical_id == item.logical_id for one in errors)
    if item.severity is not Severity.ERROR or not item.code.startswith(_CAUSED):
        return False
    if not _own(report, item) and any(_place(one) == _place(item) for one in errors):
        return True
    worn = [other for other in errors if other.code in WAYS and "security group" in other.what]
    return item.code in WAYS and any(speaks_of(item, other.logical_id) for other in worn)
