"""Roles, keys and who sends where, in ways that look wrong and work: changes that must bring no error or warning."""

from __future__ import annotations

from typing import Any

import pytest

from case_files import CASES, read_yaml
from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

ACCEPTED: dict[str, dict[str, Any]] = read_yaml(CASES / "checks" / "accepted" / "roles.yaml")


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_looks_wrong_and_works_is_no_fault(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"])
    new = [item for item in report.findings if _kind(item) not in _before(case["base"])]
    assert [item for item in new if item.severity is not Severity.NOTE] == []
    assert report.unsettled == ()
