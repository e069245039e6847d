"""The example as its reader runs it: with an image made on this machine, as root and as an ordinary user."""

from __future__ import annotations

import ipaddress
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scenarios.twin import fetch

EXAMPLE = Path(__file__).parents[2] / "examples" / "web"
SECONDS = 120.0

pytestmark = pytest.mark.scenario


@dataclass(frozen=True, slots=True)
class Shell:
    """One user's command line, with the search path that Debian gives an ordinary user."""

    prefix: tuple[str, ...]
    python: str
    folder: Path
    home: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, *command],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.home), "SEATRIAL_HOME": str(self.yard)},
        )

    @property
    def yard(self) -> Path:
        return self.folder / "yard"

    def seatrial(self, *arguments: str) -> str:
        done = self.run(self.python, "-m", "seatrial", *arguments)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout

    def processes(self) -> list[str]:
        """The processes of this twin: those that its folder's name is given to."""
        name = os.fsencode(self.yard)
        return [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit() and name in _arguments(entry)]


@pytest.fixture(params=["as oneself", "as an ordinary user"])
def shell(request: pytest.FixtureRequest) -> Iterator[Shell]:
    """As root also the ordinary user that ``tools/test_user.sh`` makes."""
    prefix: tuple[str, ...] = ()
    python, home = sys.executable, Path.home()
    folder = Path(tempfile.mkdtemp(prefix="seatrial-example-"))
    folder.chmod(0o755)
    shutil.copytree(EXAMPLE, folder / "web", ignore=shutil.ignore_patterns("__pycache__"))
    if request.param == "as an ordinary user":
        user = os.environ.get("SEATRIAL_TEST_USER")
        if not user:
            shutil.rmtree(folder)
            pytest.skip("no other user here: run these through tools/test_user.sh")
        prefix, python = (shutil.which("runuser") or "runuser", "-u", user, "--"), os.environ["SEATRIAL_TEST_PYTHON"]
        home = Path(pwd.getpwnam(user).pw_dir)
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, user, user)
    made = Shell(prefix, python, folder, home)
    try:
        yield made
    finally:
        made.run(python, "-m", "seatrial", "down", "web", "--yes")
        shutil.rmtree(folder, ignore_errors=True)


def test_the_example_comes_up_answers_and_goes_without_a_trace(shell: Shell) -> None:
    built = shell.run("web/build-image.sh", "1")
    assert built.returncode == 0, built.stderr
    shell.seatrial("up", "web/template.yaml", "-d", "--stack", "web", "--speed", "5")

    state: dict[str, Any] = json.loads(shell.seatrial("status", "--stack", "web", "--json"))
    assert state["status"] == "CREATE_COMPLETE"
    assert not state["skipped"]
    running = {task["private_ip"]: task for task in state["tasks"] if task["last_status"] == "RUNNING"}
    assert {task["availability_zone"] for task in running.values()} == {"us-east-1a", "us-east-1b"}

    [url] = [listener["url"] for listener in state["listeners"]]
    answered = {told["address"]: told for told in (_told(url) for _ in range(6))}
    assert set(answered) <= set(running)
    for address, told in answered.items():
        assert ipaddress.ip_address(address) in ipaddress.ip_network("10.20.2.0/23")
        assert told["task"] == running[address]["id"]
        assert told["zone"] == running[address]["availability_zone"]
    assert fetch(f"{url}/internal/secrets") == (404, "not found")

    shell.seatrial("down", "web", "--yes")
    assert not shell.yard.exists()
    assert shell.processes() == []
    assert fetch(url)[0] == 0


def _told(url: str) -> dict[str, Any]:
    status, text = fetch(url, Accept="application/json")
    assert status == 200, text
    told: dict[str, Any] = json.loads(text)
    return told


def _arguments(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""
