"""What is seen of a task, and what the task is after it was seen.

``observe`` never refuses: an observation that comes twice, late, or for something that is over changes nothing. So an
engine that was killed may tell all it finds once more.

Sources (read 2026-11-23): stop codes and reasons
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html,
https://repost.aws/knowledge-center/ecs-task-stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.runtimes.twin.decide import container_health, ecs_task_actions
from seatrial.runtimes.twin.decide.container_health import CheckOutcome, ContainerHealth, HealthStatus
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Container, ContainerStatus, StopCode, Targets, Task, TaskStatus

# https://repost.aws/knowledge-center/ecs-task-stopped
ESSENTIAL_EXITED_REASON = "Essential container in task exited"
STOPPED_BY_USER_REASON = "Task stopped by user"
SPOT_INTERRUPTED_REASON = "Your Spot Task was interrupted."
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/out-of-memory.html
OUT_OF_MEMORY_REASON = "OutOfMemoryError: Container killed due to memory usage"


class InterfaceReady(Struct, frozen=True):
    eni_id: str
    private_ip: str


class InterfaceFailed(Struct, frozen=True):
    reason: str


class LaunchPrepared(Struct, frozen=True):
    """``image_digests`` are by container."""

    pull_started_at: float | None = None
    pull_stopped_at: float | None = None
    image_digests: Mapping[str, str] = field(default_factory=dict)


class LaunchFailed(Struct, frozen=True):
    """``reason`` is AWS's text, such as ``CannotPullContainerError: …``."""

    reason: str
    stop_code: str = StopCode.TASK_FAILED_TO_START
    pull_started_at: float | None = None


class ContainerCreated(Struct, frozen=True):
    container: str
    runtime_id: str


class ContainerStarted(Struct, frozen=True):
    container: str
    runtime_id: str = ""


class ContainerStartFailed(Struct, frozen=True):
    """``reason`` begins with the agent's error name, such as ``CannotStartContainerError: …``."""

    container: str
    reason: str


class ContainerExited(Struct, frozen=True):
    """``exit_code`` is None where nobody could see it: a container that vanished while no engine ran."""

    container: str
    exit_code: int | None
    out_of_memory: bool = False


class HealthChecked(Struct, frozen=True):
    container: str
    outcome: CheckOutcome
    output: str = ""


class TargetsRegistered(Struct, frozen=True):
    pass


class TargetsDraining(Struct, frozen=True):
    pass


class TargetsDrained(Struct, frozen=True):
    """The address is a target no more; also where it never was one."""


class ContainersRemoved(Struct, frozen=True):
    pass


class InterfaceReleased(Struct, frozen=True):
    pass


class StopRequested(Struct, frozen=True):
    """Asked for by a user, the service scheduler or Spot. The first reason to stop stays the task's reason."""

    stop_code: str
    reason: str


class TaskLost(Struct, frozen=True):
    """Nothing of the task is left: its containers, its interface and its targets ended with the machine under them."""

    reason: str


Observation: TypeAlias = (
    InterfaceReady
    | InterfaceFailed
    | LaunchPrepared
    | LaunchFailed
    | ContainerCreated
    | ContainerStarted
    | ContainerStartFailed
    | ContainerExited
    | HealthChecked
    | TargetsRegistered
    | TargetsDraining
    | TargetsDrained
    | ContainersRemoved
    | InterfaceReleased
    | StopRequested
    | TaskLost
)

