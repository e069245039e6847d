"""The fixture of every container scenario: a way inside namespaces, as root and as an ordinary user."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from scenarios.containers.inside import Inside, ordinary_user


@pytest.fixture(scope="session")
def inside() -> Iterator[Inside]:
    with ordinary_user() as user:
        yield Inside(user)


@pytest.fixture(params=["root", "user"])
def who(request: pytest.FixtureRequest) -> str:
    """Each scenario runs as root and as an ordinary user; tests run by an ordinary user skip the first."""
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("these tests are not run by root")
    return str(request.param)
