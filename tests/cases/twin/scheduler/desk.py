"""A service and its tasks on a desk: the scheduler decides, and what it decides is carried out by hand."""

from __future__ import annotations

from msgspec.structs import replace

from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker
from seatrial.runtimes.twin.decide.container_health import HealthStatus
from seatrial.runtimes.twin.decide.ecs_deployment import Revision, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_service import Decision, StartTask, StopTask, decide_service
from seatrial.runtimes.twin.decide.ecs_service_state import (
    DeploymentAlarms,
    Service,
    ServiceSettings,
    delete_service,
    new_service,
    update_service,
    with_alarms,
)
from seatrial.runtimes.twin.decide.ecs_task_state import Registration, StopCode, Targets, Task, TaskStatus
from seatrial.runtimes.twin.decide.service_health import TargetHealth

GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
SUBNETS = (SubnetPlace("subnet-a", "us-east-1a"), SubnetPlace("subnet-b", "us-east-1b"))
BREAKER = CircuitBreaker(enable=True, rollback=True)

__all__ = ["BREAKER", "GROUP", "SUBNETS", "DeploymentAlarms", "Desk", "StartTask", "StopTask"]


class Desk:
    """``behind_load_balancer`` and ``checked`` say what makes a task of the service healthy."""

    def __init__(
        self,
        desired: int,
        minimum: int = 100,
        maximum: int = 200,
        *,
        behind_load_balancer: bool = False,
        checked: bool = False,
        breaker: CircuitBreaker | None = None,
        alarms: DeploymentAlarms | None = None,
        grace: float = 0,
        bake: float = 0,
        subnets: tuple[SubnetPlace, ...] = SUBNETS,
        rebalancing: bool = False,
    ) -> None:
        self.now = 1000.0
        self.tasks: dict[str, Task] = {}
        self.targets: dict[str, TargetHealth] = {}
        self.said: list[str] = []
        self.refused: dict[str, str] = {}
        registrations = (Registration(GROUP, "web", 80),) if behind_load_balancer else ()
        revision = Revision("web:1", subnets, registrations, container_checks=checked)
        settings = ServiceSettings(
            desired,
            minimum,
            maximum,
            breaker or CircuitBreaker(),
            alarms or DeploymentAlarms(),
            health_check_grace_period_seconds=grace,
            availability_zone_rebalancing=rebalancing,
            bake_time_seconds=bake,
        )
        self.service: Service = new_service(
            name="web",
            arn="arn",
            cluster_arn="cluster",
            seed="desk",
            settings=settings,
            revision=revision,
            now=self.now,
        )

    # The scheduler

    def decide(self) -> Decision:
        """One decision, carried out: started tasks are PROVISIONING, stopped ones are STOPPED at once."""
        decision = decide_service(
            self.service, self.tasks.values(), self.targets.values(), self.now, refused=self.refused
        )
        self.service = decision.service
        self.said = [message.removeprefix("(service web) ") for message in decision.messages]
        for action in decision.actions:
            if isinstance(action, StartTask):
                self._add(action)
            else:
                self.stop(action.task_id, action.stop_code, action.reason)
        return decision

    def started(self) -> int:
        return sum(isinstance(action, StartTask) for action in self.decide().actions)

    def settle(self) -> None:
        """Lets everything come up healthy, and the scheduler have its way, until it is content."""
        for _ in range(50):
            decision = self.decide()
            for task in self.live():
                self.healthy(task.id)
            self.now += 60
            if not decision.actions and self.service.steady:
                return
        raise AssertionError("the service never gets steady")

    # UpdateService and its kin

    def deploy(self, definition: str = "web:2", **settings: int) -> None:
        """UpdateService with another task definition."""
        revision = replace(self.service.primary.revision, task_definition_arn=definition)
        self.service = update_service(
            self.service,
            self.now,
            settings=replace(self.service.settings, **settings),
            revision=revision,  # type: ignore[arg-type]
        )

    def scale(self, desired: int) -> None:
        settings = replace(self.service.settings, desired_count=desired)
        self.service = update_service(self.service, self.now, settings=settings, revision=self.service.primary.revision)

    def delete(self) -> None:
        self.service = delete_service(self.service, self.now)

    def alarm(self, *names: str) -> None:
        self.service = with_alarms(self.service, names)

    # What happens to tasks

    def run(self, *ids: str) -> None:
        for id in ids or tuple(self.tasks):
            if self.tasks[id].live and self.tasks[id].started_at is None:
                targets = Targets.REGISTERED if self.tasks[id].registrations else Targets.NONE
                self._change(id, last_status=TaskStatus.RUNNING, started_at=self.now, targets=targets)

    def healthy(self, *ids: str) -> None:
        self.run(*ids)
        for id in ids or tuple(self.tasks):
            self._health(id, HealthStatus.HEALTHY, "healthy", "")

    def unhealthy(self, id: str) -> None:
        self._health(id, HealthStatus.UNHEALTHY, "unhealthy", "Health checks failed with these codes: [503]")

    def stop(self, id: str, code: str, reason: str) -> None:
        """A task that stops, and is gone at once."""
        targets = Targets.DRAINED if self.tasks[id].targets is Targets.REGISTERED else Targets.NONE
        self._change(
            id,
            desired_status=TaskStatus.STOPPED,
            last_status=TaskStatus.STOPPED,
            stop_code=str(code),
            stopped_reason=reason,
            targets=targets,
            stopped_at=self.now,
        )

    def fail_to_start(self, id: str) -> None:
        self.stop(id, StopCode.TASK_FAILED_TO_START, "CannotPullContainerError: pull failed")

    def crash(self, id: str) -> None:
        self.stop(id, StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited")

    def drain(self, id: str) -> None:
        """A task that was told to stop and still drains."""
        self._change(id, last_status=TaskStatus.DEACTIVATING)

    # What is there

    def live(self, definition: str = "") -> list[Task]:
        tasks = sorted(self.tasks.values(), key=lambda task: (task.created_at, task.id))
        return [task for task in tasks if task.live and task.task_definition_arn.startswith(definition)]

    def ids(self, definition: str = "") -> list[str]:
        return [task.id for task in self.live(definition)]

    def zones(self) -> list[str]:
        return sorted(task.availability_zone for task in self.live())

    def _add(self, action: StartTask) -> None:
        deployment = next(item for item in self.service.deployments if item.id == action.deployment_id)
        self.tasks[action.task_id] = Task(
            id=action.task_id,
            arn=f"arn/{action.task_id}",
            cluster_arn="cluster",
            task_definition_arn=deployment.revision.task_definition_arn,
            family="web",
            revision=1,
            group="service:web",
            started_by=action.deployment_id,
            availability_zone=action.availability_zone,
            subnet_id=action.subnet_id,
            created_at=self.now,
            containers=(),
            registrations=deployment.revision.registrations,
            capacity_provider=action.capacity_provider,
        )

    def _health(self, id: str, container: HealthStatus, target: str, description: str) -> None:
        task = self.tasks[id]
        deployment = next((item for item in self.service.deployments if item.id == task.started_by), None)
        if not task.live or deployment is None:
            return
        if deployment.revision.container_checks:
            self._change(id, health_status=container)
        if task.registrations:
            self.targets[id] = TargetHealth(id, GROUP, 80, target, description)

    def _change(self, id: str, **changes: object) -> None:
        self.tasks[id] = replace(self.tasks[id], **changes)  # type: ignore[arg-type]
