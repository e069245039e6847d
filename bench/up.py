"""``up`` of the example with no engine running: to the first 200 through the load balancer, and where the time goes."""

from __future__ import annotations

import json
import time
from typing import Any

from bench.comparison import Comparison
from bench.running import EXAMPLE, Twin, first_200, twin

ROUNDS = 3
BUDGET_MS = 5000.0


def compare() -> Comparison:
    taken: list[float] = []
    parts: list[list[tuple[str, float]]] = []
    for _ in range(ROUNDS):
        with twin() as fresh:
            total, breakdown = _one(fresh)
            taken.append(total)
            parts.append(breakdown)
    middle = sorted(range(ROUNDS), key=taken.__getitem__)[ROUNDS // 2]
    return Comparison(
        "up of examples/web to the first 200", "the budget", "ms", taken, [BUDGET_MS], 1.0, breakdown=parts[middle]
    )


def _one(fresh: Twin) -> tuple[float, list[tuple[str, float]]]:
    began = time.time()
    process = fresh.start("up", str(EXAMPLE), "--stack", "web", "-d")
    url = _url(fresh, began + 60)
    answered = first_200(url, began + 60)
    process.wait(timeout=120)
    state = fresh.status()
    events = [json.loads(line) for line in fresh.run("events", "--json").splitlines()]
    task = min(state["tasks"], key=lambda item: item["started_at"] or answered)

    def at(source: str, words: str) -> float:
        return next(float(event["at"]) for event in events if event["source"] == source and words in event["text"])

    marks = [
        ("read, plan, and start keeper, dock and engine", at("stack", "CREATE_IN_PROGRESS  AWS::CloudFormation")),
        ("network, resolver, load balancer", at("stack", "CREATE_IN_PROGRESS  AWS::ECS::Service")),
        ("the first task's interface", at("task", "is PENDING")),
        ("its launch checks, container and program", float(task["started_at"])),
        ("registration and first health check", at("target", "is healthy")),
        ("the first 200", answered),
    ]
    breakdown, before = [], began
    for title, moment in marks:
        breakdown.append((title, max(moment - before, 0.0) * 1000))
        before = max(moment, before)
    return (answered - began) * 1000, breakdown


def _url(fresh: Twin, until: float) -> str:
    """The address of the load balancer, as soon as the twin prints one."""
    while time.time() < until:
        if (fresh.home / "engine.sock").exists():
            try:
                listeners: list[dict[str, Any]] = fresh.status()["listeners"]
            except RuntimeError:
                listeners = []
            for listener in listeners:
                if listener["url"]:
                    return str(listener["url"])
        time.sleep(0.02)
    raise RuntimeError("the example did not come up")
