"""What podman's service answers while a container ends under it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from seatrial.runtimes.twin.act import podman, podman_api
from seatrial.runtimes.twin.act.podman_api import PodmanError

GONE = PodmanError(500, "read /proc/105/cgroup: no such process")


def _inspect(monkeypatch: pytest.MonkeyPatch, *answers: Mapping[str, Any] | PodmanError) -> Mapping[str, Any] | None:
    left = list(answers)

    async def call(*_: object, **__: object) -> Mapping[str, Any]:
        answer = left.pop(0)
        if isinstance(answer, PodmanError):
            raise answer
        return answer

    monkeypatch.setattr(podman_api, "call", call)
    monkeypatch.setattr(podman, "INSPECTION_SECONDS", 0.0)
    asked = object.__new__(podman.Podman)
    asked.settings = SimpleNamespace(socket=Path("api.sock"))  # type: ignore[assignment]
    found = asyncio.run(asked.inspect("abc"))
    assert left == []
    return found


def test_a_container_that_ends_while_it_is_looked_at_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _inspect(monkeypatch, GONE, GONE, {"Id": "abc"}) == {"Id": "abc"}
    assert _inspect(monkeypatch, GONE, PodmanError(404, "no such container")) is None


def test_another_refusal_is_told_and_one_that_stays_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PodmanError, match="database is locked"):
        _inspect(monkeypatch, PodmanError(500, "database is locked"))
    with pytest.raises(PodmanError, match="no such process"):
        _inspect(monkeypatch, *[GONE] * podman.INSPECTIONS)
