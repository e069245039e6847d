"""What a task's start costs over a bare ``podman run``: from created to RUNNING, one at a time and ten at once."""

from __future__ import annotations

import time

from bench.bare_podman import bare_run_ms
from bench.comparison import Comparison
from bench.running import EXAMPLE, twin

ROUNDS = 8
TOGETHER = 10
BOUND = 1.5
# Whoever asks for the state meanwhile takes processor time from what is being measured.
QUIET_SECONDS = 1.0


def compare() -> Comparison:
    alone: list[float] = []
    with twin() as fresh:
        fresh.run("up", str(EXAMPLE), "--stack", "web", "-d", "--param", "DesiredCount=1", "--speed", "10")
        known = {task["id"] for task in fresh.wait_for_tasks(1)}
        for number in range(ROUNDS):
            fresh.run("scale", "Service", str(number + 2))
            time.sleep(QUIET_SECONDS)
            for task in fresh.wait_for_tasks(number + 2):
                if task["id"] not in known:
                    known.add(task["id"])
                    alone.append((task["started_at"] - task["created_at"]) * 1000)
        fresh.run("scale", "Service", str(ROUNDS + 1 + TOGETHER))
        time.sleep(QUIET_SECONDS)
        tasks = [task for task in fresh.wait_for_tasks(ROUNDS + 1 + TOGETHER) if task["id"] not in known]
    together = max(task["started_at"] for task in tasks) - min(task["created_at"] for task in tasks)
    return Comparison(
        "a task, from created to RUNNING",
        "podman run in a ready namespace",
        "ms",
        alone,
        bare_run_ms(),
        BOUND,
        breakdown=[(f"{TOGETHER} tasks at once, from the first created to the last RUNNING", together * 1000)],
    )
