"""The engine of the simulated world: the real loop over the real decisions.

It keeps no more than the engine proper may: what it knows could be written to its journal at any moment, and is, as
JSON text, when it is killed. A new engine reads it again, looks at what is there and goes on.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from msgspec.structs import replace

from seatrial.runtimes.twin.decide import ecs_task
from seatrial.runtimes.twin.decide import ecs_task_actions as act
from seatrial.runtimes.twin.decide import ecs_task_observations as seen
from seatrial.runtimes.twin.decide.container_health import CheckOutcome
from seatrial.runtimes.twin.decide.ecs_service import Decision, StartTask, StopTask, decide_service
from seatrial.runtimes.twin.decide.ecs_service_state import Service, ServiceStatus
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import ContainerStatus, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_health import TargetHealth
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json
from seatrial.runtimes.twin.simulate.behaviour import Behaviour, fate
from seatrial.runtimes.twin.simulate.ground import (
    SIGKILL_EXIT_CODE,
    SIGTERM_EXIT_CODE,
    Ground,
    GroundContainer,
    GroundTask,
)

# Stopped tasks are shown for about an hour.
STOPPED_KEPT_SECONDS = 3600.0
LAUNCH_FAILURE = (
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found"
)
INTERFACE_FAILURE = "Timeout waiting for network interface provisioning to complete."
START_FAILURE = "CannotStartContainerError: failed to get container status: exec format error"

Tell = Callable[[str], None]
# Called with each decision before it is carried out, so that a test can look at it.
Watch = Callable[[Decision, dict[str, Task]], None]


class Killed(Exception):
    """The engine died between writing its journal and doing what it wrote."""


class SimulatedEngine:
    """One engine's life after another over the same journal."""

    def __init__(self, ground: Ground, seed: int, tell: Tell, watch: Watch, speed: float = 1.0) -> None:
        self.specs: dict[str, TaskSpec] = {}
        self.behaviours: dict[str, Behaviour] = {}
        self.alive = True
        self.dies_after_writing = False
        self._ground, self._seed, self._tell, self._watch, self._speed = ground, seed, tell, watch, speed
        self._number = 0
        self._in_flight: dict[int, Callable[[], seen.Observation]] = {}
        self._coin = random.Random(f"{seed}/coin")
        self._services: dict[str, Service] = {}
        self._tasks: dict[str, Task] = {}
        self._wake: dict[str, float | None] = {}

    # The journal

    def service(self, name: str) -> Service:
        return self._services[name]

    def services(self) -> list[Service]:
        return [self.service(name) for name in sorted(self._services)]

    def put_service(self, service: Service) -> None:
        self._services[service.name] = service

    def task(self, id: str) -> Task:
        return self._tasks[id]

    def tasks(self, service: str = "") -> dict[str, Task]:
        found = (self.task(id) for id in sorted(self._tasks))
        return {task.id: task for task in found if not service or task.group == f"service:{service}"}

    def _put_task(self, task: Task) -> None:
        self._tasks[task.id] = task

    # Life and death

    def kill(self) -> None:
        """What it was doing is done or not, and nobody hears of it."""
        self.alive, self.dies_after_writing = False, False
        for what in list(self._in_flight.values()):
            if self._coin.random() < 0.5:
                what()
        self._in_flight.clear()
        journal = json.dumps([as_json(list(self._services.values())), as_json(list(self._tasks.values()))])
        services, tasks = json.loads(journal)
        self._services = {item["name"]: from_json(Service, item) for item in services}
        self._tasks = {item["id"]: from_json(Task, item) for item in tasks}
        self._tell("the engine is killed")

    def start(self) -> None:
        """A new engine: it takes every task over and observes what it finds."""
        self.alive = True
        self._tell("the engine starts")
        for task in self.tasks().values():
            self._put_task(ecs_task.resume(task, self._spec(task), self._ground.now))
        for task in self.tasks().values():
            for observation in self._found(task):
                self._observe(task.id, observation)

    def _found(self, task: Task) -> list[seen.Observation]:
        """What a new engine sees of a task's containers and targets."""
        there = self._ground.tasks.get(task.id)
        found: list[seen.Observation] = []
        for item in task.containers:
            container = there.containers.get(item.name) if there is not None else None
            if container is None:
                if item.status is ContainerStatus.RUNNING:
                    found.append(seen.ContainerExited(item.name, None))
            elif container.state == "running":
                found.append(seen.ContainerStarted(item.name, self._runtime_id(task.id, item.name)))
            elif container.state == "exited":
                found.append(seen.ContainerExited(item.name, container.exit_code))
        if not task.live and not any(self._ground.registered(task.id)):
            found.append(seen.TargetsDrained())
        return found

    # The loop

    def next_at(self) -> float | None:
        if not self.alive:
            return None
        times = [time for time in self._wake.values() if time is not None]
        return min(times, default=None)

    def turn(self) -> None:
        """Decides and acts until nothing more is to be done at this moment."""
        try:
            self._advance_all()
            while self._decide_all():
                self._advance_all()
        except Killed:
            self.kill()

    def _advance_all(self) -> None:
        for id in sorted(self._tasks):
            if self._tasks[id].last_status is not TaskStatus.STOPPED:
                self._advance(id)

    def _decide_all(self) -> bool:
        acted = [self._decide(name) for name in sorted(self._services)]
        return any(acted)

    def _decide(self, name: str) -> bool:
        now, service, tasks = self._ground.now, self.service(name), self.tasks(name)
        decision = decide_service(service, tasks.values(), self.target_health(tasks), now, self._speed)
        self._watch(decision, tasks)
        for message in decision.messages:
            self._tell(message)
        # One transaction: the service with the tasks that it starts.
        self.put_service(decision.service)
        for action in decision.actions:
            if isinstance(action, StartTask):
                self._put_task(self._new_task(decision.service, action))
        if decision.actions and self.dies_after_writing:
            raise Killed
        for action in decision.actions:
            if isinstance(action, StopTask):
                self._observe(action.task_id, seen.StopRequested(action.stop_code, action.reason))
        for task in tasks.values():
            if task.last_status is TaskStatus.STOPPED and now > (task.stopped_at or 0) + STOPPED_KEPT_SECONDS:
                del self._tasks[task.id]
        self._wake[name] = decision.next_at
        if decision.service.status is ServiceStatus.INACTIVE:
            del self._services[name]
            del self._wake[name]
        return bool(decision.actions)

    def _new_task(self, service: Service, action: StartTask) -> Task:
        deployment = next(item for item in service.deployments if item.id == action.deployment_id)
        spec = self.specs[deployment.revision.task_definition_arn]
        return ecs_task.new_task(
            spec,
            id=action.task_id,
            arn=f"arn:aws:ecs:us-east-1:123456789012:task/cluster/{action.task_id}",
            cluster_arn=service.cluster_arn,
            group=service.group,
            started_by=action.deployment_id,
            subnet_id=action.subnet_id,
            availability_zone=action.availability_zone,
            now=self._ground.now,
            registrations=deployment.revision.registrations,
            capacity_provider=action.capacity_provider,
        )

    def target_health(self, tasks: dict[str, Task]) -> list[TargetHealth]:
        return [
            TargetHealth(id, arn, target.port, target.state, target.description)
            for id in tasks
            for arn, target in self._ground.registered(id)
        ]

    def _observe(self, id: str, observation: seen.Observation) -> None:
        if id in self._tasks:
            task = self.task(id)
            self._put_task(seen.observe(task, self._spec(task), observation, self._ground.now))

    def _advance(self, id: str) -> None:
        before = self.task(id)
        spec = self._spec(before)
        task, actions = ecs_task.advance(before, spec, self._ground.now)
        self._put_task(task)
        self._wake[id] = ecs_task.next_deadline(task, spec, self._ground.now)
        if task.last_status is not before.last_status:
            reason = f" ({task.stopped_reason})" if task.last_status is TaskStatus.STOPPED else ""
            self._tell(f"  {task.id[:8]} {task.family}:{task.revision} {task.last_status}{reason}")
        if actions and self.dies_after_writing:
            raise Killed
        for action in actions:
            self._carry_out(task, action)

    def _spec(self, task: Task) -> TaskSpec:
        return self.specs[task.task_definition_arn]

    # Actions

    def _carry_out(self, task: Task, action: act.TaskAction) -> None:
        """Does what an action says, after the time that it takes. Done twice it is done once."""
        there = self._ground.tasks.get(task.id)
        if there is None:
            behaviour = self.behaviours[task.task_definition_arn]
            there = self._ground.tasks[task.id] = GroundTask(fate(behaviour, self._seed, task.id))
        doom, container = there.fate, getattr(action, "container", "")
        match action:
            case act.ProvisionInterface():
                self._after(doom.provision, task.id, lambda: self._provision(task.id, doom.interface_fails))
            case act.PrepareLaunch():
                result = seen.LaunchFailed(LAUNCH_FAILURE) if doom.launch_fails else seen.LaunchPrepared()
                self._after(doom.prepare, task.id, lambda: result)
            case act.CreateContainer():
                self._after(0.05, task.id, lambda: self._create(task.id, container))
            case act.StartContainer():
                self._after(doom.start, task.id, lambda: self._start(task.id, container, doom.start_fails))
            case act.CheckHealth():
                self._after(0.05, task.id, lambda: self._check(task.id, container))
            case act.RegisterTargets():
                self._after(0.1, task.id, lambda: self._register(task))
            case act.DeregisterTargets():
                self._after(0.1, task.id, lambda: self._deregister(task))
            case act.SignalContainer():
                life = self._life_of(task.id, container)
                self._ground.later(doom.stops_in, lambda: self._end(task.id, container, life, SIGTERM_EXIT_CODE))
            case act.KillContainer():
                life = self._life_of(task.id, container)
                self._ground.later(0.05, lambda: self._end(task.id, container, life, SIGKILL_EXIT_CODE))
            case act.RemoveContainers():
                self._after(0.1, task.id, lambda: self._remove(task.id))
            case act.ReleaseInterface():
                self._after(0.1, task.id, lambda: self._release(task.id))

    def _after(self, seconds: float, task_id: str, what: Callable[[], seen.Observation]) -> None:
        """Does something later, unless this engine is dead by then."""
        self._number += 1
        number = self._number
        self._in_flight[number] = what

        def happen() -> None:
            if self._in_flight.pop(number, None) is not None:
                self._observe(task_id, what())

        self._ground.later(seconds, happen)

    def _provision(self, id: str, fails: bool) -> seen.Observation:
        return seen.InterfaceFailed(INTERFACE_FAILURE) if fails else seen.InterfaceReady("eni", self._ground.attach(id))

    def _create(self, id: str, name: str) -> seen.Observation:
        self._ground.tasks[id].containers.setdefault(name, GroundContainer())
        return seen.ContainerCreated(name, self._runtime_id(id, name))

    def _start(self, id: str, name: str, fails: bool) -> seen.Observation:
        if fails:
            return seen.ContainerStartFailed(name, START_FAILURE)
        container, doom = self._ground.start(id, name), self._ground.tasks[id].fate
        if doom.crash_after is not None:
            life = container.life
            self._ground.later(doom.crash_after, lambda: self._end(id, name, life, doom.exit_code))
        return seen.ContainerStarted(name, self._runtime_id(id, name))

    def _check(self, id: str, name: str) -> seen.Observation:
        outcome = CheckOutcome.OK if self._ground.serves(id, name) else CheckOutcome.FAIL
        return seen.HealthChecked(name, outcome)

    def _end(self, id: str, name: str, life: int, exit_code: int) -> None:
        """A container ends, whether or not an engine sees it."""
        if self._ground.end(id, name, life, exit_code) and self.alive:
            self._observe(id, seen.ContainerExited(name, exit_code))

    def _life_of(self, id: str, name: str) -> int:
        there = self._ground.tasks.get(id)
        return there.containers[name].life if there is not None and name in there.containers else 0

    def _register(self, task: Task) -> seen.Observation:
        for item in task.registrations:
            self._ground.register(item.target_group_arn, task.id, item.port, task.availability_zone)
        return seen.TargetsRegistered()

    def _deregister(self, task: Task) -> seen.Observation:
        for item in task.registrations:
            self._ground.deregister(item.target_group_arn, task.id, item.port)
        longest = max(
            self._ground.groups[item.target_group_arn].deregistration_delay_seconds for item in task.registrations
        )
        self._after(longest + 0.1, task.id, seen.TargetsDrained)
        return seen.TargetsDraining()

    def _remove(self, id: str) -> seen.Observation:
        self._ground.tasks[id].containers.clear()
        return seen.ContainersRemoved()

    def _release(self, id: str) -> seen.Observation:
        self._ground.tasks[id] = replace(self._ground.tasks[id], address="")
        return seen.InterfaceReleased()

    def _runtime_id(self, id: str, name: str) -> str:
        return f"{id[:12]}-{name}"

    def tell_exit(self, id: str, name: str, exit_code: int) -> None:
        self._observe(id, seen.ContainerExited(name, exit_code))
