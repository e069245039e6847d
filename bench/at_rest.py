"""What the engine costs while nothing happens: 50 tasks behind a load balancer, health checks going on."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.comparison import Comparison
from bench.running import EXAMPLE, twin

TASKS = 50
SECONDS = 20.0
BUDGET_PERCENT = 3.0


def compare() -> Comparison:
    with twin() as fresh:
        fresh.run("up", str(EXAMPLE), "--stack", "web", "-d", "--param", f"DesiredCount={TASKS}")
        engine = fresh.engine()
        before, began = _processor_seconds(engine), time.monotonic()
        time.sleep(SECONDS)
        used = (_processor_seconds(engine) - before) / (time.monotonic() - began) * 100
        memory = _memory_mib(engine)
    return Comparison(
        f"the engine with {TASKS} tasks at rest",
        "the budget",
        "% of a core",
        [used],
        [BUDGET_PERCENT],
        1.0,
        breakdown=[("resident memory, in MiB (250 at most)", memory)],
    )


def _processor_seconds(process: Path) -> float:
    fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mib(process: Path) -> float:
    for line in (process / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
