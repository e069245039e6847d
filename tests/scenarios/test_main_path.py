"""The main job, as root and as an ordinary user: a template comes up, serves, rolls, heals, and goes."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import WEB_2, ensure_images
from scenarios.containers.inside import ordinary_user
from scenarios.templates import changed, web
from scenarios.twin import Twin, fetch

pytestmark = pytest.mark.scenario

FAST = ("--speed", "5")


@pytest.fixture(params=["root", "user"])
def somebodys(request: pytest.FixtureRequest) -> Iterator[Twin]:
    """A twin of root, and one of an ordinary user; tests run by an ordinary user have only the second."""
    if os.geteuid() != 0:
        if request.param == "root":
            pytest.skip("these tests are not run by root")
        yield from _twin("")
        return
    if request.param == "root":
        yield from _twin("")
        return
    with ordinary_user() as user:
        yield from _twin(user)


def _twin(user: str) -> Iterator[Twin]:
    ensure_images(["runuser", "-u", user, "--"] if user else ())
    with tempfile.TemporaryDirectory(prefix="seatrial-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        made = Twin(folder / "yard", folder, user)
        try:
            yield made
        finally:
            made.remove()


def test_a_web_application_comes_up_serves_rolls_heals_and_goes(somebodys: Twin) -> None:
    twin = somebodys
    before = _host()
    twin.up(web(), *FAST)
    url = twin.url()
    assert fetch(url) == (200, "version 1\n")
    assert (twin.home / "engine.sock").stat().st_mode & 0o777 == 0o600
    assert _host() == before, "the host sees interfaces or namespaces of the twin"
    twin.up(changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=WEB_2), *FAST)
    assert fetch(url) == (200, "version 2\n")
    task = next(item for item in twin.status()["tasks"] if item["last_status"] == "RUNNING")
    twin.run("exec", task["id"], "--", "sh", "-c", "kill -9 -1")
    twin.wait_for(
        lambda state: state["services"][0]["steady"] and task["id"] not in _running(state),
        "the killed task is replaced",
    )
    assert fetch(url) == (200, "version 2\n")
    processes = twin.status_processes()
    assert twin.run("down", "--yes").returncode == 0
    assert not [file for file in twin.home.glob("*") if file.name != "authority"]
    # Whoever answers at the port from now on is another twin: that of a test beside this one takes it at once.
    deadline = time.monotonic() + 5
    while left := [name for name, pid in processes.items() if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"{', '.join(left)} still there after down"
        time.sleep(0.05)


def _running(state: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["id"] for item in state["tasks"] if item["last_status"] == "RUNNING"]


def _host() -> tuple[list[str], list[str]]:
    """The interfaces and named namespaces that the host sees."""
    interfaces, namespaces = Path("/sys/class/net"), Path("/run/netns")
    return _names(interfaces), _names(namespaces)


def _names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir()) if folder.exists() else []
