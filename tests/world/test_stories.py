"""A few stories of the simulated world, told in full: ``stories/NAME.txt`` is what a service does, line by line.

They are made to be read: the order of AWS's events, and how long things take with which settings. After a change that
is meant, ``python tests/world/test_stories.py`` writes them anew; then read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker
from seatrial.runtimes.twin.decide.ecs_service_state import ServiceSettings
from seatrial.runtimes.twin.simulate.behaviour import Behaviour
from seatrial.runtimes.twin.simulate.world import World, checked

FOLDER = Path(__file__).parent / "stories"
# Every duration is one number, so that the times in a story can be followed by head.
STEADY = Behaviour(
    provision=(2, 2), prepare=(3, 3), start=(1, 1), ready_after=(4, 4), stops_in=(1, 1), crash_after=(5, 5)
)
BREAKER = CircuitBreaker(enable=True, rollback=True)


def web(settings: ServiceSettings, behaviour: Behaviour = STEADY) -> World:
    """A steady service behind a load balancer that checks every 10 seconds and drains for 20."""
    world = World(seed=1)
    world.add_target_group(interval=10, delay=20)
    definition = world.define(1, behaviour)
    world.create(settings, world.revision(definition, behind_load_balancer=True))
    world.run_until(world.steady, 600)
    return world


def deploy(world: World, behaviour: Behaviour = STEADY) -> None:
    world.run(10)
    world.update(revision=world.revision(world.define(2, behaviour), behind_load_balancer=True))
    world.run_until(world.steady, 3600)


def rolling_update() -> World:
    """A rolling update with the default percentages: both new tasks are healthy before the old ones drain."""
    world = web(ServiceSettings(2))
    deploy(world)
    return world


def rolling_update_without_room() -> World:
    """A rolling update with 50 and 100 percent: an old task goes first, a new one takes its place, twice."""
    world = web(ServiceSettings(2, minimum_healthy_percent=50, maximum_percent=100))
    deploy(world)
    return world


def image_that_cannot_be_pulled() -> World:
    """A revision whose image cannot be pulled: three tries, ever further apart, then the circuit breaker."""
    world = web(ServiceSettings(1, circuit_breaker=BREAKER))
    deploy(world, Behaviour(provision=(2, 2), prepare=(3, 3), launch_fails=1))
    return world


def task_that_fails_its_load_balancer_checks() -> World:
    """A task that stops answering: its replacement is healthy before it is stopped."""
    world = World(seed=1)
    world.add_target_group(interval=10, delay=20)
    settings = ServiceSettings(2, health_check_grace_period_seconds=30)
    world.create(settings, world.revision(world.define(1, STEADY), behind_load_balancer=True))
    world.run_until(world.steady, 600)
    world.run(60)
    world.fall_ill(world.running()[0])
    world.run_until(lambda: not world.steady(), 600)
    world.run_until(world.steady, 600)
    world.run(30)
    return world


def container_that_ignores_sigterm() -> World:
    """A container that takes a minute to stop gets SIGKILL after its stopTimeout of 30 seconds."""
    world = World(seed=1)
    behaviour = Behaviour(provision=(2, 2), prepare=(3, 3), start=(1, 1), ready_after=(1, 1), stops_in=(60, 60))
    world.create(ServiceSettings(1), world.revision(world.define(1, behaviour, checked())))
    world.run_until(world.steady, 600)
    world.delete()
    world.run(60)
    return world


def engine_killed_during_a_rollout() -> World:
    """The engine dies twice while a service rolls: what it began goes on from where it was."""
    world = web(ServiceSettings(2))
    world.update(revision=world.revision(world.define(2, STEADY), behind_load_balancer=True))
    world.run(4)
    world.kill_engine(for_seconds=3)
    world.run(14)
    world.kill_engine(for_seconds=10)
    world.run_until(lambda: world.engine.alive and world.steady(), 600)
    return world


STORIES: dict[str, Callable[[], World]] = {
    story.__name__: story
    for story in (
        rolling_update,
        rolling_update_without_room,
        image_that_cannot_be_pulled,
        task_that_fails_its_load_balancer_checks,
        container_that_ignores_sigterm,
        engine_killed_during_a_rollout,
    )
}


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_is_told_as_it_is_written(name: str) -> None:
    assert told(STORIES[name]) == (FOLDER / f"{name}.txt").read_text()


def test_every_written_story_is_told() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(STORIES)


def told(story: Callable[[], World]) -> str:
    """A story's text: what it is about, then its trace with short names for tasks and deployments."""
    text = "\n".join(story().trace)
    for number, id in enumerate(dict.fromkeys(re.findall(r"\(task ([0-9a-f]{32})\)", text)), 1):
        text = text.replace(id, f"T{number}").replace(f"  {id[:8]} ", f"  T{number} ")
    for number, id in enumerate(dict.fromkeys(re.findall(r"ecs-svc/\d{19}", text)), 1):
        text = text.replace(id, f"ecs-svc/{number}")
    text = re.sub(r"arn:aws:elasticloadbalancing:\S+:targetgroup/web/[0-9a-f]+", "targetgroup/web", text)
    return f"{story.__doc__}\n\n{text}\n"


if __name__ == "__main__":
    for _name, _story in STORIES.items():
        (FOLDER / f"{_name}.txt").write_text(told(_story))
