"""Networks that look wrong and work: changes that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from case_files import read_yaml
from cases.checks.test_faults import FOLDER, _before, _kind, _report, changed
from seatrial.model.finding import Severity

ACCEPTED: dict[str, dict[str, Any]] = read_yaml(FOLDER / "accepted" / "network.yaml")


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_what_looks_wrong_and_works_is_no_error(name: str) -> None:
    case = ACCEPTED[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is Severity.ERROR]
    assert new == []
