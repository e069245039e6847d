"""The simulated world as a test drives it: create a service, wind time forward, break something, look.

Every moment is checked as it passes: no decision starts a task beyond the maximum percent, or stops a healthy one below
the minimum; no message follows itself. A world that breaks a rule raises ``Broken`` with its seed and its story.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from msgspec.structs import replace

from seatrial.runtimes.twin.decide.ecs_deployment import Revision, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_service import Decision, StartTask, StopTask
from seatrial.runtimes.twin.decide.ecs_service_state import (
    Service,
    ServiceSettings,
    delete_service,
    new_service,
    update_service,
)
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, HealthCheck, TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Registration, Task, TaskStatus
from seatrial.runtimes.twin.decide.elbv2_target_group import HealthCheck as TargetCheck
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.service_events import REPEATED_AFTER_SECONDS
from seatrial.runtimes.twin.decide.service_health import judge
from seatrial.runtimes.twin.simulate.behaviour import Behaviour
from seatrial.runtimes.twin.simulate.engine import SimulatedEngine
from seatrial.runtimes.twin.simulate.ground import Ground

GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
SUBNETS = (SubnetPlace("subnet-a", "zone-a"), SubnetPlace("subnet-b", "zone-b"))
# What may be said of one task and then, in the same words, of the next.
HAPPENS_AGAIN = (" targets in (target-group ", "has begun draining connections on ", " pending tasks.")
# A moment in which so much happens never ends.
MOST_TURNS_AT_ONCE = 1000


class Broken(AssertionError):
    """A rule was broken. The message holds the seed and what happened until then."""


class World:
    """One simulated region. ``trace`` is its story, one line for everything that was said or changed."""

    def __init__(self, seed: int, speed: float = 1.0) -> None:
        self.seed = seed
        self.trace: list[str] = []
        self.ground = Ground()
        self.engine = SimulatedEngine(self.ground, seed, self._tell, self.check, speed)
        self._speed = speed
        self._broken = ""

    @property
    def now(self) -> float:
        return self.ground.now

    # What a user does

    def define(self, revision: int, behaviour: Behaviour, spec: TaskSpec | None = None, family: str = "web") -> str:
        """Registers a task definition whose containers behave so; its ARN."""
        arn = f"arn:aws:ecs:us-east-1:123456789012:task-definition/{family}:{revision}"
        containers = spec.containers if spec is not None else (ContainerSpec(family, "image"),)
        self.engine.specs[arn] = TaskSpec(family, revision, arn, 256, 512, containers)
        self.engine.behaviours[arn] = behaviour
        return arn

    def add_target_group(self, interval: float = 10.0, delay: float = 20.0, unhealthy_threshold: int = 2) -> None:
        check = TargetCheck(interval_seconds=interval, unhealthy_threshold=unhealthy_threshold)
        self.ground.groups[GROUP] = TargetGroupSpec(
            GROUP, "web", 80, health_check=check, deregistration_delay_seconds=delay
        )
        self.ground.targets[GROUP] = ()

    def revision(
        self, definition: str, *, behind_load_balancer: bool = False, subnets: tuple[SubnetPlace, ...] = SUBNETS
    ) -> Revision:
        spec = self.engine.specs[definition]
        checks = any(item.essential and item.health_check for item in spec.containers)
        name = spec.containers[-1].name
        return Revision(
            task_definition_arn=definition,
            subnets=subnets,
            registrations=(Registration(GROUP, name, 80),) if behind_load_balancer else (),
            container_checks=checks,
        )

    def create(self, settings: ServiceSettings, revision: Revision, name: str = "web") -> None:
        service = new_service(
            name=name,
            arn=f"arn:aws:ecs:us-east-1:123456789012:service/cluster/{name}",
            cluster_arn="arn:aws:ecs:us-east-1:123456789012:cluster/cluster",
            seed=f"{self.seed}/{name}",
            settings=settings,
            revision=revision,
            now=self.now,
        )
        self._tell(f"CreateService {name}, {settings.desired_count} tasks of {_definition(revision)}")
        self.engine.put_service(service)
        self._turn()

    def update(
        self,
        settings: ServiceSettings | None = None,
        revision: Revision | None = None,
        name: str = "web",
        force: bool = False,
    ) -> None:
        service = self.engine.service(name)
        settings, revision = settings or service.settings, revision or service.primary.revision
        self._tell(f"UpdateService {name}, {settings.desired_count} tasks of {_definition(revision)}")
        after = update_service(service, self.now, settings=settings, revision=revision, force_new_deployment=force)
        self.engine.put_service(after)
        self._turn()

    def delete(self, name: str = "web") -> None:
        self._tell(f"DeleteService {name}")
        self.engine.put_service(delete_service(self.engine.service(name), self.now))
        self._turn()

    # Faults

    def crash(self, task: Task) -> None:
        """Kills the containers of a task behind the engine's back."""
        self._tell(f"  {task.id[:8]} crashes")
        for name, container in self.ground.tasks[task.id].containers.items():
            if self.ground.end(task.id, name, container.life, 1) and self.engine.alive:
                self.engine.tell_exit(task.id, name, 1)
        self._turn()

    def fall_ill(self, task: Task) -> None:
        """Lets a task stop serving, for good."""
        self._tell(f"  {task.id[:8]} falls ill")
        there = self.ground.tasks[task.id]
        there.fate = replace(there.fate, ill_after=0.0)

    def kill_engine(self, for_seconds: float, after_writing: bool = False) -> None:
        """Kills the engine now, or once it has next written something to do; a new one starts a while later."""
        if after_writing:
            self.engine.dies_after_writing = True
        else:
            self.engine.kill()
        self.ground.later(for_seconds, self._start_engine)

    def _start_engine(self) -> None:
        if self.engine.alive and not self.engine.dies_after_writing:
            return
        if self.engine.alive:
            self.engine.kill()
        self.engine.start()

    # Time

    def run(self, seconds: float) -> None:
        self.run_until(lambda: False, seconds, must=False)

    def run_until(self, what: Callable[[], bool], within: float, must: bool = True) -> None:
        """Winds time forward until something holds. It must within so many seconds, unless it needn't."""
        end, turns, before = self.now + within, 0, self.now
        while not what():
            times = [time for time in (self.ground.next_at(), self.engine.next_at()) if time is not None]
            time = min(times, default=end)
            if time > end or not times:
                self.ground.run_to(end)
                self._turn()
                if must and not what():
                    raise self._complain(f"it didn't happen within {within} seconds")
                return
            turns = turns + 1 if time <= before else 0
            if turns > MOST_TURNS_AT_ONCE:
                raise self._complain("time stands still")
            before = max(before, time)
            self.ground.run_to(time)
            self._turn()

    def steady(self, name: str = "web") -> bool:
        return self.engine.service(name).steady

    # What is there

    def live(self, name: str = "web") -> list[Task]:
        return [task for task in self.engine.tasks(name).values() if task.live]

    def running(self, name: str = "web") -> list[Task]:
        return [task for task in self.live(name) if task.last_status is TaskStatus.RUNNING]

    def messages(self, name: str = "web") -> list[str]:
        return [event.message for event in self.engine.service(name).log.events]

    def leftovers(self) -> list[str]:
        """What is there of tasks that are over, or that nobody knows: it should be nothing."""
        tasks, found = self.engine.tasks(), list[str]()
        for id, there in self.ground.tasks.items():
            task = tasks.get(id)
            if task is not None and task.last_status is not TaskStatus.STOPPED:
                continue
            if there.address:
                found.append(f"{id[:8]} still has an interface")
            found += [f"{id[:8]} still has container {name}" for name in there.containers]
        addresses = {there.address for there in self.ground.tasks.values() if there.address}
        for targets in self.ground.targets.values():
            found += [
                f"{t.id} is still a target ({t.state})"
                for t in targets
                if t.id not in addresses and not t.draining_until
            ]
        return found

    # Keeping watch

    def _turn(self) -> None:
        if self.engine.alive:
            self.engine.turn()
        if self._broken:
            raise self._complain(self._broken)

    def _tell(self, line: str) -> None:
        self.trace.append(f"{self.now:9.2f}s {line}")

    def check(self, decision: Decision, tasks: dict[str, Task]) -> None:
        """Checks a decision against the percentages, action by action. The next moment raises what was found."""
        service = decision.service
        events = service.log.events[-len(decision.messages) - 1 :] if decision.messages else ()
        for before, event in pairwise(events):
            soon = event.created_at - before.created_at < REPEATED_AFTER_SECONDS / self._speed
            if soon and before.message == event.message and not any(text in event.message for text in HAPPENS_AGAIN):
                self._broken = f"said twice in a row: {event.message}"
        told = {action.task_id for action in self.engine.service(service.name).told_to_stop}
        live = {id for id, task in tasks.items() if task.live} - told
        for action in decision.actions:
            if isinstance(action, StopTask) and action.task_id in live:
                live.discard(action.task_id)
                counting = sum(self._counts(service, tasks[id]) for id in live)
                if self._counts(service, tasks[action.task_id]) and counting < service.settings.minimum_healthy:
                    self._broken = f"{action} leaves {counting} healthy tasks"
            elif isinstance(action, StartTask):
                live.add(action.task_id)
                if len(live) > service.settings.maximum:
                    self._broken = f"{action} makes {len(live)} tasks, more than {service.settings.maximum}"

    def _counts(self, service: Service, task: Task) -> bool:
        revision = next((item.revision for item in service.deployments if item.id == task.started_by), None)
        if revision is None:
            return False
        health = self.engine.target_health({task.id: task})
        return judge(service.name, service.settings, revision, task, health, self.now, self._speed).counts

    def _complain(self, what: str) -> Broken:
        return Broken(f"seed {self.seed}: {what}\n" + "\n".join(self.trace))


def checked(interval: float = 5.0, retries: int = 2, start_period: float = 0.0) -> TaskSpec:
    """A definition with one essential container that has a health check."""
    check = HealthCheck(("CMD-SHELL", "check"), interval, 2.0, start_period, retries)
    return TaskSpec("web", 1, "", 256, 512, (ContainerSpec("web", "image", health_check=check),))


def _definition(revision: Revision) -> str:
    return revision.task_definition_arn.rpartition("/")[2]
