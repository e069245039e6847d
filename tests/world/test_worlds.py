"""Many seeded worlds: what must hold of a service whatever happens to it.

A world checks every decision as it passes: nothing is started beyond the maximum percent, nothing healthy is stopped
below the minimum, nothing is said twice in a row. What is asserted here is how the stories end. A failure prints the
seed and the whole story; the same seed tells it again.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker
from seatrial.runtimes.twin.decide.ecs_deployment import RolloutState, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_service import Decision, StartTask, StopTask
from seatrial.runtimes.twin.decide.ecs_service_state import ServiceSettings
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec
from seatrial.runtimes.twin.simulate.behaviour import Behaviour
from seatrial.runtimes.twin.simulate.world import Broken, World, checked

BREAKER = CircuitBreaker(enable=True, rollback=True)
PERCENTAGES = [(0, 100), (50, 100), (100, 200), (50, 200), (100, 150), (66, 133), (0, 200)]
THREE_ZONES = tuple(SubnetPlace(f"subnet-{zone}", f"zone-{zone}") for zone in "abc")
# Stopping takes longer than stopTimeout now and then, so that SIGKILL is seen too.
GOOD = Behaviour(stops_in=(0.1, 40.0))


class Story:
    """A world with one service, and choices drawn from the seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.world = World(seed)
        self.world.add_target_group(delay=self.draw.choice([0, 5, 30]))
        self.behind_load_balancer = self.draw.random() < 0.6
        self.spec: TaskSpec | None = checked() if self.draw.random() < 0.5 else None
        self.subnets = self.draw.choice([THREE_ZONES[:2], THREE_ZONES])
        self.revisions = 0

    def settings(self, breaker: CircuitBreaker | None = None) -> ServiceSettings:
        minimum, maximum = self.draw.choice(PERCENTAGES)
        return ServiceSettings(
            desired_count=self.draw.randint(1, 6),
            minimum_healthy_percent=minimum,
            maximum_percent=maximum,
            circuit_breaker=breaker or CircuitBreaker(enable=self.draw.random() < 0.5, rollback=True),
            health_check_grace_period_seconds=self.draw.choice([0, 20]),
        )

    def create(self, behaviour: Behaviour, settings: ServiceSettings) -> None:
        self.world.create(settings, self._revision(behaviour))

    def deploy(self, behaviour: Behaviour, settings: ServiceSettings | None = None) -> None:
        self.world.update(settings, self._revision(behaviour))

    def scale(self, desired: int) -> None:
        settings = self.world.engine.service("web").settings
        self.world.update(replace(settings, desired_count=desired))

    def trouble(self) -> Behaviour:
        """Containers that fail in every way, but not always."""
        draw = self.draw
        return Behaviour(
            interface_fails=draw.choice([0, 0, 0.2]),
            launch_fails=draw.choice([0, 0, 0.3]),
            start_fails=draw.choice([0, 0, 0.2]),
            crashes=draw.choice([0, 0, 0.3]),
            falls_ill=draw.choice([0, 0, 0.3]),
            ill_after=(0.0, 60.0),
            stops_in=(0.1, 40.0),
        )

    def something_happens(self, engine_dies: bool) -> None:
        chance = self.draw.random()
        running = self.world.running()
        if chance < 0.3:
            self.deploy(self.trouble())
        elif chance < 0.5:
            self.scale(self.draw.randint(0, 6))
        elif chance < 0.7 and running:
            self.world.crash(self.draw.choice(running))
        elif engine_dies:
            self.world.kill_engine(self.draw.uniform(0, 60), after_writing=self.draw.random() < 0.5)

    def ends_well(self) -> None:
        """A last deployment of something that works comes up whole, in balance, and can be deleted without a trace."""
        world, desired = self.world, self.draw.randint(1, 6)
        roomy = replace(
            world.engine.service("web").settings,
            desired_count=desired,
            minimum_healthy_percent=50,
            maximum_percent=200,
        )
        self.deploy(GOOD, roomy)
        wanted = world.engine.service("web").primary.revision
        world.run_until(lambda: world.steady() and world.engine.service("web").primary.revision == wanted, 6000)
        service = world.engine.service("web")
        self.demand(service.primary.rollout_state is RolloutState.COMPLETED, "the deployment is not complete")
        self.demand(len(world.running()) == desired, f"{len(world.running())} tasks run, and {desired} are desired")
        self.demand({task.started_by for task in world.running()} == {service.primary.id}, "old tasks are left")
        zones = Counter({place.availability_zone: 0 for place in self.subnets})
        zones.update(task.availability_zone for task in world.running())
        self.demand(max(zones.values()) - min(zones.values()) <= 1, f"the zones are not balanced: {dict(zones)}")
        world.delete()
        world.run(400)
        self.demand(world.engine.services() == [], "the service is not deleted")
        self.demand(world.leftovers() == [], f"something is left: {world.leftovers()}")

    def demand(self, holds: bool, complaint: str) -> None:
        if not holds:
            raise Broken(f"seed {self.world.seed}: {complaint}\n" + "\n".join(self.world.trace))

    def _revision(self, behaviour: Behaviour):  # type: ignore[no-untyped-def]
        self.revisions += 1
        definition = self.world.define(self.revisions, behaviour, self.spec)
        return self.world.revision(definition, behind_load_balancer=self.behind_load_balancer, subnets=self.subnets)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_a_service_comes_up_in_the_end_and_leaves_nothing_behind(seed: int) -> None:
    story = Story(seed)
    story.create(story.trouble(), story.settings())
    for _ in range(story.draw.randint(2, 8)):
        story.world.run(story.draw.uniform(0, 120))
        story.something_happens(engine_dies=False)
    story.ends_well()


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_an_engine_that_is_killed_at_any_moment_comes_to_the_same_end(seed: int) -> None:
    story = Story(seed)
    story.create(story.trouble(), story.settings())
    for _ in range(story.draw.randint(3, 8)):
        story.world.run(story.draw.uniform(0, 60))
        if story.world.engine.alive:
            story.something_happens(engine_dies=True)
    story.world.run(100)
    story.ends_well()


