"""The life of one task: what to do next for it, from whatever state it is in.

A task is a value (``ecs_task_state.Task``). Two pure functions move it:

- ``observe(task, spec, observation, now)`` puts in what was seen (a container started, a check failed, a stop came);
- ``advance(task, spec, now)`` moves its statuses as far as they go and gives the actions that are due.

The engine's loop for a task is: observe, advance, journal the task, carry the actions out, and feed what comes of them
back; and to advance once more at ``next_deadline``. An action is given once and then counts as under way until its
observation comes. An engine that starts again calls ``resume``, observes what it finds running and exited, and only
then advances: it is given every unanswered action again. All of them are safe to repeat.

    PROVISIONING    ProvisionInterface
    PENDING         PrepareLaunch, then CreateContainer and StartContainer in the order of dependsOn
    ACTIVATING      RegisterTargets (a task without targets goes by this state)
    RUNNING         CheckHealth when due; restarts by restartPolicy
    DEACTIVATING    DeregisterTargets, and the wait for the deregistration delay (a task without targets goes by it)
    STOPPING        SignalContainer, and KillContainer stopTimeout seconds later, dependants first
    DEPROVISIONING  RemoveContainers, ReleaseInterface
    STOPPED

A task that is asked to stop is drained before its containers get SIGTERM. One whose essential container has exited has
nothing left to drain: its targets leave and its other containers are stopped at the same time. A task that is lost with
the machine under it (``TaskLost``) is STOPPED at once.

``spec`` is the task definition as ``ecs_task_definition.task_spec`` reads it; AWS's waiting times in it are already
divided by the speed. Sources (read 2026-11-23):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html (the states on the way down),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html (SIGTERM, stopTimeout, SIGKILL).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.runtimes.twin.decide import container_health
from seatrial.runtimes.twin.decide.container_order import NEVER_STARTED_EXIT_CODE, Never, Ready, Waiting, may_stop, turn
from seatrial.runtimes.twin.decide.ecs_task_actions import (
    CheckHealth,
    CreateContainer,
    DeregisterTargets,
    KillContainer,
    PrepareLaunch,
    ProvisionInterface,
    RegisterTargets,
    ReleaseInterface,
    RemoveContainers,
    SignalContainer,
    StartContainer,
    TaskAction,
    key,
)
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    Observation,
    checked,
    essential_health,
    observe,
    stop,
    with_container,
)
from seatrial.runtimes.twin.decide.ecs_task_state import (
    STARTING,
    Container,
    ContainerStatus,
    Registration,
    StopCode,
    Targets,
    Task,
    TaskStatus,
)

__all__ = ["Observation", "Task", "advance", "new_task", "next_deadline", "observe", "resume"]


def new_task(
    spec: TaskSpec,
    *,
    id: str,
    arn: str,
    cluster_arn: str,
    group: str,
    started_by: str,
    subnet_id: str,
    availability_zone: str,
    now: float,
    registrations: tuple[Registration, ...] = (),
    launch_type: str = "FARGATE",
    capacity_provider: str = "",
) -> Task:
    """A task that has just been asked for. ``id`` is 32 hexadecimal digits."""
    return Task(
        id=id,
        arn=arn,
        cluster_arn=cluster_arn,
        task_definition_arn=spec.arn,
        family=spec.family,
        revision=spec.revision,
        group=group,
        started_by=started_by,
        availability_zone=availability_zone,
        subnet_id=subnet_id,
        created_at=now,
        containers=tuple(Container(item.name, item.essential) for item in spec.containers),
        registrations=registrations,
        launch_type=launch_type,
        capacity_provider=capacity_provider,
    )


def resume(task: Task, spec: TaskSpec, now: float) -> Task:
    """The task as a new engine takes it over: nothing is under way, so every unanswered action is given again."""
    containers = tuple(
        replace(item, health=replace(item.health, next_check_at=now)) if _was_being_checked(item, spec) else item
        for item in task.containers
    )
    return replace(task, under_way=(), containers=containers)


def advance(task: Task, spec: TaskSpec, now: float) -> tuple[Task, tuple[TaskAction, ...]]:
    """Moves the task as far as it goes by itself; the actions are those that were not given before."""
    actions: list[TaskAction] = []
    while True:
        moved = _move(_with_health(task, spec), now)
        if moved != task:
            task = moved
            continue
        task, due = _actions(task, spec, now)
        actions.extend(due)
        if _move(task, now) == task:
            return task, tuple(actions)


def next_deadline(task: Task, spec: TaskSpec, now: float) -> float | None:
    """When ``advance`` will have something to do though nothing was observed; None where only an observation helps."""
    times: list[float] = []
    for item in task.containers:
        killed = f"KillContainer {item.name}" in task.under_way
        if item.status is ContainerStatus.RUNNING and item.kill_at is not None and not killed:
            times.append(item.kill_at)
        if task.live and item.status is ContainerStatus.RUNNING and item.health.next_check_at is not None:
            times.append(item.health.next_check_at)
        if task.live and task.prepared and item.status is ContainerStatus.PENDING:
            waiting = turn(task, spec, item, now)
            if isinstance(waiting, Waiting) and waiting.until is not None:
                times.append(waiting.until)
    return min(times, default=None)


def _move(task: Task, now: float) -> Task:
    """The task one status further, where nothing holds it."""
    status = task.last_status
    if task.live:
        if status is TaskStatus.PROVISIONING and task.private_ip:
            return _to(task, TaskStatus.PENDING)
        if status is TaskStatus.PENDING and _all_started(task):
            # One that needs no targets doesn't show ACTIVATING.
            return _running(task, now) if not task.registrations else replace(task, last_status=TaskStatus.ACTIVATING)
        if status is TaskStatus.ACTIVATING and task.targets is Targets.REGISTERED:
            return _running(task, now)
        return task
    if status is TaskStatus.ACTIVATING and task.targets is Targets.NONE:
        # Its registration may be on its way.
        task = replace(task, targets=Targets.REGISTERED)
    if status in STARTING or status is TaskStatus.RUNNING:
        return _to(task, TaskStatus.DEACTIVATING if _to_drain(task) else TaskStatus.STOPPING)
    if status is TaskStatus.DEACTIVATING and not _to_drain(task):
        return _to(task, TaskStatus.STOPPING)
    if status is TaskStatus.STOPPING and _all_stopped(task):
        return replace(_to(task, TaskStatus.DEPROVISIONING), execution_stopped_at=now)
    if status is TaskStatus.DEPROVISIONING and task.released and task.targets is not Targets.REGISTERED:
        return replace(_to(task, TaskStatus.STOPPED), stopped_at=now, under_way=())
    return task


def _to(task: Task, status: TaskStatus) -> Task:
    return replace(task, last_status=status, version=task.version + 1)


def _running(task: Task, now: float) -> Task:
    return replace(_to(task, TaskStatus.RUNNING), started_at=now)


def _all_started(task: Task) -> bool:
    """Whether the task is RUNNING by its containers: each has started, even if it has ended since."""
    return task.prepared and all(
        item.status in (ContainerStatus.RUNNING, ContainerStatus.STOPPED) for item in task.containers
    )


def _all_stopped(task: Task) -> bool:
    return all(item.status is ContainerStatus.STOPPED for item in task.containers)


def _to_drain(task: Task) -> bool:
    """Whether the containers must go on serving while the targets drain."""
    return _in_groups(task) and task.stop_code != StopCode.ESSENTIAL_CONTAINER_EXITED


def _in_groups(task: Task) -> bool:
    """Whether the task's address may still be a target."""
    return task.targets in (Targets.REGISTERED, Targets.DRAINING)


