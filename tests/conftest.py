"""What holds for every test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from linters_environment import packages

sys.path.append(str(packages()))

# Where everything is there that any test needs, a skipped test is a test that nobody runs.
NOTHING_IS_SKIPPED = bool(os.environ.get("CI")) and os.geteuid() == 0


# How long an example takes says more of the machine than of what is tested; bounds of time are kept in the bench.
settings.register_profile("seatrial", deadline=None)
settings.load_profile("seatrial")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if NOTHING_IS_SKIPPED and report.skipped:  # type: ignore[attr-defined]
        report.outcome = "failed"  # type: ignore[attr-defined]
        report.longrepr = f"skipped, though continuous integration skips nothing: {report.longrepr}"  # type: ignore[attr-defined]
    return report
