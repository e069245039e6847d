"""The ECS service scheduler: which tasks to start and to stop, and what to say about it.

``decide_service`` looks at a service, at all its tasks and at what the load balancers say of them, and gives the
service as it is then, the tasks to start and to stop, and when to ask again though nothing was seen to change. It is to
be asked after every change of a task or a target, and it is safe to ask at any time: asked twice it starts nothing
twice, since a task that was started is then among the tasks.

The engine therefore carries an action out by putting it into the state at once, in the same transaction as the new
service: StartTask by adding ``ecs_task.new_task`` to its tasks, StopTask by the observation StopRequested. What an
engine that died has not written, never was, and is decided anew.

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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from seatrial.runtimes.twin.decide import circuit_breaker, ecs_deployment, service_events, task_placement, throttle
from seatrial.runtimes.twin.decide.ecs_deployment import Deployment, RolloutState
from seatrial.runtimes.twin.decide.ecs_service_state import Service, ServiceSettings, ServiceStatus, task_id
from seatrial.runtimes.twin.decide.ecs_task_state import OVER, StopCode, Targets, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_events import REPEATED_AFTER_SECONDS
from seatrial.runtimes.twin.decide.service_health import (
    FAILED_CONTAINER_CHECKS_REASON,
    FAILED_TARGET_CHECKS_REASON,
    Judgement,
    TargetHealth,
    has_checks,
    judge,
)

SCALING_REASON = "Scaling activity initiated by (deployment {})"
_FAILED_CHECKS = (FAILED_CONTAINER_CHECKS_REASON, FAILED_TARGET_CHECKS_REASON.partition("(")[0])


@dataclass(frozen=True, slots=True)
class StartTask:
    """A task of a deployment's revision, in this subnet. ``capacity_provider`` is "" for launch type FARGATE."""

    task_id: str
    deployment_id: str
    subnet_id: str
    availability_zone: str
    capacity_provider: str
    cause: str


@dataclass(frozen=True, slots=True)
class StopTask:
    task_id: str
    stop_code: str
    reason: str
    cause: str


ServiceAction: TypeAlias = StartTask | StopTask


@dataclass(frozen=True, slots=True)
class Decision:
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
) -> Decision:
    """What is to be done for a service now. ``tasks`` are all of its tasks, with the recently stopped ones."""
    if service.status is ServiceStatus.INACTIVE:
        return Decision(service)
    scheduler = _Scheduler(service, tuple(tasks), tuple(target_health), now, speed)
    if service.status is ServiceStatus.DRAINING:
        scheduler.drain()
    else:
        scheduler.decide()
    after = scheduler.service
    messages = tuple(event.message for event in after.log.after(service.log.last_number))
    return Decision(after, tuple(scheduler.actions), messages, scheduler.next_at())


def running_count(tasks: Iterable[Task], deployment_id: str = "") -> int:
    """AWS's runningCount, of a service or of one deployment."""
    return sum(task.last_status is TaskStatus.RUNNING and task.started_by.startswith(deployment_id) for task in tasks)


def pending_count(tasks: Iterable[Task], deployment_id: str = "") -> int:
    """AWS's pendingCount, of a service or of one deployment."""
    starting = (TaskStatus.PROVISIONING, TaskStatus.PENDING, TaskStatus.ACTIVATING)
    return sum(task.last_status in starting and task.started_by.startswith(deployment_id) for task in tasks)


