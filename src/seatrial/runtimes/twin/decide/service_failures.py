"""What failed tasks do to a service: the throttle, the circuit breaker, and the rollback."""

from __future__ import annotations

from msgspec.structs import replace

from seatrial.runtimes.twin.decide import circuit_breaker, ecs_deployment, service_events, throttle
from seatrial.runtimes.twin.decide.ecs_deployment import Deployment
from seatrial.runtimes.twin.decide.ecs_task_state import StopCode, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_health import has_checks
from seatrial.runtimes.twin.decide.service_round import FAILED_CHECKS, Round


def count_failures(work: Round) -> None:
    """Counts each stopped task once, for the throttle and for its deployment's circuit breaker."""
    known = {task.id for task in work.tasks}
    for deployment in work.service.deployments:
        judged = [item for item in deployment.judged if item in known]
        fails = deployment.failed_tasks
        for task in work.tasks:
            if task.live or task.started_by != deployment.id or task.id in judged:
                continue
            judged.append(task.id)
            if _failed_to_start(task):
                _throttle(work, task)
            if deployment.in_progress and _failed(task, deployment) and not work.ignores_failures(deployment):
                fails += 1
        work.put(replace(deployment, judged=tuple(judged), failed_tasks=fails))


def notice_healthy(work: Round) -> None:
    """A task that is healthy for the first time resets what failures before it had added up to."""
    known = {task.id for task in work.tasks}
    for deployment in work.service.deployments:
        proven = [item for item in deployment.proven if item in known]
        new = [task.id for task in work.own(deployment) if work.judged[task.id].healthy and task.id not in proven]
        fails = deployment.failed_tasks
        if new and work.service.settings.circuit_breaker.reset_on_healthy_task:
            fails = 0
        work.put(replace(deployment, proven=(*proven, *new), failed_tasks=fails))
    raised_at = work.service.throttle.raised_at
    if work.service.throttle.failures and any(
        task.started_at is not None and task.started_at >= raised_at for task in work.own(work.service.primary)
    ):
        work.service = replace(
            work.service, throttle=throttle.Throttle(), log=service_events.resolved(work.service.log)
        )


def fail_deployment(work: Round) -> None:
    """Fails a deployment whose circuit breaker trips or whose alarm fires, and goes back where that is asked for."""
    service, primary = work.service, work.service.primary
    if not primary.in_progress:
        return
    breaker, alarms = service.settings.circuit_breaker, service.settings.alarms
    if circuit_breaker.tripped(breaker, primary.failed_tasks, service.settings.desired_count):
        reason, why, rollback = ecs_deployment.TASKS_FAILED_REASON, "tasks failed to start", breaker.rollback
    elif alarms.enable and set(alarms.names) & set(service.alarms_firing):
        reason, why, rollback = ecs_deployment.ALARM_REASON, "alarm detected", alarms.rollback
    else:
        return
    work.say_later()
    pending = [task for task in work.own(primary) if task.last_status is not TaskStatus.RUNNING]
    work.stop(pending, f"the deployment failed: {why}")
    failed = ecs_deployment.failed(work.service.primary, reason, work.now)
    work.put(failed)
    work.service = replace(work.service, last_failed=failed)
    work.say(service_events.deployment_failed(service.name, primary.id, why))
    target = _rollback_target(work, primary) if rollback else None
    if target is None:
        return
    work.say(service_events.rolling_back(service.name, target.id))
    count = service.settings.desired_count
    work.service = replace(
        work.service,
        deployments=ecs_deployment.rolled_back(work.service.deployments, target, count, work.now),
        throttle=throttle.Throttle(),
        log=service_events.resolved(work.service.log),
    )


def _throttle(work: Round, task: Task) -> None:
    closed = throttle.failed_to_start(work.service.throttle, task.created_at, work.now, work.speed)
    work.service = replace(work.service, throttle=closed)
    if task.stop_code == StopCode.TASK_FAILED_TO_START:
        work.say_cause(service_events.unable_to_place(work.service.name, task.stopped_reason))
    if closed.impaired:
        work.say_cause(service_events.start_impaired(work.service.name))


def _rollback_target(work: Round, failed: Deployment) -> Deployment | None:
    last = work.service.last_completed
    if last is None or last.id == failed.id:
        return None
    return next((item for item in work.service.deployments if item.id == last.id), last)


def _failed_to_start(task: Task) -> bool:
    codes = (StopCode.TASK_FAILED_TO_START, StopCode.ESSENTIAL_CONTAINER_EXITED)
    return task.started_at is None and task.stop_code in codes


def _failed(task: Task, deployment: Deployment) -> bool:
    """Whether a stopped task is a failure of its deployment."""
    if task.stop_code == StopCode.SERVICE_SCHEDULER_INITIATED:
        return task.stopped_reason.startswith(FAILED_CHECKS)
    if task.started_at is None:
        return _failed_to_start(task)
    unproven = has_checks(deployment.revision) and task.id not in deployment.proven
    return task.stop_code == StopCode.ESSENTIAL_CONTAINER_EXITED and unproven
