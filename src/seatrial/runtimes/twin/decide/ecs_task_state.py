"""What is known of one task: AWS's fields, and how far its steps are.

A value of these types goes into the journal after every change (``state_codec``) and comes out of it unchanged.
Statuses are AWS's words, and so are the stop codes.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.container_health import ContainerHealth, HealthStatus


class TaskStatus(StrEnum):
    PROVISIONING = "PROVISIONING"
    PENDING = "PENDING"
    ACTIVATING = "ACTIVATING"
    RUNNING = "RUNNING"
    DEACTIVATING = "DEACTIVATING"
    STOPPING = "STOPPING"
    DEPROVISIONING = "DEPROVISIONING"
    STOPPED = "STOPPED"


STARTING = (TaskStatus.PROVISIONING, TaskStatus.PENDING, TaskStatus.ACTIVATING)
# No container of the task runs any more.
OVER = (TaskStatus.DEPROVISIONING, TaskStatus.STOPPED)


class ContainerStatus(StrEnum):
    """CREATED is not one of AWS's answers: DescribeTasks shows it as PENDING (see ``shown``)."""

    PENDING = "PENDING"
    CREATED = "CREATED"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"

    @property
    def shown(self) -> str:
        return "PENDING" if self is ContainerStatus.CREATED else self.value


class StopCode(StrEnum):
    TASK_FAILED_TO_START = "TaskFailedToStart"
    ESSENTIAL_CONTAINER_EXITED = "EssentialContainerExited"
    USER_INITIATED = "UserInitiated"
    SERVICE_SCHEDULER_INITIATED = "ServiceSchedulerInitiated"
    SPOT_INTERRUPTION = "SpotInterruption"
    TERMINATION_NOTICE = "TerminationNotice"
    INFRASTRUCTURE_HEALTH = "InfrastructureHealth"


class Targets(StrEnum):
    """Where a task's targets are: not yet in their groups, in them, leaving them, or gone from them for good."""

    NONE = "none"
    REGISTERED = "registered"
    DRAINING = "draining"
    DRAINED = "drained"


class Container(Struct, frozen=True, omit_defaults=True):
    """``kill_at`` is when SIGKILL follows the SIGTERM that was sent; None while none was sent."""

    name: str
    essential: bool = True
    status: ContainerStatus = ContainerStatus.PENDING
    runtime_id: str = ""
    image_digest: str = ""
    started_at: float | None = None
    stopped_at: float | None = None
    exit_code: int | None = None
    reason: str = ""
    kill_at: float | None = None
    restarts: int = 0
    health: ContainerHealth = field(default_factory=ContainerHealth)


class Registration(Struct, frozen=True, omit_defaults=True):
    """A target group in which the task's address is a target, on a port of one of its containers."""

    target_group_arn: str
    container: str
    port: int


class Task(Struct, frozen=True, omit_defaults=True):
    """One task. Times are seconds since the epoch; ``group`` is "service:NAME", ``started_by`` a deployment's id.

    ``prepared`` says that the launch is, ``removed`` that the containers are, ``released`` that the interface is.
    ``under_way`` are the actions given out whose observation has not come yet; a restarted engine clears them
    (``ecs_task.resume``) and is given them once more.
    """

    id: str
    arn: str
    cluster_arn: str
    task_definition_arn: str
    family: str
    revision: int
    group: str
    started_by: str
    availability_zone: str
    subnet_id: str
    created_at: float
    containers: tuple[Container, ...]
    registrations: tuple[Registration, ...] = ()
    launch_type: str = "FARGATE"
    capacity_provider: str = ""
    desired_status: TaskStatus = TaskStatus.RUNNING
    last_status: TaskStatus = TaskStatus.PROVISIONING
    health_status: HealthStatus = HealthStatus.UNKNOWN
    connectivity: str = "CONNECTED"
    version: int = 1
    eni_id: str = ""
    private_ip: str = ""
    stop_code: str = ""
    stopped_reason: str = ""
    pull_started_at: float | None = None
    pull_stopped_at: float | None = None
    started_at: float | None = None
    stopping_at: float | None = None
    execution_stopped_at: float | None = None
    stopped_at: float | None = None
    prepared: bool = False
    targets: Targets = Targets.NONE
    removed: bool = False
    released: bool = False
    under_way: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        """Whether the task is meant to run: it counts for its service until it is told, or decides, to stop."""
        return self.desired_status is TaskStatus.RUNNING

    def container(self, name: str) -> Container | None:
        return next((item for item in self.containers if item.name == name), None)