@pytest.mark.parametrize("seed", range(2000, 2030))
def test_killing_the_engine_during_a_rollout_changes_nothing_of_its_end(seed: int) -> None:
    story = Story(seed)
    settings = replace(story.settings(), minimum_healthy_percent=100, maximum_percent=200)
    story.create(GOOD, settings)
    story.world.run_until(story.world.steady, 600)
    story.deploy(GOOD)
    for _ in range(6):
        story.world.kill_engine(story.draw.uniform(0, 3), after_writing=story.draw.random() < 0.7)
        story.world.run(story.draw.uniform(3, 12))
    story.world.run_until(story.world.steady, 1200)
    tasks = story.world.running()
    story.demand(len(tasks) == settings.desired_count, f"{len(tasks)} tasks run")
    story.demand({task.revision for task in tasks} == {2}, "old tasks are left")
    story.ends_well()


@pytest.mark.parametrize("seed", range(3000, 3030))
def test_a_rolling_update_of_healthy_tasks_never_goes_below_the_minimum_nor_above_the_maximum(seed: int) -> None:
    story = Story(seed)
    minimum, maximum = story.draw.choice([(50, 100), (100, 200), (50, 200), (100, 150), (66, 133)])
    settings = ServiceSettings(story.draw.randint(2, 6), minimum, maximum)
    story.create(GOOD, settings)
    world = story.world
    world.run_until(world.steady, 600)
    story.deploy(GOOD)

    def watch() -> bool:
        running, live = len(world.running()), len(world.live())
        story.demand(running >= settings.minimum_healthy, f"only {running} tasks run")
        story.demand(live <= settings.maximum, f"{live} tasks are pending or running")
        if story.behind_load_balancer:
            serving = len(world.ground.in_service())
            story.demand(serving >= settings.minimum_healthy, f"only {serving} targets are in service")
        return world.steady()

    stuck = settings.minimum_healthy == settings.desired_count == settings.maximum
    world.run_until(watch, 3000, must=not stuck)
    if stuck:
        story.demand(any("was unable to stop or start tasks" in text for text in world.messages()), "no complaint")
    else:
        story.demand({task.revision for task in world.running()} == {2}, "old tasks are left")


