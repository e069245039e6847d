"""One round of the service scheduler: what it sees of a service, what it has decided so far, and what it says.

A round starts from values and ends in values: its ``service`` and ``actions`` are what came of it. Everything it tells
of the service's tasks takes what was already decided in the round as done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from seatrial.runtimes.twin.decide import service_events, task_placement, throttle
from seatrial.runtimes.twin.decide.ecs_deployment import Deployment, RolloutState
from seatrial.runtimes.twin.decide.ecs_service_state import Service, ServiceSettings, ServiceStatus, task_id
from seatrial.runtimes.twin.decide.ecs_task_state import OVER, StopCode, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_actions import ServiceAction, StartTask, StopTask
from seatrial.runtimes.twin.decide.service_events import REPEATED_AFTER_SECONDS
from seatrial.runtimes.twin.decide.service_health import (
    FAILED_CONTAINER_CHECKS_REASON,
    FAILED_TARGET_CHECKS_REASON,
    Judgement,
    TargetHealth,
    judge,
)

# Of an old deployment as of a smaller desired count: the id is that of the deployment which the task belongs to.
SCALING_REASON = "Scaling activity initiated by (deployment {})"
# How soon after a failed launch the circuit breaker is asked.
FAILED_LAUNCH_SEEN_SECONDS = 1.0
FAILED_CHECKS = (FAILED_CONTAINER_CHECKS_REASON, FAILED_TARGET_CHECKS_REASON.partition("(")[0])


class Round:
    """One round over one service."""

    def __init__(
        self,
        service: Service,
        tasks: tuple[Task, ...],
        target_health: tuple[TargetHealth, ...],
        now: float,
        speed: float,
        refused: Mapping[str, str],
    ) -> None:
        self.service = service
        self.refused = refused
        self.actions: list[ServiceAction] = []
        self.tasks = tuple(sorted(tasks, key=lambda task: (task.created_at, task.id)))
        self.targets = target_health
        self.now = now
        self.speed = speed
        self.times: list[float] = []
        self._later: list[str] = []
        # Live tasks, as they will be once the actions of this round are carried out.
        alive = {task.id for task in self.tasks if task.live}
        told = tuple(action for action in service.told_to_stop if action.task_id in alive)
        self.service = replace(service, told_to_stop=told)
        stopping = {action.task_id for action in told}
        self.live = [task for task in self.tasks if task.live and task.id not in stopping]
        self.judged: dict[str, Judgement] = {task.id: self._judge(task) for task in self.live}

    def next_at(self) -> float | None:
        """When to ask again: a task settles, a grace period ends, the throttle opens, a bake time is over."""
        times = [time for time in self.times if time > self.now]
        if self.missing() > 0 and not throttle.open_at(self.service.throttle, self.now):
            times.append(self.service.throttle.until)
        if self.service.steady and self.service.steady_said_at is not None:
            times.append(self.service.steady_said_at + REPEATED_AFTER_SECONDS / self.speed)
        return min(times, default=None)

    @property
    def settings(self) -> ServiceSettings:
        return self.service.settings

    def own(self, deployment: Deployment) -> list[Task]:
        return [task for task in self.live if task.started_by == deployment.id]

    def old(self) -> list[Task]:
        return [task for task in self.live if task.started_by != self.service.primary.id]

    def started(self, task: Task) -> bool:
        return task.last_status is TaskStatus.RUNNING

    def unhealthy(self) -> list[Task]:
        """Tasks to replace: of old deployments first, then the oldest."""
        primary = self.service.primary.id
        found = [task for task in self.live if self.judged[task.id].complaint is not None]
        return sorted(found, key=lambda task: (task.started_by == primary, task.created_at, task.id))

    def between(self) -> list[Task]:
        """Tasks of which it is not known yet whether they will be healthy."""
        return [task for task in self.live if not self.judged[task.id].counts and not self.judged[task.id].complaint]

    def counting(self) -> int:
        return sum(self.judged[task.id].counts for task in self.live)

    def counting_of(self, deployment: Deployment) -> int:
        return sum(self.judged[task.id].counts for task in self.own(deployment))

    def missing(self) -> int:
        """How many tasks the PRIMARY deployment lacks; one that is to be replaced is lacking already."""
        if self.service.primary.rollout_state is RolloutState.FAILED or self.service.status is ServiceStatus.DRAINING:
            return 0
        own = [task for task in self.own(self.service.primary) if self.judged[task.id].complaint is None]
        return max(0, self.settings.desired_count - len(own))

    def room(self) -> int:
        return max(0, self.settings.maximum - len(self.live))

    def all_there(self) -> bool:
        own = self.own(self.service.primary)
        healthy = all(self.judged[task.id].healthy and not self.judged[task.id].complaint for task in own)
        return healthy and len(own) == len(self.live) == self.settings.desired_count

    def left_of_others(self) -> bool:
        primary = self.service.primary.id
        return any(task.started_by != primary and task.last_status not in OVER for task in self.tasks)

    def ignores_failures(self, deployment: Deployment) -> bool:
        """Whether a healthy task of the deployment keeps its circuit breaker from counting."""
        if not self.service.settings.circuit_breaker.reset_on_healthy_task:
            return False
        return any(task.started_by == deployment.id and self.judged[task.id].healthy for task in self.live)

    # What is done and said

    def start(self, deployment: Deployment, count: int, rebalancing: bool = False) -> None:
        if count > 0 and (error := self.refused.get(deployment.revision.task_definition_arn)):
            self._fail_to_launch(deployment, count, error)
            return
        started: list[StartTask] = []
        unhealthy = [task for task in self.own(deployment) if self.judged[task.id].complaint is not None]
        stopped_unhealthy = sum(
            isinstance(action, StopTask) and action.reason.startswith(FAILED_CHECKS) for action in self.actions
        )
        for _ in range(max(0, count)):
            own = self.own(deployment)
            others = [task for task in self.live if task.started_by != deployment.id]
            # One that is to be replaced leaves its zone, so that the replacement keeps the service spread as it was.
            staying = [task for task in own if self.judged[task.id].complaint is None]
            place = task_placement.place(deployment.revision.subnets, staying, others)
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
            self.live.append(_to_be(action, self.now))
            self.judged[action.task_id] = Judgement(healthy=False, counts=False)
            self.service = replace(self.service, ids_given=self.service.ids_given + 1)
        self.actions.extend(started)
        ids = [action.task_id for action in started]
        if rebalancing and ids:
            zone = started[0].availability_zone
            self.say(service_events.started_to_rebalance(self.service.name, zone, ids))
        elif ids:
            replaced = min(len(ids), len(unhealthy) + stopped_unhealthy)
            self.say(service_events.started(self.service.name, ids, replaced))

    def _fail_to_launch(self, deployment: Deployment, count: int, error: str) -> None:
        """No task comes into being. "A task is considered a failure if the service scheduler can't launch the task":
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html (failedTasks; read 2026-11-23).
        """
        self.say_cause(service_events.failed_to_launch(self.service.name, error))
        closed = throttle.failed_to_start(self.service.throttle, self.now, self.now, self.speed)
        self.service = replace(self.service, throttle=closed)
        if closed.impaired:
            self.say_cause(service_events.start_impaired(self.service.name))
        if deployment.in_progress and not self.ignores_failures(deployment):
            self.put(replace(deployment, failed_tasks=deployment.failed_tasks + count))
            self.times.append(self.now + FAILED_LAUNCH_SEEN_SECONDS / self.speed)

    def stop(self, tasks: Sequence[Task], cause: str) -> None:
        """Stops tasks as scaling does, and says so."""
        chosen = self._stop_silently(tasks, cause)
        running = [task.id for task in chosen if self.started(task)]
        pending = len(chosen) - len(running)
        if running:
            self.say(service_events.stopped(self.service.name, running))
        if pending:
            self.say(service_events.stopped_pending(self.service.name, pending))

    def stop_to_rebalance(self, tasks: Sequence[Task]) -> None:
        chosen = self._stop_silently(tasks, "its zone has more tasks than another")
        for zone in sorted({task.availability_zone for task in chosen}):
            ids = [task.id for task in chosen if task.availability_zone == zone]
            self.say(service_events.stopped_to_rebalance(self.service.name, zone, ids))

    def stop_complaining(self, tasks: Sequence[Task], cause: str) -> None:
        """Stops tasks that failed their health checks, and says of each why."""
        for task in tasks:
            complaint = self.judged[task.id].complaint
            if complaint is not None:
                self._later.append(complaint.message)
            deployment = next((item for item in self.service.deployments if item.id == task.started_by), None)
            if deployment is not None:
                fails = deployment.in_progress and not self.ignores_failures(deployment)
                judged = (*deployment.judged, task.id)
                self.put(replace(deployment, judged=judged, failed_tasks=deployment.failed_tasks + fails))
        self._stop_silently(tasks, cause)
        running = [task.id for task in tasks if self.started(task)]
        if running:
            self._later.append(service_events.stopped(self.service.name, running))

    def say_later(self) -> None:
        """Says what was kept back: AWS tells of the replacements first, then of what they replace."""
        for message in self._later:
            self.say(message)
        self._later.clear()

    def _stop_silently(self, tasks: Sequence[Task], cause: str) -> list[Task]:
        chosen = [task for task in tasks if task in self.live]
        for task in chosen:
            self.live.remove(task)
            complaint = self.judged[task.id].complaint
            reason = complaint.stopped_reason if complaint is not None else SCALING_REASON.format(task.started_by)
            action = StopTask(task.id, StopCode.SERVICE_SCHEDULER_INITIATED.value, reason, cause)
            self.actions.append(action)
            self.service = replace(self.service, told_to_stop=(*self.service.told_to_stop, action))
            deployment = next((item for item in self.service.deployments[1:] if item.id == task.started_by), None)
            if deployment is not None:
                self.put(replace(deployment, desired_count=max(0, deployment.desired_count - 1)))
        return chosen

    def put(self, deployment: Deployment) -> None:
        deployments = tuple(deployment if item.id == deployment.id else item for item in self.service.deployments)
        self.service = replace(self.service, deployments=deployments)

    def say(self, message: str) -> None:
        self.service = replace(self.service, log=service_events.say(self.service.log, message, self.now))

    def say_cause(self, message: str) -> None:
        log = service_events.say_cause(self.service.log, message, self.now, self.speed)
        self.service = replace(self.service, log=log)

    def _judge(self, task: Task) -> Judgement:
        deployment = self._deployment_of(task)
        targets = [item for item in self.targets if item.task_id == task.id]
        name, settings = self.service.name, self.settings
        found = judge(name, settings, deployment.revision, task, targets, self.now, self.speed)
        if found.until is not None:
            self.times.append(found.until)
        return found

    def _deployment_of(self, task: Task) -> Deployment:
        found = (item for item in self.service.deployments if item.id == task.started_by)
        return next(found, self.service.last_completed or self.service.primary)


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