# The actions that an observation answers: they are no longer under way.
_ANSWERS: Mapping[type, tuple[type, ...]] = {
    InterfaceReady: (ecs_task_actions.ProvisionInterface,),
    InterfaceFailed: (ecs_task_actions.ProvisionInterface,),
    LaunchPrepared: (ecs_task_actions.PrepareLaunch,),
    LaunchFailed: (ecs_task_actions.PrepareLaunch,),
    ContainerCreated: (ecs_task_actions.CreateContainer,),
    ContainerStarted: (ecs_task_actions.StartContainer, ecs_task_actions.CreateContainer),
    ContainerStartFailed: (ecs_task_actions.StartContainer, ecs_task_actions.CreateContainer),
    ContainerExited: (
        ecs_task_actions.StartContainer,
        ecs_task_actions.CheckHealth,
        ecs_task_actions.SignalContainer,
        ecs_task_actions.KillContainer,
    ),
    HealthChecked: (ecs_task_actions.CheckHealth,),
    TargetsRegistered: (ecs_task_actions.RegisterTargets,),
    TargetsDrained: (ecs_task_actions.DeregisterTargets,),
    ContainersRemoved: (ecs_task_actions.RemoveContainers,),
    InterfaceReleased: (ecs_task_actions.ReleaseInterface,),
}


def observe(task: Task, spec: TaskSpec, observation: Observation, now: float) -> Task:
    """The task after an observation. Follow it with ``ecs_task.advance``."""
    if task.last_status is TaskStatus.STOPPED:
        return task
    before, task = task, _answered(task, observation)
    match observation:
        case InterfaceReady(eni_id, private_ip):
            return replace(task, eni_id=eni_id, private_ip=private_ip)
        case InterfaceFailed(reason):
            return stop(task, StopCode.TASK_FAILED_TO_START, reason, now)
        case LaunchPrepared():
            return _prepared(task, observation)
        case LaunchFailed(reason, code, began):
            return stop(replace(task, pull_started_at=began), code, reason, now)
        case TargetsRegistered():
            return replace(task, targets=Targets.REGISTERED) if task.targets is Targets.NONE else task
        case TargetsDraining():
            return task if task.targets is Targets.DRAINED else replace(task, targets=Targets.DRAINING)
        case TargetsDrained():
            return task if task.live else replace(task, targets=Targets.DRAINED)
        case ContainersRemoved():
            return replace(task, removed=True)
        case InterfaceReleased():
            return replace(task, released=True) if task.removed else task
        case StopRequested(code, reason):
            return stop(task, code, reason, now)
        case TaskLost(reason):
            return _lost(task, reason, now)
        case _:
            return _of_container(before, task, spec, observation, now)


def stop(task: Task, stop_code: str, reason: str, now: float) -> Task:
    """The task, meant to stop. What already stops keeps its first reason."""
    if not task.live:
        return task
    return replace(
        task,
        desired_status=TaskStatus.STOPPED,
        stop_code=str(stop_code),
        stopped_reason=reason,
        stopping_at=now,
        version=task.version + 1,
    )


def with_container(task: Task, container: Container) -> Task:
    return replace(
        task, containers=tuple(container if item.name == container.name else item for item in task.containers)
    )


def essential_health(task: Task, spec: TaskSpec) -> HealthStatus:
    """What the container health checks say of the task."""
    return container_health.task_health(
        item.health.status for item in task.containers if item.essential and checked(spec, item.name)
    )


def checked(spec: TaskSpec, name: str) -> bool:
    definition = spec.container(name)
    return definition is not None and definition.health_check is not None and bool(definition.health_check.argv)


def _answered(task: Task, observation: Observation) -> Task:
    container = getattr(observation, "container", "")
    done = {f"{kind.__name__} {container}".rstrip() for kind in _ANSWERS.get(type(observation), ())}
    if done.isdisjoint(task.under_way):
        return task
    return replace(task, under_way=tuple(item for item in task.under_way if item not in done))


def _prepared(task: Task, seen: LaunchPrepared) -> Task:
    containers = tuple(
        replace(item, image_digest=seen.image_digests.get(item.name, item.image_digest)) for item in task.containers
    )
    return replace(
        task,
        prepared=True,
        containers=containers,
        pull_started_at=seen.pull_started_at,
        pull_stopped_at=seen.pull_stopped_at,
    )


