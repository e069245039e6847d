"""One fault in stacks that hang together is told in one report: that of the template in which it stands.

Each template is checked with the others at hand, so a route that is missing in the network's is found by its own
load balancer and by the service's tasks. What follows from a fault of another template is left out here, by the same
pairs by which it is within one.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.consequences import without_consequences
from seatrial.analyses.checklist.copied import copies
from seatrial.analyses.checklist.follow_ups_words import speaks_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import WAYS
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report
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
    left = []
    for report in reports:
        others = [item for other in reports if other is not report for item in other.findings]
        alone = without_consequences(whole, report.findings)
        gone = {
            item for item in report.findings if item in alone and (item not in kept or _is_told(report, item, others))
        }
        left.append(replace(report, findings=tuple(item for item in report.findings if item not in gone)))
    return left


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
    if not _own(report, item) and any((one.logical_id, one.path) == (item.logical_id, item.path) for one in errors):
        return True
    worn = [other for other in errors if other.code in WAYS and "security group" in other.what]
    return item.code in WAYS and any(speaks_of(item, other.logical_id) for other in worn)
