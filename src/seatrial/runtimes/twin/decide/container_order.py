"""dependsOn: when a container of a task may start, when it never will, and when it may be stopped.

A container waits until each of its dependencies is in the state that its condition names:

- START: the other container has started (it may have ended since);
- COMPLETE: it has ended, with whatever exit code;
- SUCCESS: it has ended with 0. With any other code the waiting container can never start;
- HEALTHY: its health check has passed. One that becomes UNHEALTHY may still recover, so the wait goes on.

COMPLETE, SUCCESS and HEALTHY give up when the other container has a startTimeout and hasn't got there that long after
it started. ``volumesFrom`` waits for the other container to be created. Stopping goes the other way round: a container
is told to stop once those that depend on it have stopped.

What gives up is final, and its words are those of the ECS agent. Source (read 2026-11-23):
https://github.com/aws/amazon-ecs-agent/blob/dev/agent/engine/dependencygraph/graph.go,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from seatrial.runtimes.twin.decide.container_health import HealthStatus
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Container, ContainerStatus, Task

# The exit code that the agent reports for a container whose dependencies can never be resolved.
NEVER_STARTED_EXIT_CODE = 143


class Ready(Struct, frozen=True):
    """Every dependency is resolved. ``cause`` says which."""

    cause: str


class Waiting(Struct, frozen=True):
    """``until`` is when the wait is given up; None where nothing limits it."""

    container: str
    condition: str
    until: float | None = None


class Never(Struct, frozen=True):
    """``reason`` is the container's, as the agent reports it."""

    reason: str


Turn: TypeAlias = Ready | Waiting | Never


def turn(task: Task, spec: TaskSpec, container: Container, now: float) -> Turn:
    """Whether a container that has not been created may be."""
    definition = spec.container(container.name)
    if definition is None:
        return Never(_failure(f"container {container.name} is not in the task definition"))
    waiting: list[Waiting] = []
    met: list[str] = []
    for name, condition in _needs(definition):
        other = task.container(name)
        if other is None:
            reason = f"container ordering dependency [{name}] for target [{_told(container, spec)}] does not exist."
            return Never(_failure(reason))
        found = _need(other, condition, container, spec, now)
        if isinstance(found, Never):
            return found
        if isinstance(found, Waiting):
            waiting.append(found)
        met.append(f"{name} {condition}")
    if waiting:
        limits = [item.until for item in waiting if item.until is not None]
        return Waiting(waiting[0].container, waiting[0].condition, min(limits, default=None))
    return Ready(f"its dependencies are met ({', '.join(met)})" if met else "it depends on no other container")


def may_stop(task: Task, spec: TaskSpec, container: Container) -> bool:
    """Whether nothing that depends on this container still runs."""
    return not any(
        other.status is not ContainerStatus.STOPPED
        for other in task.containers
        if container.name in {need for need, _ in _needs(spec.container(other.name))}
    )


def _needs(definition: ContainerSpec | None) -> tuple[tuple[str, str], ...]:
    if definition is None:
        return ()
    return (
        *((need.container, need.condition) for need in definition.depends_on),
        *((source.container, "CREATE") for source in definition.volumes_from),
    )


def _need(other: Container, condition: str, container: Container, spec: TaskSpec, now: float) -> Turn:
    never_started = other.status is ContainerStatus.STOPPED and other.started_at is None
    told_other, told = _told(other, spec), _told(container, spec)
    if condition == "SUCCESS" and other.status is ContainerStatus.STOPPED and other.exit_code != 0:
        return Never(_unresolved(told_other, told, "as dependency did not exit successfully."))
    if never_started or (condition == "HEALTHY" and other.status is ContainerStatus.STOPPED):
        why = "because dependency will never start" if never_started else "because dependency has stopped"
        return Never(_unresolved(told_other, told, why))
    if _met(other, condition):
        return Ready(condition)
    until = _limit(other, condition, spec)
    if until is not None and now >= until:
        return Never(_failure(f"container ordering dependency [{told_other}] for target [{told}] has timed out."))
    return Waiting(other.name, condition, until)


def _met(other: Container, condition: str) -> bool:
    match condition:
        case "CREATE":
            return other.status is not ContainerStatus.PENDING
        case "COMPLETE":
            return other.status is ContainerStatus.STOPPED
        case "SUCCESS":
            return other.status is ContainerStatus.STOPPED and other.exit_code == 0
        case "HEALTHY":
            return other.health.status is HealthStatus.HEALTHY
        case _:
            return other.started_at is not None


def _limit(other: Container, condition: str, spec: TaskSpec) -> float | None:
    definition = spec.container(other.name)
    if condition not in ("COMPLETE", "SUCCESS", "HEALTHY") or other.started_at is None or definition is None:
        return None
    if definition.start_timeout_seconds is None:
        return None
    return other.started_at + definition.start_timeout_seconds


def _failure(reason: str) -> str:
    return f"CannotStartContainerError: dependency graph: {reason}"


def _unresolved(other: str, told: str, why: str) -> str:
    return _failure(f"failed to resolve container ordering dependency [{other}] for target [{told}] {why}")


def _told(container: Container, spec: TaskSpec) -> str:
    """A container as the agent's messages name it: name and image."""
    definition = spec.container(container.name)
    return f"{container.name}({definition.image})" if definition is not None else container.name
