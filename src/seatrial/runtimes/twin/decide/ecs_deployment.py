"""Deployments: the revisions of a service that have tasks, and how a deployment ends.

The newest is PRIMARY, those that it replaces are ACTIVE while they still have tasks. A deployment is IN_PROGRESS until
its tasks are all there and healthy and those of the others are gone (COMPLETED), or until the circuit breaker or an
alarm fails it (FAILED). A failed deployment starts no more tasks. With rollback the last deployment that was COMPLETED
becomes PRIMARY again, under its own id, and takes its running tasks with it.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html (when one is complete),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html (rollout state reasons).
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.ecs_task_state import Registration


class DeploymentStatus(StrEnum):
    PRIMARY = "PRIMARY"
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class RolloutState(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class SubnetPlace(Struct, frozen=True):
    """A subnet that tasks may be placed in, with its availability zone."""

    subnet_id: str
    availability_zone: str


class ProviderShare(Struct, frozen=True):
    """One item of a capacity provider strategy."""

    capacity_provider: str
    weight: int = 0
    base: int = 0


class Revision(Struct, frozen=True):
    """What a deployment deploys. Two equal revisions need no new deployment.

    ``container_checks`` says whether an essential container of the task definition has a health check. ``settings`` is
    whatever else of the service makes AWS deploy anew (security groups, public address, …), as text.
    """

    task_definition_arn: str
    subnets: tuple[SubnetPlace, ...]
    registrations: tuple[Registration, ...] = ()
    strategy: tuple[ProviderShare, ...] = ()
    container_checks: bool = False
    settings: str = ""


class Deployment(Struct, frozen=True):
    """One deployment. ``desired_count`` is what it shall still run itself.

    ``judged`` are its stopped tasks that were counted, ``proven`` those that have been healthy once: both only while
    the tasks are known. ``healthy_since`` is when all of it was first healthy: what a bake time runs from.
    """

    id: str
    revision: Revision
    status: DeploymentStatus
    rollout_state: RolloutState
    rollout_state_reason: str
    created_at: float
    updated_at: float
    desired_count: int
    failed_tasks: int = 0
    was_completed: bool = False
    rolling_back: bool = False
    judged: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    healthy_since: float | None = None

    @property
    def in_progress(self) -> bool:
        return self.rollout_state is RolloutState.IN_PROGRESS


Deployments = tuple[Deployment, ...]

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html; the plural "tasks" is
# what DescribeServices answers: https://github.com/aws/containers-roadmap/issues/1488
TASKS_FAILED_REASON = "ECS deployment circuit breaker: tasks failed to start."
# UNVERIFIED wording; the service event says "alarm detected".
ALARM_REASON = "ECS deployment alarms: alarm detected."


def begun(deployments: Deployments, id: str, revision: Revision, desired_count: int, now: float) -> Deployments:
    """The deployments with a new PRIMARY one."""
    new = Deployment(
        id=id,
        revision=revision,
        status=DeploymentStatus.PRIMARY,
        rollout_state=RolloutState.IN_PROGRESS,
        rollout_state_reason=f"ECS deployment {id} in progress.",
        created_at=now,
        updated_at=now,
        desired_count=desired_count,
    )
    return (new, *(replace(item, status=DeploymentStatus.ACTIVE, updated_at=now) for item in deployments))


def completed(deployment: Deployment, now: float) -> Deployment:
    return replace(
        deployment,
        rollout_state=RolloutState.COMPLETED,
        rollout_state_reason=f"ECS deployment {deployment.id} completed.",
        updated_at=now,
        was_completed=True,
        rolling_back=False,
    )


def failed(deployment: Deployment, reason: str, now: float) -> Deployment:
    return replace(deployment, rollout_state=RolloutState.FAILED, rollout_state_reason=reason, updated_at=now)


def rolled_back(deployments: Deployments, target: Deployment, desired_count: int, now: float) -> Deployments:
    """The deployments with a former one PRIMARY again."""
    again = replace(
        target,
        status=DeploymentStatus.PRIMARY,
        rollout_state=RolloutState.IN_PROGRESS,
        rollout_state_reason=f"ECS deployment circuit breaker: rolling back to deploymentId {target.id}",
        updated_at=now,
        desired_count=desired_count,
        failed_tasks=0,
        rolling_back=True,
        healthy_since=None,
    )
    others = (item for item in deployments if item.id != target.id)
    return (again, *(replace(item, status=DeploymentStatus.ACTIVE, updated_at=now) for item in others))
