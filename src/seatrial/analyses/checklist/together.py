"""One fault in stacks that hang together is told in one report: that of the template in which it stands.

Each template is checked with the others at hand, so a route that is missing in the network's is found by its own
load balancer and by the service's tasks. What follows from a fault of another template is left out here, by the same
pairs by which it is within one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.consequences import without_consequences
from seatrial.analyses.checklist.copied import copies
from seatrial.analyses.checklist.follow_ups_words import speaks_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import SAME_REASON, WAYS, named_in_vain
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report
from seatrial.model.span import PropertyPath
from seatrial.model.system import Output, System
from seatrial.model.value import as_text

# Two outputs with one name, and what is imported by the name that one of them should have.
_SAME_NAME, _NOT_EXPORTED = "TPL020", "INT010"
_REFUSED = "CRE"
# What may be found from either side.
_CAUSED = (*sorted(WAYS), "CRE", "INT")


def told_once(reports: Sequence[Report]) -> list[Report]:
    """The reports of stacks that hang together, each without what is told where it stands."""
    wrong = [report for report in reports if any(item.severity is not Severity.NOTE for item in report.findings)]
    if not wrong:
        return list(reports)
    resources = {name: item for report in reports if report.system for name, item in report.system.resources.items()}
    whole = System(scope=_first(reports).scope, resources=resources)
    # What stands in its own template comes first, for it is what is kept.
    items = [
        item for own in (True, False) for report in reports for item in report.findings if _own(report, item) is own
    ]
    kept = items
    if len(wrong) > 1:
        kept = _each_import_once(without_consequences(whole, items, _without_way(reports)))
    given = _given_the_same(reports, kept)
    kept = [item for item in kept if item not in given]
    left: list[Report] = []
    also: dict[Finding, list[str]] = {}
    for item, first in given.items():
        also.setdefault(first, []).append(item.what)
    for report in reports:
        others = [(other, item) for other in reports if other is not report for item in other.findings]
        gone = [item for item in report.findings if item in given]
        if len(wrong) > 1:
            gone = _gone(report, whole, kept, [item for _, item in others])
        if not gone:
            left.append(report)
            continue
        for item in gone:
            for _, one in others:
                if one.severity is item.severity is Severity.ERROR and _place(one) == _place(item):
                    also.setdefault(one, []).append(item.what)
        files = list(dict.fromkeys(other.file for other, one in others if one.severity is Severity.ERROR))
        left.append(_without(report, gone, files, given))
    return [_with_more(report, also, _corrected(left, given.values())) for report in left]


def _each_import_once(items: Sequence[Finding]) -> list[Finding]:
    """The findings, with an export that is missing told where it is asked for first."""
    first: dict[str, Finding] = {}
    for item in items:
        if item.code == _NOT_EXPORTED:
            first.setdefault(item.what, item)
    return [item for item in items if item.code != _NOT_EXPORTED or first[item.what] is item]


def _given_the_same(reports: Sequence[Report], kept: Sequence[Finding]) -> dict[Finding, Finding]:
    """What is refused of a value that another stack exports and that was refused before, with that first one: what is
    wrong is the export.
    """
    exported, first = _exports(reports), dict[str, Finding]()
    found: dict[Finding, Finding] = {}
    for report in reports:
        for item in report.findings:
            value = _value_at(report, item)
            by = exported.get(value)
            if by is None or by.span.file == report.file or not item.code.startswith(_REFUSED) or item not in kept:
                continue
            if item.severity is Severity.ERROR and first.setdefault(value, item) is not item:
                found[item] = first[value]
    return found


def _exports(reports: Sequence[Report]) -> dict[str, Output]:
    """What these stacks export, by its value."""
    return {
        str(output.value): output
        for report in reports
        for output in (report.system.outputs.values() if report.system is not None else ())
        if output.export_name and isinstance(output.value, str)
    }


def _corrected(reports: Sequence[Report], several: Collection[Finding]) -> dict[Finding, str]:
    """What mends a value that another stack exports and that names nothing: of one that ``several`` are given it is the
    export.
    """
    exported, found = _exports(reports), dict[Finding, str]()
    for report in reports:
        for item in report.findings:
            output = exported.get(named_in_vain(report.system, item)) if report.system is not None else None
            if output is not None and output.span.file != report.file:
                file = output.span.file.rpartition("/")[2]
                mend = f"export in {file}, line {output.span.line}, what {output.export_name} is meant to be"
                alone = item not in several and SAME_REASON not in item.why
                found[item] = f"{mend}, or import another export" if alone else mend
    return found


def _value_at(report: Report, item: Finding) -> str:
    """The text that stands where something is told; "" where none does."""
    resource = report.system.resources.get(item.logical_id) if report.system is not None else None
    return as_text(resource.get(*item.path)) if resource is not None and item.path else ""


def _gone(report: Report, whole: System, kept: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """What a report has only because of a fault that another one tells."""
    alone = without_consequences(whole, report.findings)
    return [item for item in alone if item in report.findings and (item not in kept or _is_told(report, item, others))]


def _without(report: Report, gone: Sequence[Finding], files: Sequence[str], given: Mapping[Finding, Finding]) -> Report:
    """The report without some findings; its answers say where they are told."""
    findings = tuple(item for item in report.findings if item not in gone)
    left, names = {item.code for item in findings}, " and ".join(file.rpartition("/")[2] for file in files)
    told: dict[str, str] = {}
    for item in gone:
        if item.code not in left:
            code = given.get(item, item).code
            told[item.code] = code if code in left else f"{code} in {names}"
    answers = tuple(
        replace(answer, because=tuple(dict.fromkeys(told.get(code, code) for code in answer.because)))
        for answer in report.answers
    )
    return replace(report, findings=findings, answers=answers)


def _with_more(report: Report, also: Mapping[Finding, Sequence[str]], mends: Mapping[Finding, str]) -> Report:
    """The report, in which a fault says what it does in the other stacks."""
    findings = tuple(
        replace(
            item,
            why=f"{item.why}; {SAME_REASON} {'; '.join(dict.fromkeys(also[item]))}" if item in also else item.why,
            mend=mends.get(item, item.mend),
        )
        if item in also or item in mends
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
