"""A twin of its own for a comparison, with the example in it, removed when the comparison ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent.parent / "examples" / "web" / "template.yaml"
PATIENCE_SECONDS = 120.0


class Twin:
    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {**os.environ, "SEATRIAL_HOME": str(home)}

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "seatrial", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"seatrial {' '.join(words)}: {done.stdout[-2000:]}{done.stderr}")
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "seatrial", *words]
        return subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("status", "--json"))
        return found

    def running(self) -> list[dict[str, Any]]:
        return [task for task in self.status()["tasks"] if task["last_status"] == "RUNNING"]

    def wait_for_tasks(self, count: int) -> list[dict[str, Any]]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(found := self.running()) != count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(found)} of {count} tasks run after {PATIENCE_SECONDS} s")
            time.sleep(0.1)
        return found

    def engine(self) -> Path:
        """The engine's folder in /proc, as the host sees it."""
        keeper = json.loads((self.home / "keeper.lock").read_text())["keeper"]
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"seatrial.runtimes.twin.engine" in words and str(self.home).encode() in words:
                return folder
        raise RuntimeError(f"keeper {keeper} has no engine")


@contextmanager
def twin() -> Iterator[Twin]:
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-", ignore_cleanup_errors=True) as name:
        made = Twin(Path(name) / "yard")
        try:
            yield made
        finally:
            subprocess.run(
                [sys.executable, "-m", "seatrial", "down", "--yes"],
                env={**os.environ, "SEATRIAL_HOME": str(made.home)},
                capture_output=True,
                stdin=subprocess.DEVNULL,
                check=False,
            )


def first_200(url: str, until: float) -> float:
    """When a request is answered with 200 for the first time."""
    while time.time() < until:
        try:
            with urllib.request.urlopen(url, timeout=0.5) as answer:
                if answer.status == 200:
                    return time.time()
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer")