def tells_apart(before: Task, after: Task) -> bool:
    """Whether anything is different that anybody else sees, or that must outlive the engine.

    When a container is checked next, and which actions have been given out, is only this engine's concern.
    """
    if before == after:
        return False
    return _as_others_see(before) != _as_others_see(after)


def _as_others_see(task: Task) -> Task:
    containers = tuple(replace(item, health=replace(item.health, next_check_at=None)) for item in task.containers)
    return replace(task, containers=containers, under_way=(), version=0)


def _with_health(task: Task, spec: TaskSpec) -> Task:
    status = essential_health(task, spec)
    if status is task.health_status or not task.live:
        return task
    return replace(task, health_status=status, version=task.version + 1)


def _actions(task: Task, spec: TaskSpec, now: float) -> tuple[Task, tuple[TaskAction, ...]]:
    task = _give_up(task, spec, now)
    given: list[TaskAction] = []
    for action in tuple(_wanted(task, spec, now)):
        if key(action) in task.under_way:
            continue
        given.append(action)
        task = _given(replace(task, under_way=(*task.under_way, key(action))), spec, action, now)
    return task, tuple(given)


def _wanted(task: Task, spec: TaskSpec, now: float) -> Iterator[TaskAction]:
    """Every action that the task's state asks for, whether or not it is under way."""
    if task.live:
        yield from _wanted_to_run(task, spec, now)
        return
    if task.last_status is TaskStatus.STOPPED:
        return
    if _in_groups(task) and "RegisterTargets" not in task.under_way:
        yield DeregisterTargets(task.id, f"the task stops: {task.stopped_reason}")
    if task.last_status is TaskStatus.STOPPING:
        for item in task.containers:
            yield from _wanted_to_stop(task, spec, item, now)
    if task.last_status is TaskStatus.DEPROVISIONING:
        if not task.removed:
            yield RemoveContainers(task.id, "every container has stopped")
        elif not task.released and "ProvisionInterface" not in task.under_way:
            yield ReleaseInterface(task.id, "the containers are removed")