class _Scheduler:
    """One pass over one service: it starts from values, ends in values, and is thrown away."""

    def __init__(
        self,
        service: Service,
        tasks: tuple[Task, ...],
        target_health: tuple[TargetHealth, ...],
        now: float,
        speed: float,
    ) -> None:
        self.service = service
        self.actions: list[ServiceAction] = []
        self._tasks = tuple(sorted(tasks, key=lambda task: (task.created_at, task.id)))
        self._targets = target_health
        self._now = now
        self._speed = speed
        self._times: list[float] = []
        self._later: list[str] = []
        # Live tasks, as they will be once the actions of this pass are carried out.
        told = tuple(task.id for task in self._tasks if task.live and task.id in service.told_to_stop)
        self.service = replace(service, told_to_stop=told)
        self._live = [task for task in self._tasks if task.live and task.id not in told]
        self._judged: dict[str, Judgement] = {task.id: self._judge(task) for task in self._live}

    def decide(self) -> None:
        self._announce_targets()
        self._count_failures()
        self._notice_healthy()
        self._stop_unhealthy()
        self._fail_deployment()
        self._roll()
        self._say_later()
        self._restore_old()
        self._stop_surplus()
        if self.actions:
            self.service = replace(self.service, steady=False)
        self._complete()
        self._rebalance()
        self._settle()

    def drain(self) -> None:
        self._announce_targets()
        self._stop(self._live, "the service is being deleted")
        unfinished = [task for task in self._tasks if task.last_status not in (*OVER, TaskStatus.STOPPING)]
        if not unfinished:
            self.service = replace(self.service, status=ServiceStatus.INACTIVE)

    def next_at(self) -> float | None:
        """When to ask again: a task settles, a grace period ends, the throttle opens, a bake time is over."""
        times = [time for time in self._times if time > self._now]
        if self._missing() > 0 and not throttle.open_at(self.service.throttle, self._now):
            times.append(self.service.throttle.until)
        if self.service.steady and self.service.steady_said_at is not None:
            times.append(self.service.steady_said_at + REPEATED_AFTER_SECONDS / self._speed)
        return min(times, default=None)

    # What was seen since the last pass

    def _announce_targets(self) -> None:
        service, known = self.service, {task.id: task for task in self._tasks}
        announced = set(service.targets_announced)
        new = [task for task in self._tasks if task.targets is Targets.REGISTERED and task.id not in announced]
        leaving = (Targets.DRAINING, Targets.DRAINED)
        gone = [known[item] for item in service.targets_announced if item in known and known[item].targets in leaving]
        for tasks, text in ((new, service_events.registered), (gone, service_events.deregistered)):
            counts = Counter(item.target_group_arn for task in tasks for item in task.registrations)
            for arn, count in sorted(counts.items()):
                self._say(text(service.name, count, arn))
        if gone:
            self._say(service_events.draining(service.name, len(gone)))
        still = (announced & set(known)) | {task.id for task in new}
        still -= {task.id for task in gone}
        self.service = replace(self.service, targets_announced=tuple(sorted(still)))

    def _count_failures(self) -> None:
        """Counts each stopped task once, for the throttle and for its deployment's circuit breaker."""
        known = {task.id for task in self._tasks}
        for deployment in self.service.deployments:
            judged = [item for item in deployment.judged if item in known]
            fails = deployment.failed_tasks
            for task in self._tasks:
                if task.live or task.started_by != deployment.id or task.id in judged:
                    continue
                judged.append(task.id)
                if _failed_to_start(task):
                    self._throttle(task)
                if deployment.in_progress and _failed(task, deployment) and not self._ignores_failures(deployment):
                    fails += 1
            self._put(replace(deployment, judged=tuple(judged), failed_tasks=fails))

    def _throttle(self, task: Task) -> None:
        closed = throttle.failed_to_start(self.service.throttle, task.created_at, self._now, self._speed)
        self.service = replace(self.service, throttle=closed)
        if task.stop_code == StopCode.TASK_FAILED_TO_START:
            self._say_cause(service_events.unable_to_place(self.service.name, task.stopped_reason))
        if closed.impaired:
            self._say_cause(service_events.start_impaired(self.service.name))

    def _ignores_failures(self, deployment: Deployment) -> bool:
        """Whether a healthy task of the deployment keeps its circuit breaker from counting."""
        if not self.service.settings.circuit_breaker.reset_on_healthy_task:
            return False
        return any(task.started_by == deployment.id and self._judged[task.id].healthy for task in self._live)

    def _notice_healthy(self) -> None:
        """A task that is healthy for the first time resets what failures before it had added up to."""
        known = {task.id for task in self._tasks}
        for deployment in self.service.deployments:
            proven = [item for item in deployment.proven if item in known]
            new = [task.id for task in self._own(deployment) if self._judged[task.id].healthy and task.id not in proven]
            fails = deployment.failed_tasks
            if new and self.service.settings.circuit_breaker.reset_on_healthy_task:
                fails = 0
            self._put(replace(deployment, proven=(*proven, *new), failed_tasks=fails))
        raised_at = self.service.throttle.raised_at
        if self.service.throttle.failures and any(
            task.started_at is not None and task.started_at >= raised_at for task in self._own(self.service.primary)
        ):
            self.service = replace(
                self.service, throttle=throttle.Throttle(), log=service_events.resolved(self.service.log)
            )

    # A deployment that fails

    def _fail_deployment(self) -> None:
        service, primary = self.service, self.service.primary
        if not primary.in_progress:
            return
        breaker, alarms = service.settings.circuit_breaker, service.settings.alarms
        if circuit_breaker.tripped(breaker, primary.failed_tasks, service.settings.desired_count):
            reason, why, rollback = ecs_deployment.TASKS_FAILED_REASON, "tasks failed to start", breaker.rollback
        elif alarms.enable and set(alarms.names) & set(service.alarms_firing):
            reason, why, rollback = ecs_deployment.ALARM_REASON, "alarm detected", alarms.rollback
        else:
            return
        self._say_later()
        pending = [task for task in self._own(primary) if task.last_status is not TaskStatus.RUNNING]
        self._stop(pending, f"the deployment failed: {why}")
        self._put(ecs_deployment.failed(primary, reason, self._now))
        self._say(service_events.deployment_failed(service.name, primary.id, why))
        target = self._rollback_target(primary) if rollback else None
        if target is None:
            return
        self._say(service_events.rolling_back(service.name, target.id))
        count = service.settings.desired_count
        self.service = replace(
            self.service,
            deployments=ecs_deployment.rolled_back(self.service.deployments, target, count, self._now),
            throttle=throttle.Throttle(),
            log=service_events.resolved(self.service.log),
        )

    def _rollback_target(self, failed: Deployment) -> Deployment | None:
        last = self.service.last_completed
        if last is None or last.id == failed.id:
            return None
        return next((item for item in self.service.deployments if item.id == last.id), last)

    # Tasks to stop and to start

    def _stop_unhealthy(self) -> None:
        """Stops unhealthy tasks whose place is taken, or that leave no place for a replacement."""
        unhealthy = self._unhealthy()
        if not unhealthy:
            return
        desired, counting = self._settings.desired_count, self._counting()
        excess = len(self._live) - desired
        if counting >= desired:
            self._stop_complaining(unhealthy, "as many tasks as desired are healthy without it")
        elif self._between():
            return
        elif excess > 0:
            self._stop_complaining(unhealthy[:excess], "its replacement is there")
        elif len(self._live) >= self._settings.maximum:
            running = sum(task.last_status is TaskStatus.RUNNING for task in self._live)
            if counting >= self._settings.minimum_healthy or running > self._settings.minimum_healthy:
                self._stop_complaining(unhealthy[:1], "maximumPercent leaves no room to start its replacement first")

    def _roll(self) -> None:
        """Starts what the PRIMARY deployment lacks, and stops old tasks for it."""
        primary = self.service.primary
        if primary.rollout_state is RolloutState.FAILED:
            return
        old = self._old()
        self._stop([task for task in old if not self._started(task)], "a newer deployment replaces it")
        missing, opened = self._missing(), throttle.open_at(self.service.throttle, self._now)
        first = min(missing, self._room()) if opened else 0
        lacking = missing - first if opened else 0
        spare = self._counting() - self._settings.minimum_healthy
        replaceable = [task for task in self._old() if self._judged[task.id].counts]
        making_room = max(0, min(lacking, spare, len(replaceable)))
        healthy_over = max(0, min(self._counting() - self._settings.desired_count, len(replaceable)))
        stopping = task_placement.surplus(replaceable, max(making_room, healthy_over))
        why = (
            "maximumPercent leaves no room to start its successor first" if making_room else "its successor is healthy"
        )
        self._stop(stopping, why)
        self._start(primary, min(missing, self._room()) if opened else 0)
        if lacking and not stopping and not first and not self._between() and not self._unhealthy():
            self._say_cause(service_events.no_room(self.service.name))

    def _restore_old(self) -> None:
        """Replaces tasks of a completed deployment that ended by themselves while its successor cannot start any."""
        primary = self.service.primary
        blocked = primary.rollout_state is RolloutState.FAILED or not throttle.open_at(self.service.throttle, self._now)
        if not blocked:
            return
        for deployment in self.service.deployments[1:]:
            lacking = self._settings.desired_count - len(self._live)
            lost = deployment.desired_count - len(self._own(deployment))
            if deployment.was_completed and min(lacking, lost, self._room()) > 0:
                self._start(deployment, min(lacking, lost, self._room()))
                return

    def _stop_surplus(self) -> None:
        """Stops what is too many: after a smaller desired count, or once old tasks are no longer needed."""
        own = [task for task in self._own(self.service.primary) if self._judged[task.id].complaint is None]
        excess = len(own) - self._settings.desired_count
        if self.service.rebalancing:
            if excess > 0 and all(self._judged[task.id].counts for task in own):
                self._stop_to_rebalance(task_placement.surplus(own, excess))
            return
        if excess > 0:
            weak = [task for task in own if not self._judged[task.id].counts]
            chosen = task_placement.surplus(own, excess, first=weak)
            spare = self._counting() - self._settings.minimum_healthy
            strong = [task for task in chosen if self._judged[task.id].counts][: max(0, spare)]
            self._stop([task for task in chosen if task in weak or task in strong], "more tasks run than are desired")
        enough = self._counting_of(self.service.primary) >= self._settings.desired_count
        if enough and self.service.primary.rollout_state is not RolloutState.FAILED:
            self._stop(self._old(), "its successors are healthy")

    # When it is done

    def _complete(self) -> None:
        primary = self.service.primary
        if primary.in_progress:
            done = self._all_there() and not self._left_of_others()
            since = (primary.healthy_since if primary.healthy_since is not None else self._now) if done else None
            self._put(replace(primary, healthy_since=since))
            bakes = self._settings.bake_time_seconds / self._speed if self._settings.alarms.enable else 0.0
            if since is not None and self._now < since + bakes:
                self._times.append(since + bakes)
            elif since is not None:
                complete = ecs_deployment.completed(self.service.primary, self._now)
                self._put(complete)
                self.service = replace(
                    self.service, last_completed=complete, log=service_events.resolved(self.service.log)
                )
                self._say(service_events.deployment_completed(self.service.name, primary.id))
        self._forget_deployments()

    def _forget_deployments(self) -> None:
        """Drops deployments that have no task left and will get none."""
        primary = self.service.primary
        unfinished = {task.started_by for task in self._tasks if task.last_status not in OVER}
        unfinished |= {task.started_by for task in self._live}
        may_return = [
            item.id
            for item in self.service.deployments
            if item.was_completed and item.desired_count > 0 and primary.rollout_state is not RolloutState.COMPLETED
        ]
        kept = tuple(
            item
            for item in self.service.deployments
            if item.id == primary.id or item.id in unfinished or item.id in may_return
        )
        self.service = replace(self.service, deployments=kept)

    def _rebalance(self) -> None:
        """Starts a task in the emptiest zone where zones differ by more than one; then one of the fullest stops."""
        service, primary = self.service, self.service.primary
        own = self._own(primary)
        by_zone = task_placement.zone_counts(primary.revision.subnets, own)
        spread = max(by_zone.values(), default=0) - min(by_zone.values(), default=0)
        if primary.rollout_state is not RolloutState.COMPLETED or not self._settings.availability_zone_rebalancing:
            self.service = replace(service, rebalancing=False)
            return
        if not self._all_there():
            return
        if spread <= 1 and service.rebalancing:
            self.service = replace(service, rebalancing=False)
            self._say(service_events.balanced(service.name, by_zone))
        elif spread > 1 and self._room() > 0:
            if not service.rebalancing:
                self._say(service_events.not_balanced(service.name, by_zone))
            self.service = replace(self.service, rebalancing=True, steady=False)
            self._start(primary, 1, rebalancing=True)

    def _settle(self) -> None:
        """Says when the steady state is reached, and again every six hours."""
        service = self.service
        steady = (
            service.primary.rollout_state is RolloutState.COMPLETED and self._all_there() and not service.rebalancing
        )
        if not steady:
            self.service = replace(service, steady=False)
            return
        last = service.steady_said_at
        if service.steady and last is not None and self._now < last + REPEATED_AFTER_SECONDS / self._speed:
            return
        self._say(service_events.steady_state(service.name))
        self.service = replace(self.service, steady=True, steady_said_at=self._now)

    # The state of things, with the actions of this pass taken as done

    @property
    def _settings(self) -> ServiceSettings:
        return self.service.settings

    def _judge(self, task: Task) -> Judgement:
        deployment = self._deployment_of(task)
        targets = [item for item in self._targets if item.task_id == task.id]
        name, settings = self.service.name, self._settings
        found = judge(name, settings, deployment.revision, task, targets, self._now, self._speed)
        if found.until is not None:
            self._times.append(found.until)
        return found

    def _deployment_of(self, task: Task) -> Deployment:
        found = (item for item in self.service.deployments if item.id == task.started_by)
        return next(found, self.service.last_completed or self.service.primary)

    def _own(self, deployment: Deployment) -> list[Task]:
        return [task for task in self._live if task.started_by == deployment.id]

    def _old(self) -> list[Task]:
        return [task for task in self._live if task.started_by != self.service.primary.id]

    def _started(self, task: Task) -> bool:
        return task.last_status is TaskStatus.RUNNING

    def _unhealthy(self) -> list[Task]:
        """Tasks to replace: of old deployments first, then the oldest."""
        primary = self.service.primary.id
        found = [task for task in self._live if self._judged[task.id].complaint is not None]
        return sorted(found, key=lambda task: (task.started_by == primary, task.created_at, task.id))

    def _between(self) -> list[Task]:
        """Tasks of which it is not known yet whether they will be healthy."""
        return [task for task in self._live if not self._judged[task.id].counts and not self._judged[task.id].complaint]

    def _counting(self) -> int:
        return sum(self._judged[task.id].counts for task in self._live)

    def _counting_of(self, deployment: Deployment) -> int:
        return sum(self._judged[task.id].counts for task in self._own(deployment))

    def _missing(self) -> int:
        """How many tasks the PRIMARY deployment lacks; one that is to be replaced is lacking already."""
        if self.service.primary.rollout_state is RolloutState.FAILED or self.service.status is ServiceStatus.DRAINING:
            return 0
        own = [task for task in self._own(self.service.primary) if self._judged[task.id].complaint is None]
        return max(0, self._settings.desired_count - len(own))

    def _room(self) -> int:
        return max(0, self._settings.maximum - len(self._live))

    def _all_there(self) -> bool:
        own = self._own(self.service.primary)
        healthy = all(self._judged[task.id].healthy and not self._judged[task.id].complaint for task in own)
        return healthy and len(own) == len(self._live) == self._settings.desired_count

    def _left_of_others(self) -> bool:
        primary = self.service.primary.id
        return any(task.started_by != primary and task.last_status not in OVER for task in self._tasks)

    # What is done

    def _start(self, deployment: Deployment, count: int, rebalancing: bool = False) -> None:
        started: list[StartTask] = []
        unhealthy = [task for task in self._own(deployment) if self._judged[task.id].complaint is not None]
        stopped_unhealthy = sum(
            isinstance(action, StopTask) and action.reason.startswith(_FAILED_CHECKS) for action in self.actions
        )
        for _ in range(max(0, count)):
            own = self._own(deployment)
            others = [task for task in self._live if task.started_by != deployment.id]
            place = task_placement.place(deployment.revision.subnets, own, others)
            if place is None:
                break
            action = StartTask(
                task_id=task_id(self.service),
                deployment_id=deployment.id,
                subnet_id=place.subnet_id,
                availability_zone=place.availability_zone,
                capacity_provider=task_placement.provider(deployment.revision.strategy, own),
                cause=f"{deployment.id} shall run {deployment.desired_count} tasks and has {len(own)}",
            )
            started.append(action)
            self._live.append(_to_be(action, self._now))
            self._judged[action.task_id] = Judgement(healthy=False, counts=False)
            self.service = replace(self.service, ids_given=self.service.ids_given + 1)
        self.actions.extend(started)
        ids = [action.task_id for action in started]
        if rebalancing and ids:
            zone = started[0].availability_zone
            self._say(service_events.started_to_rebalance(self.service.name, zone, ids))
        elif ids:
            replaced = min(len(ids), len(unhealthy) + stopped_unhealthy)
            self._say(service_events.started(self.service.name, ids, replaced))

    def _stop(self, tasks: Sequence[Task], cause: str) -> None:
        """Stops tasks as scaling does, and says so."""
        chosen = self._stop_silently(tasks, cause)
        running = [task.id for task in chosen if self._started(task)]
        pending = len(chosen) - len(running)
        if running:
            self._say(service_events.stopped(self.service.name, running))
        if pending:
            self._say(service_events.stopped_pending(self.service.name, pending))

    def _stop_to_rebalance(self, tasks: Sequence[Task]) -> None:
        chosen = self._stop_silently(tasks, "its zone has more tasks than another")
        for zone in sorted({task.availability_zone for task in chosen}):
            ids = [task.id for task in chosen if task.availability_zone == zone]
            self._say(service_events.stopped_to_rebalance(self.service.name, zone, ids))

    def _stop_complaining(self, tasks: Sequence[Task], cause: str) -> None:
        """Stops tasks that failed their health checks, and says of each why."""
        for task in tasks:
            complaint = self._judged[task.id].complaint
            if complaint is not None:
                self._later.append(complaint.message)
            deployment = next((item for item in self.service.deployments if item.id == task.started_by), None)
            if deployment is not None:
                fails = deployment.in_progress and not self._ignores_failures(deployment)
                judged = (*deployment.judged, task.id)
                self._put(replace(deployment, judged=judged, failed_tasks=deployment.failed_tasks + fails))
        self._stop_silently(tasks, cause)
        running = [task.id for task in tasks if self._started(task)]
        if running:
            self._later.append(service_events.stopped(self.service.name, running))

    def _say_later(self) -> None:
        """Says what was kept back: AWS tells of the replacements first, then of what they replace."""
        for message in self._later:
            self._say(message)
        self._later.clear()

    def _stop_silently(self, tasks: Sequence[Task], cause: str) -> list[Task]:
        chosen = [task for task in tasks if task in self._live]
        for task in chosen:
            self._live.remove(task)
            self.service = replace(self.service, told_to_stop=(*self.service.told_to_stop, task.id))
            complaint = self._judged[task.id].complaint
            reason = complaint.stopped_reason if complaint is not None else SCALING_REASON.format(task.started_by)
            self.actions.append(StopTask(task.id, StopCode.SERVICE_SCHEDULER_INITIATED, reason, cause))
            deployment = next((item for item in self.service.deployments[1:] if item.id == task.started_by), None)
            if deployment is not None:
                self._put(replace(deployment, desired_count=max(0, deployment.desired_count - 1)))
        return chosen

    def _put(self, deployment: Deployment) -> None:
        deployments = tuple(deployment if item.id == deployment.id else item for item in self.service.deployments)
        self.service = replace(self.service, deployments=deployments)

    def _say(self, message: str) -> None:
        self.service = replace(self.service, log=service_events.say(self.service.log, message, self._now))

    def _say_cause(self, message: str) -> None:
        log = service_events.say_cause(self.service.log, message, self._now, self._speed)
        self.service = replace(self.service, log=log)


def _failed_to_start(task: Task) -> bool:
    codes = (StopCode.TASK_FAILED_TO_START, StopCode.ESSENTIAL_CONTAINER_EXITED)
    return task.started_at is None and task.stop_code in codes


def _failed(task: Task, deployment: Deployment) -> bool:
    """Whether a stopped task is a failure of its deployment."""
    if task.stop_code == StopCode.SERVICE_SCHEDULER_INITIATED:
        return task.stopped_reason.startswith(_FAILED_CHECKS)
    if task.started_at is None:
        return _failed_to_start(task)
    unproven = has_checks(deployment.revision) and task.id not in deployment.proven
    return task.stop_code == StopCode.ESSENTIAL_CONTAINER_EXITED and unproven


def _to_be(action: StartTask, now: float) -> Task:
    """A task that is started in this pass, as far as placing and counting go."""
    return Task(
        id=action.task_id,
        arn="",
        cluster_arn="",
        task_definition_arn="",
        family="",
        revision=0,
        group="",
        started_by=action.deployment_id,
        availability_zone=action.availability_zone,
        subnet_id=action.subnet_id,
        created_at=now,
        containers=(),
        capacity_provider=action.capacity_provider,
    )