def _lost(task: Task, reason: str, now: float) -> Task:
    """Straight to STOPPED: there is nothing left to stop or to release."""
    containers = tuple(
        replace(item, status=ContainerStatus.STOPPED, stopped_at=item.stopped_at or now, kill_at=None)
        for item in task.containers
    )
    task = stop(task, StopCode.INFRASTRUCTURE_HEALTH, reason, now)
    return replace(
        task,
        containers=containers,
        targets=Targets.DRAINED,
        removed=True,
        released=True,
        last_status=TaskStatus.STOPPED,
        execution_stopped_at=task.execution_stopped_at or now,
        stopped_at=now,
        under_way=(),
        version=task.version + 1,
    )


def _of_container(before: Task, task: Task, spec: TaskSpec, seen: Observation, now: float) -> Task:
    name = getattr(seen, "container", "")
    container, definition = task.container(name), spec.container(name)
    if container is None or definition is None or container.status is ContainerStatus.STOPPED:
        return task
    match seen:
        case ContainerCreated(_, runtime_id):
            if container.status is not ContainerStatus.PENDING:
                return task
            return with_container(task, replace(container, status=ContainerStatus.CREATED, runtime_id=runtime_id))
        case ContainerStarted(_, runtime_id):
            return with_container(task, _started(container, definition, runtime_id, now))
        case ContainerStartFailed(_, reason):
            return _not_started(task, container, reason, now)
        case ContainerExited(_, exit_code, out_of_memory):
            if _told_again(before, container):
                return before
            return _exited(task, container, definition, exit_code, out_of_memory, now)
        case HealthChecked(_, outcome, output):
            check = definition.health_check
            if check is None or container.status is not ContainerStatus.RUNNING:
                return task
            began = container.started_at or now
            health = container_health.checked(container.health, check, began, outcome, output, now)
            return with_container(task, replace(container, health=health))
    return task


def _started(container: Container, definition: ContainerSpec, runtime_id: str, now: float) -> Container:
    if container.status is ContainerStatus.RUNNING:
        return container
    return replace(
        container,
        status=ContainerStatus.RUNNING,
        runtime_id=runtime_id or container.runtime_id,
        started_at=now,
        exit_code=None,
        reason="",
        health=container_health.started(definition.health_check, now),
    )


def _not_started(task: Task, container: Container, reason: str, now: float) -> Task:
    ended = replace(container, status=ContainerStatus.STOPPED, reason=reason, stopped_at=now)
    task = with_container(task, ended)
    return stop(task, StopCode.TASK_FAILED_TO_START, reason, now) if container.essential else task


def _exited(
    task: Task, container: Container, definition: ContainerSpec, exit_code: int | None, out_of_memory: bool, now: float
) -> Task:
    reason = OUT_OF_MEMORY_REASON if out_of_memory else container.reason
    if task.live and _restarts(container, definition, exit_code, now):
        again = replace(
            container,
            status=ContainerStatus.CREATED,
            restarts=container.restarts + 1,
            exit_code=exit_code,
            reason=reason,
            health=ContainerHealth(),
        )
        return with_container(task, again)
    ended = replace(
        container,
        status=ContainerStatus.STOPPED,
        exit_code=exit_code,
        reason=reason,
        started_at=container.started_at or now,
        stopped_at=now,
        kill_at=None,
        health=replace(container.health, next_check_at=None),
    )
    task = with_container(task, ended)
    if not container.essential:
        return task
    return stop(task, StopCode.ESSENTIAL_CONTAINER_EXITED, ESSENTIAL_EXITED_REASON, now)


def _told_again(task: Task, container: Container) -> bool:
    """Whether an exit is the one after which the container waits to be started again."""
    waits = container.status is ContainerStatus.CREATED and container.restarts > 0
    return waits and f"StartContainer {container.name}" not in task.under_way


def _restarts(container: Container, definition: ContainerSpec, exit_code: int | None, now: float) -> bool:
    """Whether restartPolicy starts the container again: it must have run for a whole attempt period.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html (read 2026-11-23)
    """
    policy = definition.restart_policy
    if policy is None or exit_code in policy.ignored_exit_codes or container.started_at is None:
        return False
    if container.status is not ContainerStatus.RUNNING:
        # It ended before it was seen to start.
        return False
    return now >= container.started_at + policy.attempt_period_seconds
