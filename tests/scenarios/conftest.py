"""One twin per scenario: a yard of its own, removed with everything in it when the scenario ends, however it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.twin import Twin


@pytest.fixture
def twin(request: pytest.FixtureRequest) -> Iterator[Twin]:
    """A twin of the user who runs the tests."""
    home = Path(tempfile.mkdtemp(prefix="seatrial-test-"))
    made = Twin(home / "yard", home)
    try:
        yield made
    finally:
        failed = getattr(request.node, "failed", False)
        if failed:
            made.keep_artifacts(request.node.name)
        made.remove()
        shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "call" and report.failed:  # type: ignore[attr-defined]
        item.failed = True  # type: ignore[attr-defined]
    return report