@pytest.mark.parametrize("seed", range(4000, 4030))
def test_a_bad_revision_trips_the_breaker_and_the_good_one_stays(seed: int) -> None:
    story = Story(seed)
    story.behind_load_balancer = True
    settings = replace(story.settings(BREAKER), minimum_healthy_percent=100, maximum_percent=200)
    story.create(GOOD, settings)
    world = story.world
    world.run_until(world.steady, 600)
    good = world.engine.service("web").primary.id
    before = {task.id for task in world.running()}
    bad = story.draw.choice(
        [
            Behaviour(launch_fails=1),
            Behaviour(interface_fails=1),
            Behaviour(start_fails=1),
            Behaviour(crashes=1, crash_after=(0.1, 1.0), ready_after=(5.0, 9.0)),
            Behaviour(falls_ill=1, ill_after=(0.0, 0.0)),
        ]
    )
    story.deploy(bad)

    def rolled_back() -> bool:
        service = world.engine.service("web")
        story.demand(len(world.ground.in_service()) >= settings.desired_count, "fewer tasks serve than are desired")
        return service.primary.id == good and service.primary.rollout_state is RolloutState.COMPLETED

    world.run_until(rolled_back, 20_000)
    story.demand({task.id for task in world.running()} == before, "the good tasks were replaced")
    told = [text for text in world.messages() if "deployment failed" in text or "rolling back" in text]
    story.demand(len(told) == 2, f"it said {told}")


@pytest.mark.parametrize("seed", range(5000, 5010))
def test_tasks_that_never_start_are_tried_ever_more_rarely(seed: int) -> None:
    story = Story(seed)
    story.create(Behaviour(launch_fails=1), ServiceSettings(1))
    story.world.run(4 * 3600)
    tries = story.world.engine.service("web").ids_given - 1
    # 10, 20, 40 … 640 seconds are 21 minutes; then four an hour.
    story.demand(16 <= tries <= 23, f"{tries} tasks in four hours")


@pytest.mark.parametrize("seed", range(6000, 6010))
def test_an_unbalanced_service_is_rebalanced(seed: int) -> None:
    story = Story(seed)
    story.subnets = THREE_ZONES
    story.create(GOOD, ServiceSettings(6, maximum_percent=200))
    world = story.world
    world.run_until(world.steady, 600)
    lost = story.draw.choice(world.running()).availability_zone
    for task in world.running():
        if task.availability_zone == lost:
            world.crash(task)
    story.scale(5)
    world.run_until(world.steady, 1200)
    counts = Counter(task.availability_zone for task in world.running())
    story.demand(sorted(counts.values()) == [1, 2, 2], f"{dict(counts)}")


@pytest.mark.parametrize("seed", range(7000, 7005))
def test_the_same_seed_tells_the_same_story(seed: int) -> None:
    def trace() -> list[str]:
        story = Story(seed)
        story.create(story.trouble(), story.settings())
        for _ in range(5):
            story.world.run(60)
            if story.world.engine.alive:
                story.something_happens(engine_dies=True)
        story.world.run(100)
        return story.world.trace

    assert trace() == trace()


def test_a_world_sees_a_start_beyond_the_maximum() -> None:
    world = World(1)
    world.create(ServiceSettings(1, maximum_percent=100), world.revision(world.define(1, GOOD)))
    world.run_until(world.steady, 60)
    service = world.engine.service("web")
    start = StartTask("0" * 32, service.primary.id, "subnet-a", "zone-a", "", "for no reason")
    world.check(Decision(service, (start,)), world.engine.tasks("web"))
    with pytest.raises(Broken, match=r"seed 1: StartTask.* makes 2 tasks, more than 1(?s:.*)CreateService web"):
        world.run(1)


def test_a_world_sees_a_stop_below_the_minimum() -> None:
    world = World(1)
    world.create(ServiceSettings(2), world.revision(world.define(1, GOOD)))
    world.run_until(world.steady, 60)
    world.run(60)
    service, task = world.engine.service("web"), world.running()[0]
    world.check(Decision(service, (StopTask(task.id, "", "", ""),)), world.engine.tasks("web"))
    with pytest.raises(Broken, match=r"leaves 1 healthy tasks"):
        world.run(1)


def test_a_world_in_which_nothing_comes_of_it_says_so_with_its_story() -> None:
    world = World(1)
    world.create(ServiceSettings(1), world.revision(world.define(1, Behaviour(launch_fails=1))))
    with pytest.raises(Broken, match=r"seed 1: it didn't happen within 60 seconds(?s:.*)CreateService web"):
        world.run_until(world.steady, 60)
