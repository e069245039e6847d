"""One task, driven by hand: what is seen of it is told, and its next actions are looked at."""

from __future__ import annotations

import json

from seatrial.runtimes.twin.decide import ecs_task
from seatrial.runtimes.twin.decide.ecs_task_actions import TaskAction
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    ContainerCreated,
    ContainerExited,
    ContainersRemoved,
    ContainerStarted,
    InterfaceReady,
    InterfaceReleased,
    LaunchPrepared,
    Observation,
    StopRequested,
    TargetsDrained,
    TargetsDraining,
    TargetsRegistered,
)
from seatrial.runtimes.twin.decide.ecs_task_state import Registration, StopCode, Task
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json

GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
# What makes an action done without a fault.
_DONE = {
    "ProvisionInterface": lambda name: InterfaceReady("eni-1", "10.0.0.5"),
    "PrepareLaunch": lambda name: LaunchPrepared(1.0, 2.0),
    "CreateContainer": lambda name: ContainerCreated(name, f"id-{name}"),
    "StartContainer": lambda name: ContainerStarted(name),
    "RegisterTargets": lambda name: TargetsRegistered(),
    "SignalContainer": lambda name: ContainerExited(name, 143),
    "KillContainer": lambda name: ContainerExited(name, 137),
    "DeregisterTargets": lambda name: TargetsDraining(),
    "RemoveContainers": lambda name: ContainersRemoved(),
    "ReleaseInterface": lambda name: InterfaceReleased(),
}


class TaskByHand:
    """A task of these containers. ``actions`` are those of the last step, as words: ``StartContainer web``."""

    def __init__(self, *containers: ContainerSpec, behind_load_balancer: bool = False) -> None:
        self.spec = TaskSpec("web", 1, "web:1", 256, 512, containers)
        self.now = 0.0
        registrations = (Registration(GROUP, containers[-1].name, 80),) if behind_load_balancer else ()
        self.task: Task = ecs_task.new_task(
            self.spec,
            id="0" * 32,
            arn="arn",
            cluster_arn="cluster",
            group="service:web",
            started_by="ecs-svc/1",
            subnet_id="subnet-a",
            availability_zone="us-east-1a",
            now=0,
            registrations=registrations,
        )
        self.actions: list[str] = []
        self.see()

    def see(self, *observations: Observation) -> list[str]:
        """Tells what was seen; the actions that follow. The state goes through the journal on its way."""
        for observation in observations:
            self.task = ecs_task.observe(self.task, self.spec, observation, self.now)
        self.task, actions = ecs_task.advance(self.task, self.spec, self.now)
        assert from_json(Task, json.loads(json.dumps(as_json(self.task)))) == self.task
        self.actions = [_words(action) for action in actions]
        return self.actions

    def wait(self, seconds: float) -> list[str]:
        self.now += seconds
        return self.see()

    def go_on(self, until: str = "") -> None:
        """Lets everything that is asked for succeed, until an action of this name is asked for or nothing is."""
        while self.actions and not (until and any(until in action for action in self.actions)):
            done = []
            for action in self.actions:
                kind, _, name = action.partition(" ")
                if kind in _DONE:
                    done.append(_DONE[kind](name))
            self.see(*done)

    def stop(self) -> list[str]:
        return self.see(StopRequested(StopCode.USER_INITIATED, "Task stopped by user"))

    def drained(self) -> list[str]:
        return self.see(TargetsDrained())

    def restart_engine(self, *found: Observation) -> list[str]:
        """A new engine takes the task over and tells what it finds."""
        self.task = ecs_task.resume(self.task, self.spec, self.now)
        return self.see(*found)

    @property
    def status(self) -> str:
        return self.task.last_status.value

    def container(self, name: str):  # type: ignore[no-untyped-def]
        found = self.task.container(name)
        assert found is not None
        return found

    def deadline(self) -> float | None:
        return ecs_task.next_deadline(self.task, self.spec, self.now)


def _words(action: TaskAction) -> str:
    name = getattr(action, "container", "")
    assert action.cause, "every action has a cause"
    return f"{type(action).__name__} {name}".rstrip()
