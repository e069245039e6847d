"""A twin as a scenario sees it: the command line, and waiting for a state with a deadline."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.containers.inside import interpreter, python_path
from scenarios.templates import Template, write
from seatrial import api

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05
ARTIFACTS = Path(__file__).parent.parent.parent / "build" / "artifacts"

Status = dict[str, Any]


class Twin:
    """``seatrial`` with a home of its own, of the user who runs the tests or of an ordinary one."""

    def __init__(self, home: Path, folder: Path, user: str = "") -> None:
        self.home = home
        self.folder = folder
        self.environment = {**os.environ, "SEATRIAL_HOME": str(home)}
        self.command = [sys.executable, "-m", "seatrial"]
        self.is_ours = not user
        if user:
            prefix = ["runuser", "-u", user, "--"]
            self.environment |= {"HOME": pwd.getpwnam(user).pw_dir, "PYTHONPATH": python_path()}
            self.command = [*prefix, interpreter(prefix), "-m", "seatrial"]
            for path in (folder, *folder.glob("**/*")):
                shutil.chown(path, user)

    def run(self, *arguments: str, seconds: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Runs a verb to its end."""
        return subprocess.run(
            [*self.command, *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts a verb and leaves it running. It hears of Ctrl-C even where whoever started the tests doesn't."""
        return subprocess.Popen(
            ["env", "--default-signal=INT", *self.command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
        )

    def up(
        self, template: Template, *arguments: str, name: str = "app", ok: bool = True, seconds: float = 120.0
    ) -> str:
        """``seatrial up -d`` of a template; its output. With ``ok`` it must reach steady state, else it must fail."""
        file = write(template, self.folder, name)
        done = self.run("up", str(file), "-d", "--stack", name, *arguments, seconds=seconds)
        assert done.returncode == (0 if ok else 1), f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    def status(self, stack: str = "app") -> Status:
        done = self.run("status", "--stack", stack, "--json")
        assert done.returncode == 0, done.stderr
        found: Status = json.loads(done.stdout)
        return found

    def wait_for(
        self, condition: Callable[[Status], Any], what: str, stack: str = "app", seconds: float = PATIENCE_SECONDS
    ) -> Status:
        """The first status for which the condition holds."""
        deadline = time.monotonic() + seconds
        while True:
            # In this process: starting another for each look would take the machine from what is waited for.
            state = api.status(api.Yard(self.home), stack) if self.is_ours else self.status(stack)
            if condition(state):
                return state
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {what}\n{json.dumps(state, indent=1)}")
            time.sleep(POLL_SECONDS)

    def url(self, stack: str = "app", port: int = 80) -> str:
        """Where the host reaches a public listener."""
        for listener in self.status(stack)["listeners"]:
            if listener["port"] == port:
                return str(listener["url"])
        raise AssertionError(f"no listener on port {port}")

    def events(self, stack: str = "app") -> list[dict[str, Any]]:
        done = self.run("events", "--stack", stack, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def engine_pid(self) -> int:
        """The engine's pid as the host sees it."""
        return int(self.status_processes()["engine"])

    def status_processes(self) -> dict[str, int]:
        """Host pids of keeper, dock and engine: children of the keeper whose pid stands in its lock."""
        keeper = int(json.loads((self.home / "keeper.lock").read_text())["keeper"])
        unshare = _children(keeper)[0]
        dock = _children(unshare)[0]
        engines = [pid for pid in _children(dock) if b"seatrial.runtimes.twin.engine" in _arguments(pid)]
        return {"keeper": keeper, "dock": dock, **({"engine": engines[0]} if engines else {})}

    def keep_artifacts(self, name: str) -> None:
        """Copies logs and journal for whoever looks at a failure."""
        into = ARTIFACTS / "".join(char if char.isalnum() else "-" for char in name)
        into.mkdir(parents=True, exist_ok=True)
        for file in self.home.glob("*"):
            if file.is_file() and file.name != "vault.json":
                shutil.copy(file, into)

    def remove(self) -> None:
        """Ends this twin's keeper, and with it everything of the twin."""
        try:
            pid = int(json.loads((self.home / "keeper.lock").read_text())["keeper"])
        except (OSError, ValueError, KeyError):
            return
        if str(self.home).encode() in _arguments(pid):
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + 20
            while _is_alive(pid) and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)


def fetch(url: str, seconds: float = 5.0, **headers: str) -> tuple[int, str]:
    """Status and body of a GET; status 0 for a connection that gives no answer."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode(errors="replace")
    except OSError as failure:
        return 0, str(failure)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_alive(pid: int) -> bool:
    """Whether a process runs. One that this process has started is still there when it has ended, until it is waited
    for.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _arguments(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
