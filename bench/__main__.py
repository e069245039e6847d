"""Runs the comparisons and prints them. Exits 1 when one doesn't keep to its bound."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping

from bench import at_rest, bare_podman, changes, check, cold_start, load_balancer, reading, task_start, up
from bench.comparison import Comparison

COMPARISONS: Mapping[str, Callable[[], Comparison]] = {
    "reading": reading.compare,
    "cold-start": cold_start.compare,
    "check": check.compare,
    "check-validate": check.compare_with_validate,
    "check-warm": check.compare_warm,
    "check-500": check.compare_500,
    "check-many": check.compare_many,
    "namespace": bare_podman.compare,
    "up": up.compare,
    "task-start": task_start.compare,
    "rolling-update": changes.rolling_update,
    "healing": changes.healing,
    "deletion": changes.deletion,
    "at-rest": at_rest.compare,
    "load-balancer": load_balancer.compare,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in COMPARISONS]
    if unknown:
        print(f"no comparison {', '.join(unknown)}; there are: {', '.join(COMPARISONS)}", file=sys.stderr)
        return 2
    kept = True
    for name in names or COMPARISONS:
        found = COMPARISONS[name]()
        kept = kept and found.keeps
        _print(name, found)
    return 0 if kept else 1


def _print(name: str, found: Comparison) -> None:
    bound = ""
    if found.bound is not None:
        relation = "at least" if found.more_is_better else "at most"
        bound = f"  ({relation} {found.bound:g}: {'kept' if found.keeps else 'NOT KEPT'})"
    print(f"{name}: {found.ratio:.2f} ×{bound}")
    for title, values in ((found.ours_is, found.ours), (found.theirs_is, found.theirs)):
        middle, low, high = statistics.median(values), min(values), max(values)
        print(f"    {middle:10.1f} {found.unit}  {title}  ({low:.1f} to {high:.1f}, {len(values)} rounds)")
    for title, value in found.breakdown:
        print(f"      {value:8.1f} {found.unit}    {title}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
