"""What a change of the running example takes: a rolling update, a task that ends, the stack's deletion.

All at AWS's own pace (``--speed 1``), requests coming in all the time. Beside it stand the times of MiniStack 1.5.33,
the most complete free emulator, as they were measured on a machine like this one with a system of two tasks: it is not
run here, so they are a reference and no other side of the measurement. Its rolling update knows no deregistration
delay, so ours is measured to where only new tasks are targets; what the delay adds is told beside it.
"""

from __future__ import annotations

import statistics
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bench.comparison import Comparison
from bench.running import EXAMPLE, Twin, twin

ROUNDS = 3
NEXT_IMAGE = "Image=localhost/seatrial-web:2"
PATIENCE_SECONDS = 120.0
# Seconds, of MiniStack 1.5.33 (PyPI) with podman.
THEIR_ROLLING_UPDATE, THEIR_HEALING, THEIR_DELETION = 18.8, 6.7, 51.7
THEIRS = "MiniStack 1.5.33, as measured elsewhere"


def rolling_update() -> Comparison:
    """From ``up`` with another image until only new tasks answer; and until the old ones are drained and stopped."""
    taken: list[float] = []
    steady: list[float] = []
    answers: Counter[int] = Counter()
    for _ in range(ROUNDS):
        with _example() as (fresh, url), _load(url, answers):
            began = time.monotonic()
            process = fresh.start("up", str(EXAMPLE), "--stack", "web", "-d", "--param", NEXT_IMAGE)
            taken.append(_until(partial(_all_new, fresh)) - began)
            if process.wait(timeout=PATIENCE_SECONDS):
                raise RuntimeError("the rolling update failed")
            steady.append(time.monotonic() - began)
    return Comparison(
        f"a rolling update, until only new tasks are targets{_told(answers)}",
        THEIRS,
        "s",
        taken,
        [THEIR_ROLLING_UPDATE],
        1.0,
        breakdown=[("to steady state, with the template's deregistration delay of 15 s", statistics.median(steady))],
    )


def healing() -> Comparison:
    """From the end of a task's only container until as many targets as are desired are healthy again."""
    taken: list[float] = []
    answers: Counter[int] = Counter()
    with _example() as (fresh, url), _load(url, answers):
        for _ in range(ROUNDS):
            before = {task["id"] for task in fresh.running()}
            began = time.monotonic()
            with urllib.request.urlopen(urllib.request.Request(f"{url}/exit?code=137", method="POST"), timeout=10):
                pass
            taken.append(_until(partial(_healed, fresh, before)) - began)
    title = f"a container that ends, until its successor is a healthy target{_told(answers)}"
    return Comparison(title, THEIRS, "s", taken, [THEIR_HEALING], 1.0)


def deletion() -> Comparison:
    """``down`` of the example, until nothing of it is left."""
    taken = []
    for _ in range(ROUNDS):
        with _example() as (fresh, _):
            began = time.monotonic()
            fresh.run("down", "web", "--yes")
            taken.append(time.monotonic() - began)
    return Comparison("down of the example", THEIRS, "s", taken, [THEIR_DELETION], 1.0)


@contextmanager
def _example() -> Iterator[tuple[Twin, str]]:
    with twin() as fresh:
        fresh.run("up", str(EXAMPLE), "--stack", "web", "-d")
        yield fresh, next(item["url"] for item in fresh.status()["listeners"] if item["port"] == 80)


@contextmanager
def _load(url: str, answers: Counter[int]) -> Iterator[None]:
    """One request after another, each counted by its status."""
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    answers[answer.status] += 1
            except urllib.error.HTTPError as refusal:
                answers[refusal.code] += 1
            except OSError:
                answers[0] += 1
            time.sleep(0.01)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _until(condition: Callable[[], bool]) -> float:
    """When a condition holds for the first time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("it did not come to pass")
        time.sleep(0.1)
    return time.monotonic()


def _healthy(fresh: Twin) -> set[str]:
    """The addresses of healthy targets."""
    groups = fresh.status()["target_groups"]
    return {target["id"] for group in groups for target in group["targets"] if target["state"] == "healthy"}


def _all_new(fresh: Twin) -> bool:
    new = {task["private_ip"] for task in fresh.running() if task["revision"] == 2}
    return len(new) == 2 and _healthy(fresh) == new


def _healed(fresh: Twin, before: set[str]) -> bool:
    running = fresh.running()
    new = {task["private_ip"] for task in running}
    return len(new) == 2 and {task["id"] for task in running} != before and _healthy(fresh) == new


def _told(answers: Counter[int]) -> str:
    """What the requests meanwhile were answered with."""
    return "; requests: " + ", ".join(f"{count} × {status or 'none'}" for status, count in sorted(answers.items()))
