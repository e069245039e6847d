"""How the containers of a revision behave: how long things take, and what goes wrong how often.

What one task does is drawn from the seed and the task's id alone, so that it doesn't depend on what else happens.
"""

from __future__ import annotations

import random

from msgspec import Struct

Seconds = tuple[float, float]


class Behaviour(Struct, frozen=True):
    """Durations are drawn from a range, faults happen with a probability between 0 and 1.

    A container serves ``ready_after`` its start. ``falls_ill`` is the chance that it stops serving ``ill_after`` its
    start, for good; ``crashes`` that it exits. ``stops_in`` is how long it takes to exit after SIGTERM.
    """

    provision: Seconds = (0.5, 2.0)
    prepare: Seconds = (0.5, 5.0)
    start: Seconds = (0.1, 1.0)
    ready_after: Seconds = (0.5, 5.0)
    stops_in: Seconds = (0.1, 3.0)
    interface_fails: float = 0.0
    launch_fails: float = 0.0
    start_fails: float = 0.0
    crashes: float = 0.0
    crash_after: Seconds = (0.5, 20.0)
    exit_code: int = 1
    falls_ill: float = 0.0
    ill_after: Seconds = (1.0, 60.0)


class Fate(Struct, frozen=True):
    """What one task will do. ``crash_after`` and ``ill_after`` are None where it won't."""

    provision: float
    prepare: float
    start: float
    ready_after: float
    stops_in: float
    interface_fails: bool
    launch_fails: bool
    start_fails: bool
    crash_after: float | None
    ill_after: float | None
    exit_code: int


def fate(behaviour: Behaviour, seed: int, task_id: str) -> Fate:
    """The fate of a task of this behaviour."""
    draw = random.Random(f"{seed}/{task_id}")

    def within(bounds: Seconds) -> float:
        return round(draw.uniform(*bounds), 3)

    def happens(chance: float) -> bool:
        return draw.random() < chance

    return Fate(
        provision=within(behaviour.provision),
        prepare=within(behaviour.prepare),
        start=within(behaviour.start),
        ready_after=within(behaviour.ready_after),
        stops_in=within(behaviour.stops_in),
        interface_fails=happens(behaviour.interface_fails),
        launch_fails=happens(behaviour.launch_fails),
        start_fails=happens(behaviour.start_fails),
        crash_after=within(behaviour.crash_after) if happens(behaviour.crashes) else None,
        ill_after=within(behaviour.ill_after) if happens(behaviour.falls_ill) else None,
        exit_code=behaviour.exit_code,
    )
