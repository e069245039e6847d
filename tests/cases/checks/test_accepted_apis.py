"""APIs, names and task definitions that look wrong and work."""

from __future__ import annotations

from typing import Any

import pytest

from case_files import read_yaml
from cases.checks.test_faults import FOLDER, _before, _kind, _report, changed
from seatrial.model.finding import Severity

ACCEPTED: dict[str, dict[str, Any]] = read_yaml(FOLDER / "accepted" / "apis.yaml")


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_works_brings_no_error(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == []
