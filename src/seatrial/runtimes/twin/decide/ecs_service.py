"""The ECS service scheduler: which tasks to start and to stop, and what to say about it.

``decide_service`` looks at a service, at all its tasks and at what the load balancers say of them, and gives the
service as it is then, the tasks to start and to stop, and when to ask again though nothing was seen to change. It is to
be asked after every change of a task or a target, and it is safe to ask at any time: asked twice it starts nothing
twice, since a task that was started is then among the tasks.

The engine therefore carries StartTask out by adding ``ecs_task.new_task`` to its tasks at once, in the same transaction
as the new service: what an engine that died has not written, never was, and is decided anew. StopTask is the
observation StopRequested; it is given again until the task is seen to stop.

The rules, in the order in which they are applied:

1. A task that stopped without ever RUNNING throttles the service; one that failed counts for the circuit breaker.
2. A deployment whose circuit breaker trips, or whose alarm fires, is FAILED: it starts nothing more, and with rollback
   the last completed deployment is PRIMARY again.
3. Unhealthy tasks are replaced: the replacement starts first where maximumPercent leaves room, and the unhealthy one is
   stopped once as many tasks as desired are healthy, or the replacement is unhealthy too, or there is no room.
4. Missing tasks of the PRIMARY deployment start, up to maximumPercent of the desired count; where that leaves no room,
   old tasks stop first, down to minimumHealthyPercent. Old tasks are also stopped as new ones are healthy in their
   place.
5. What is too many is stopped, from the fullest zone first.
6. The deployment is COMPLETED when its tasks are all there and healthy and no task of another deployment is left.
7. A steady service whose zones differ by more than one task is rebalanced.

Tasks that are told to stop, also while they drain, count neither as running nor towards the maximum.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html (4),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html (3),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (3, 4),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html (5),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html (6),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html (7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from seatrial.runtimes.twin.decide import ecs_deployment, service_events, task_placement
from seatrial.runtimes.twin.decide.ecs_deployment import RolloutState
from seatrial.runtimes.twin.decide.ecs_service_state import Service, ServiceStatus
from seatrial.runtimes.twin.decide.ecs_task_state import OVER, Targets, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_actions import ServiceAction, StartTask, StopTask
from seatrial.runtimes.twin.decide.service_events import REPEATED_AFTER_SECONDS
from seatrial.runtimes.twin.decide.service_failures import count_failures, fail_deployment, notice_healthy
from seatrial.runtimes.twin.decide.service_health import TargetHealth
from seatrial.runtimes.twin.decide.service_rollout import restore_old, roll, stop_surplus, stop_unhealthy
from seatrial.runtimes.twin.decide.service_round import Round

ROLLING_BACK_SECONDS = 1.0

__all__ = ["Decision", "ServiceAction", "StartTask", "StopTask", "decide_service", "pending_count", "running_count"]


class Decision(Struct, frozen=True):
    """``messages`` are new events, already in the service's log; ``next_at`` is when time alone changes something."""

    service: Service
    actions: tuple[ServiceAction, ...] = ()
    messages: tuple[str, ...] = ()
    next_at: float | None = None


def decide_service(
    service: Service,
    tasks: Iterable[Task],
    target_health: Iterable[TargetHealth],
    now: float,
    speed: float = 1.0,
    refused: Mapping[str, str] | None = None,
) -> Decision:
    """What is to be done for a service now. ``tasks`` are all of its tasks, with the recently stopped ones.

    ``refused`` has the task definitions of which RunTask makes no task, by ARN, each with its error.
    """
    if service.status is ServiceStatus.INACTIVE:
        return Decision(service)
    work = Round(service, tuple(tasks), tuple(target_health), now, speed, refused or {})
    again = work.service.told_to_stop
    _announce_targets(work)
    if service.status is ServiceStatus.DRAINING:
        _drain(work)
    else:
        _decide(work)
    messages = tuple(event.message for event in work.service.log.after(service.log.last_number))
    return Decision(work.service, (*again, *work.actions), messages, work.next_at())


def running_count(tasks: Iterable[Task], deployment_id: str = "") -> int:
    """AWS's runningCount, of a service or of one deployment."""
    return sum(task.last_status is TaskStatus.RUNNING and task.started_by.startswith(deployment_id) for task in tasks)


def pending_count(tasks: Iterable[Task], deployment_id: str = "") -> int:
    """AWS's pendingCount, of a service or of one deployment."""
    starting = (TaskStatus.PROVISIONING, TaskStatus.PENDING, TaskStatus.ACTIVATING)
    return sum(task.last_status in starting and task.started_by.startswith(deployment_id) for task in tasks)


def _decide(work: Round) -> None:
    count_failures(work)
    notice_healthy(work)
    stop_unhealthy(work)
    fail_deployment(work)
    roll(work)
    work.say_later()
    restore_old(work)
    stop_surplus(work)
    if work.actions:
        work.service = replace(work.service, steady=False)
    _complete(work)
    _rebalance(work)
    _settle(work)


def _drain(work: Round) -> None:
    work.stop(work.live, "the service is being deleted")
    unfinished = [task for task in work.tasks if task.last_status not in (*OVER, TaskStatus.STOPPING)]
    if not unfinished:
        work.service = replace(work.service, status=ServiceStatus.INACTIVE)


def _announce_targets(work: Round) -> None:
    service, known = work.service, {task.id: task for task in work.tasks}
    announced = set(service.targets_announced)
    new = [task for task in work.tasks if task.targets is Targets.REGISTERED and task.id not in announced]
    leaving = (Targets.DRAINING, Targets.DRAINED)
    gone = [known[item] for item in service.targets_announced if item in known and known[item].targets in leaving]
    for tasks, text in ((new, service_events.registered), (gone, service_events.deregistered)):
        counts = Counter(item.target_group_arn for task in tasks for item in task.registrations)
        for arn, count in sorted(counts.items()):
            work.say(text(service.name, count, arn))
    if gone:
        work.say(service_events.draining(service.name, len(gone)))
    still = (announced & set(known)) | {task.id for task in new}
    still -= {task.id for task in gone}
    work.service = replace(work.service, targets_announced=tuple(sorted(still)))


def _complete(work: Round) -> None:
    primary = work.service.primary
    if primary.rolling_back and primary.updated_at == work.now:
        # Whoever looks shall see that it rolls back, also where all its tasks are still there.
        work.times.append(work.now + ROLLING_BACK_SECONDS / work.speed)
    elif primary.in_progress:
        done = work.all_there() and not work.left_of_others()
        since = (primary.healthy_since if primary.healthy_since is not None else work.now) if done else None
        work.put(replace(primary, healthy_since=since))
        bakes = work.settings.bake_time_seconds / work.speed if work.settings.alarms.enable else 0.0
        if since is not None and work.now < since + bakes:
            work.times.append(since + bakes)
        elif since is not None:
            complete = ecs_deployment.completed(work.service.primary, work.now)
            work.put(complete)
            work.service = replace(work.service, last_completed=complete, log=service_events.resolved(work.service.log))
            work.say(service_events.deployment_completed(work.service.name, primary.id))
    _forget_deployments(work)


def _forget_deployments(work: Round) -> None:
    """Drops deployments that have no task left and will get none."""
    primary = work.service.primary
    unfinished = {task.started_by for task in work.tasks if task.last_status not in OVER}
    unfinished |= {task.started_by for task in work.live}
    may_return = [
        item.id
        for item in work.service.deployments
        if item.was_completed and item.desired_count > 0 and primary.rollout_state is not RolloutState.COMPLETED
    ]
    kept = tuple(
        item
        for item in work.service.deployments
        if item.id == primary.id or item.id in unfinished or item.id in may_return
    )
    work.service = replace(work.service, deployments=kept)


def _rebalance(work: Round) -> None:
    """Starts a task in the emptiest zone where zones differ by more than one; then one of the fullest stops."""
    service, primary = work.service, work.service.primary
    own = work.own(primary)
    by_zone = task_placement.zone_counts(primary.revision.subnets, own)
    spread = max(by_zone.values(), default=0) - min(by_zone.values(), default=0)
    if primary.rollout_state is not RolloutState.COMPLETED or not work.settings.availability_zone_rebalancing:
        work.service = replace(service, rebalancing=False)
        return
    if not work.all_there():
        return
    if spread <= 1 and service.rebalancing:
        work.service = replace(service, rebalancing=False)
        work.say(service_events.balanced(service.name, by_zone))
    elif spread > 1 and work.room() > 0:
        if not service.rebalancing:
            work.say(service_events.not_balanced(service.name, by_zone))
        work.service = replace(work.service, rebalancing=True, steady=False)
        work.start(primary, 1, rebalancing=True)


def _settle(work: Round) -> None:
    """Says when the steady state is reached, and again every six hours."""
    service = work.service
    complete = service.primary.rollout_state is RolloutState.COMPLETED and work.all_there() and not service.rebalancing
    # What was told to stop has begun to: its targets leave.
    live = {task.id for task in work.live}
    leaving = any(task.targets is Targets.REGISTERED for task in work.tasks if task.id not in live)
    if not complete or leaving:
        work.service = replace(service, steady=False)
        return
    last = service.steady_said_at
    if service.steady and last is not None and work.now < last + REPEATED_AFTER_SECONDS / work.speed:
        return
    work.say(service_events.steady_state(service.name))
    work.service = replace(work.service, steady=True, steady_said_at=work.now)
