"""Two ways to the same end, measured in turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each round of each side gave, in ``unit``; ``bound`` is the ratio (ours / theirs) that it must keep to.

    For times less is better and ``bound`` is the most that the ratio may be; for rates ``more_is_better`` and it is
    the least. ``None`` only shows the ratio.
    """

    ours_is: str
    theirs_is: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float]
    bound: float | None = None
    more_is_better: bool = False
    breakdown: Sequence[tuple[str, float]] = ()

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.theirs)

    @property
    def keeps(self) -> bool:
        if self.bound is None:
            return True
        return self.ratio >= self.bound if self.more_is_better else self.ratio <= self.bound


def in_turns(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each round. One round of each goes before and doesn't count: it fills caches for both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for side, act in ((0, ours), (1, theirs)):
            began = time.perf_counter()
            act()
            if number:
                taken[side].append((time.perf_counter() - began) * 1000)
    return taken
