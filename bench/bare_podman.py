"""The yardstick of task starts: a bare ``podman run`` of the example's image in a ready network namespace.

The comparison here is of that with one in no network at all: what joining a namespace costs by itself. Comparisons of
task starts take ``bare_run_ms`` as their other side.

The runs happen where the twin's do: in fresh namespaces, with podman set up as the twin sets it up for this host.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.comparison import Comparison
from seatrial.runtimes.twin.act.podman_settings import PodmanSettings, prepare
from seatrial.runtimes.twin.act.unsharing import as_namespace_root, unshare_command

IMAGE = "localhost/seatrial-web:1"
ROUNDS = 8


def compare() -> Comparison:
    found = _measured(ROUNDS)
    return Comparison(
        "podman run in a ready namespace", "podman run without a network", "ms", found["namespace"], found["none"]
    )


def bare_run_ms(rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each bare ``podman run -d`` in a ready namespace."""
    return _measured(rounds)["namespace"]


def _measured(rounds: int) -> dict[str, list[float]]:
    user = os.geteuid()
    work = Path(tempfile.mkdtemp(prefix="seatrial-bench-"))
    try:
        done = subprocess.run(
            [*unshare_command(user), sys.executable, "-m", "bench.bare_podman", str(work), str(rounds)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        found: dict[str, list[float]] = json.loads(done.stdout)
        return found
    finally:
        subprocess.run(as_namespace_root(user, ["rm", "-rf", "--one-file-system", str(work)]), check=False)
        shutil.rmtree(work, ignore_errors=True)


def _inside(work: Path, rounds: int) -> dict[str, list[float]]:
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    Path("/run/netns").mkdir()
    settings = prepare(work, dict(os.environ))
    subprocess.run(["ip", "netns", "add", "task"], check=True, env=settings.environment)
    networks = {"namespace": "ns:/run/netns/task", "none": "none"}
    taken: dict[str, list[float]] = {name: [] for name in networks}
    for number in range(rounds + 1):
        for name, network in networks.items():
            began = time.perf_counter()
            container = _podman(settings, "run", "--detach", "--network", network, IMAGE)
            if number:
                taken[name].append((time.perf_counter() - began) * 1000)
            _podman(settings, "rm", "--force", "--time", "0", container)
    return taken


def _podman(settings: PodmanSettings, *arguments: str) -> str:
    done = subprocess.run(
        [settings.podman, *arguments], env=settings.environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"podman {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    print(json.dumps(_inside(Path(sys.argv[1]), int(sys.argv[2]))))
