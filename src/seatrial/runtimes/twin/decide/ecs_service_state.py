"""What is known of one service: its settings, its deployments, and what the scheduler has to remember.

A service is a value for the journal, like a task. UpdateService and DeleteService are functions on it; what follows
from them is decided by ``ecs_service.decide_service``.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html.
"""

from __future__ import annotations

import hashlib
import math
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.runtimes.twin.decide import ecs_deployment
from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker
from seatrial.runtimes.twin.decide.ecs_deployment import Deployment, Deployments, Revision
from seatrial.runtimes.twin.decide.service_actions import StopTask
from seatrial.runtimes.twin.decide.service_events import EventLog, no_room, resolved, resolved_but
from seatrial.runtimes.twin.decide.throttle import Throttle

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
MINIMUM_HEALTHY_PERCENT = 100
MAXIMUM_PERCENT = 200


class ServiceStatus(StrEnum):
    ACTIVE = "ACTIVE"
    DRAINING = "DRAINING"
    INACTIVE = "INACTIVE"


class DeploymentAlarms(Struct, frozen=True, omit_defaults=True):
    """``DeploymentConfiguration.Alarms``: an alarm that fires while a deployment is in progress fails it."""

    enable: bool = False
    rollback: bool = False
    names: tuple[str, ...] = ()


class ServiceSettings(Struct, frozen=True, omit_defaults=True):
    """What UpdateService changes without a deployment. Times are AWS's, not divided by the speed."""

    desired_count: int
    minimum_healthy_percent: int = MINIMUM_HEALTHY_PERCENT
    maximum_percent: int = MAXIMUM_PERCENT
    circuit_breaker: CircuitBreaker = field(default_factory=CircuitBreaker)
    alarms: DeploymentAlarms = field(default_factory=DeploymentAlarms)
    health_check_grace_period_seconds: float = 0.0
    availability_zone_rebalancing: bool = True
    bake_time_seconds: float = 0.0

    @property
    def minimum_healthy(self) -> int:
        """How many tasks must be running and healthy; rounded up."""
        return math.ceil(self.desired_count * self.minimum_healthy_percent / 100)

    @property
    def maximum(self) -> int:
        """How many tasks may be pending or running; rounded down."""
        return self.desired_count * self.maximum_percent // 100


class Service(Struct, frozen=True, omit_defaults=True):
    """One service. ``deployments`` has the PRIMARY first; ``last_completed`` is what a rollback goes back to,
    ``last_failed`` the latest deployment that a circuit breaker or an alarm failed.

    ``seed`` is any text that no other service ever had: the ids of tasks and deployments are made from it and
    ``ids_given``. ``targets_announced`` are the tasks whose registration was announced. ``alarms_firing`` is fed from
    outside. ``told_to_stop`` are the StopTask actions whose tasks are not seen to stop yet; they are given again.
    """

    name: str
    arn: str
    cluster_arn: str
    seed: str
    settings: ServiceSettings
    created_at: float
    status: ServiceStatus = ServiceStatus.ACTIVE
    deployments: Deployments = ()
    last_completed: Deployment | None = None
    last_failed: Deployment | None = None
    log: EventLog = field(default_factory=EventLog)
    throttle: Throttle = field(default_factory=Throttle)
    ids_given: int = 0
    targets_announced: tuple[str, ...] = ()
    told_to_stop: tuple[StopTask, ...] = ()
    alarms_firing: tuple[str, ...] = ()
    steady: bool = False
    steady_said_at: float | None = None
    rebalancing: bool = False

    @property
    def primary(self) -> Deployment:
        return self.deployments[0]

    @property
    def group(self) -> str:
        return f"service:{self.name}"


def new_service(
    *,
    name: str,
    arn: str,
    cluster_arn: str,
    seed: str,
    settings: ServiceSettings,
    revision: Revision,
    now: float,
) -> Service:
    """A service with its first deployment (CreateService)."""
    service = Service(name, arn, cluster_arn, seed, settings, created_at=now)
    return _deploy(service, revision, now)


def update_service(
    service: Service, now: float, *, settings: ServiceSettings, revision: Revision, force_new_deployment: bool = False
) -> Service:
    """The service after UpdateService: a new deployment only where the revision differs, or is forced."""
    before = service.settings
    if (before.minimum_healthy, before.maximum) != (settings.minimum_healthy, settings.maximum):
        service = replace(service, log=resolved(service.log))
    # With another desired count it is not steady until the scheduler has seen it so.
    steady = service.steady and before.desired_count == settings.desired_count
    service = replace(service, settings=settings, steady=steady)
    primary = replace(service.primary, desired_count=settings.desired_count)
    service = replace(service, deployments=(primary, *service.deployments[1:]))
    if revision == primary.revision and not force_new_deployment:
        return service
    return _deploy(service, revision, now)


def delete_service(service: Service, now: float) -> Service:
    """The service after DeleteService with ``force``: it drains all its tasks, then it is INACTIVE."""
    settings = replace(service.settings, desired_count=0)
    return replace(service, status=ServiceStatus.DRAINING, settings=settings, rebalancing=False, steady=False)


def with_alarms(service: Service, firing: tuple[str, ...]) -> Service:
    """The service, told which of its alarms are in ALARM."""
    return replace(service, alarms_firing=tuple(sorted(firing)))


def task_id(service: Service) -> str:
    """The id of the next task: 32 hexadecimal digits."""
    return hashlib.blake2b(f"{service.seed}/task/{service.ids_given}".encode(), digest_size=16).hexdigest()


def deployment_id(service: Service) -> str:
    """The id of the next deployment: ``ecs-svc/`` and 19 digits."""
    digest = hashlib.blake2b(f"{service.seed}/deployment/{service.ids_given}".encode(), digest_size=8).digest()
    return f"ecs-svc/{10**18 + int.from_bytes(digest, 'big') % (9 * 10**18)}"


def _deploy(service: Service, revision: Revision, now: float) -> Service:
    deployments = ecs_deployment.begun(
        service.deployments, deployment_id(service), revision, service.settings.desired_count, now
    )
    # A new deployment is not throttled, whatever the one before did.
    return replace(
        service,
        deployments=deployments,
        ids_given=service.ids_given + 1,
        throttle=Throttle(),
        log=resolved_but(service.log, no_room(service.name)),
        steady=False,
        rebalancing=False,
    )
