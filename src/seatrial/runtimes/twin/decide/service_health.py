"""Whether a task of a service is healthy, not healthy yet, or to be replaced.

Healthy is a task that is RUNNING, whose container health checks (where its essential containers have some) and whose
targets (where the service has load balancers) are healthy. One that has neither counts towards the minimum healthy
percent only 40 seconds after it is RUNNING. Unhealthy is a task that fails a check after the grace period; a target in
a zone that its load balancer doesn't serve is never checked, and the service calls it unhealthy for that reason.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
(minimumHealthyPercent), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html (grace period),
https://repost.aws/knowledge-center/ecs-task-stopped (reasons).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from seatrial.runtimes.twin.decide import service_events
from seatrial.runtimes.twin.decide.container_health import HealthStatus
from seatrial.runtimes.twin.decide.ecs_deployment import Revision
from seatrial.runtimes.twin.decide.ecs_service_state import ServiceSettings
from seatrial.runtimes.twin.decide.ecs_task_state import Task, TaskStatus
from seatrial.runtimes.twin.decide.target_health import ZONE_NOT_ENABLED

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
SETTLING_SECONDS = 40.0
FAILED_CONTAINER_CHECKS_REASON = "Task failed container health checks"
FAILED_TARGET_CHECKS_REASON = "Task failed ELB health checks in (target-group {})"


class TargetHealth(Struct, frozen=True):
    """What the load balancer says of one target of a task. ``state`` is AWS's: healthy, unhealthy, initial, …"""

    task_id: str
    target_group_arn: str
    port: int
    state: str
    description: str = ""


class Complaint(Struct, frozen=True):
    """Why a task is to be replaced: its stopped reason, and what the service says of it."""

    stopped_reason: str
    message: str


class Judgement(Struct, frozen=True):
    """``counts`` is whether the task counts towards the minimum; ``until`` when that may change by time alone."""

    healthy: bool
    counts: bool
    complaint: Complaint | None = None
    until: float | None = None


def judge(
    service: str,
    settings: ServiceSettings,
    revision: Revision,
    task: Task,
    targets: Sequence[TargetHealth],
    now: float,
    speed: float = 1.0,
) -> Judgement:
    """The health of one live task at this moment."""
    complaint = _complaint(service, task, targets)
    until = None
    if complaint is not None:
        grace_ends = (task.started_at or task.created_at) + settings.health_check_grace_period_seconds / speed
        if now < grace_ends:
            complaint, until = None, grace_ends
    healthy = _healthy(revision, task, targets)
    counts = healthy
    if healthy and not revision.container_checks and not revision.registrations:
        settles = (task.started_at or now) + SETTLING_SECONDS / speed
        counts, until = now >= settles, (settles if now < settles else None)
    return Judgement(healthy, counts, complaint, until)


def has_checks(revision: Revision) -> bool:
    return revision.container_checks or bool(revision.registrations)


def _healthy(revision: Revision, task: Task, targets: Sequence[TargetHealth]) -> bool:
    if task.last_status is not TaskStatus.RUNNING:
        return False
    if revision.container_checks and task.health_status is not HealthStatus.HEALTHY:
        return False
    healthy = {(item.target_group_arn, item.port) for item in targets if item.state == "healthy"}
    return all((item.target_group_arn, item.port) in healthy for item in task.registrations)


def _complaint(service: str, task: Task, targets: Sequence[TargetHealth]) -> Complaint | None:
    if task.health_status is HealthStatus.UNHEALTHY:
        return Complaint(FAILED_CONTAINER_CHECKS_REASON, service_events.failed_container_checks(service, task.id))
    for item in targets:
        if item.state == "unhealthy" or (item.state == "unused" and item.description == ZONE_NOT_ENABLED[1]):
            reason = FAILED_TARGET_CHECKS_REASON.format(item.target_group_arn)
            message = service_events.unhealthy_target(
                service, task.id, item.port, item.target_group_arn, item.description
            )
            return Complaint(reason, message)
    return None