def _wanted_to_run(task: Task, spec: TaskSpec, now: float) -> Iterator[TaskAction]:
    match task.last_status:
        case TaskStatus.PROVISIONING:
            yield ProvisionInterface(task.id, task.subnet_id, "the task needs an interface in its subnet")
        case TaskStatus.PENDING if not task.prepared:
            yield PrepareLaunch(task.id, "the interface is ready")
        case TaskStatus.ACTIVATING:
            yield RegisterTargets(task.id, "every container has started")
    if not task.prepared:
        return
    for item in task.containers:
        if item.status is ContainerStatus.PENDING:
            ready = turn(task, spec, item, now)
            if isinstance(ready, Ready):
                yield CreateContainer(task.id, item.name, ready.cause)
        elif item.status is ContainerStatus.CREATED:
            cause = "it exited and its restart policy starts it again" if item.restarts else "it is created"
            yield StartContainer(task.id, item.name, cause, item.restarts)
        elif item.status is ContainerStatus.RUNNING and container_health.due(item.health, now):
            yield CheckHealth(task.id, item.name, "its health check is due")


def _wanted_to_stop(task: Task, spec: TaskSpec, item: Container, now: float) -> Iterator[TaskAction]:
    if item.status is not ContainerStatus.RUNNING or not may_stop(task, spec, item):
        return
    yield SignalContainer(task.id, item.name, f"the task stops: {task.stopped_reason}")
    if item.kill_at is not None and now >= item.kill_at:
        yield KillContainer(task.id, item.name, "it was still running stopTimeout seconds after SIGTERM")


def _given(task: Task, spec: TaskSpec, action: TaskAction, now: float) -> Task:
    """The task once an action is given out: a check is no longer due, a signal starts the stop timeout."""
    match action:
        case CheckHealth(_, name):
            item = task.container(name)
            if item is not None:
                return with_container(task, replace(item, health=replace(item.health, next_check_at=None)))
        case SignalContainer(_, name):
            item, definition = task.container(name), spec.container(name)
            if item is not None and definition is not None and item.kill_at is None:
                return with_container(task, replace(item, kill_at=now + definition.stop_timeout_seconds))
    return task


def _give_up(task: Task, spec: TaskSpec, now: float) -> Task:
    """Marks what will never run as STOPPED: containers whose dependencies failed, and those that a stop came before."""
    for item in task.containers:
        if item.status not in (ContainerStatus.PENDING, ContainerStatus.CREATED):
            continue
        if not task.live and task.last_status is TaskStatus.STOPPING:
            if not _starting(task, item):
                task = with_container(task, replace(item, status=ContainerStatus.STOPPED, stopped_at=now))
        elif task.live and task.prepared and item.status is ContainerStatus.PENDING:
            never = turn(task, spec, item, now)
            if isinstance(never, Never):
                task = _never(task, item, never, now)
    return task


def _never(task: Task, item: Container, never: Never, now: float) -> Task:
    ended = replace(
        item,
        status=ContainerStatus.STOPPED,
        reason=never.reason,
        exit_code=NEVER_STARTED_EXIT_CODE,
        stopped_at=now,
    )
    task = with_container(task, ended)
    return stop(task, StopCode.TASK_FAILED_TO_START, never.reason, now) if item.essential else task


def _starting(task: Task, item: Container) -> bool:
    """Whether the container may be running before we hear of it."""
    return any(f"{verb} {item.name}" in task.under_way for verb in ("CreateContainer", "StartContainer"))


def _was_being_checked(item: Container, spec: TaskSpec) -> bool:
    return item.status is ContainerStatus.RUNNING and checked(spec, item.name) and item.health.next_check_at is None
