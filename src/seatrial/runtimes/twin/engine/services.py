"""Services: each asks ``decide/ecs_service`` after every change, and puts what it decides into effect at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.analyses.launch import refused_roles
from seatrial.model.resource import Resource
from seatrial.runtimes.twin.decide.ecs_deployment import Deployment
from seatrial.runtimes.twin.decide.ecs_service import (
    Decision,
    StartTask,
    StopTask,
    decide_service,
    pending_count,
    running_count,
)
from seatrial.runtimes.twin.decide.ecs_service_resource import ServiceDescription, describe_service, task_definition_arn
from seatrial.runtimes.twin.decide.ecs_service_state import (
    Service,
    ServiceStatus,
    delete_service,
    new_service,
    update_service,
)
from seatrial.runtimes.twin.decide.ecs_task_state import Task
from seatrial.runtimes.twin.decide.service_health import TargetHealth
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json
from seatrial.runtimes.twin.engine.berth import Ask, Berth
from seatrial.runtimes.twin.engine.service_outlook import has_failed, hopeless, last_failed
from seatrial.runtimes.twin.engine.stack import Failure, Stack
from seatrial.runtimes.twin.engine.task_logs import last_lines
from seatrial.runtimes.twin.wire import OperationError

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

LOG_LINES_OF_A_FAILURE = 10


class _Keeper(Struct):
    """A service under way. ``asks`` are what its tasks are started with, by revision settings."""

    stack: str
    logical_id: str
    service: Service
    asks: dict[str, Ask]
    refused: str = ""
    """Why RunTask makes no task of the PRIMARY deployment; "" where it does."""
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.Task[None] | None = None


class Services:
    """Every service of every stack, by ARN."""

    def __init__(self, harbour: Harbour) -> None:
        self._harbour = harbour
        self._keepers: dict[str, _Keeper] = {}
        self._started = False

    def recover(self) -> None:
        for arn, data in self._harbour.journal.all("service").items():
            service = from_json(Service, data["service"])
            asks = {key: from_json(Ask, item) for key, item in data["asks"].items()}
            self._keepers[arn] = _Keeper(data["stack"], data["logical_id"], service, asks)

    def start(self) -> None:
        self._started = True
        for keeper in self._keepers.values():
            self._begin(keeper)

    async def close(self) -> None:
        for keeper in self._keepers.values():
            if keeper.loop is not None:
                keeper.loop.cancel()

    def wake(self, stack: str) -> None:
        for keeper in self._keepers.values():
            if keeper.stack == stack:
                keeper.wake.set()

    # What a stack's operation asks

    async def put(self, stack: Stack, resource: Resource) -> Failure | None:
        """CreateService or UpdateService; returns at steady state (None), or with why there will be none."""
        harbour = self._harbour
        systems = harbour.worlds_for(stack.name)
        spec = harbour.tasks.definitions.spec(task_definition_arn(resource, systems), stack.speed)
        if spec is None:
            arn = task_definition_arn(resource, systems)
            return Failure(resource.logical_id, f"TaskDefinition not found: {arn} is in no stack here.")
        described = describe_service(resource, systems, spec)
        keeper = self._keepers.get(described.arn)
        now = harbour.now()
        ask = _ask(stack, described)
        if keeper is None:
            service = new_service(
                name=described.name,
                arn=described.arn,
                cluster_arn=described.cluster_arn,
                seed=f"{described.arn}/{now}",
                settings=described.settings,
                revision=described.revision,
                now=now,
            )
            keeper = self._keepers[described.arn] = _Keeper(stack.name, resource.logical_id, service, {})
        else:
            settings = described.settings
            if resource.get("DesiredCount") is None:
                settings = replace(settings, desired_count=keeper.service.settings.desired_count)
            keeper.service = update_service(
                keeper.service,
                now,
                settings=settings,
                revision=described.revision,
                # Whoever asks again has mended something: an image is there now, or a secret's value.
                force_new_deployment=has_failed(keeper.service.primary),
            )
        keeper.asks[described.revision.settings] = ask
        keeper.refused = ""
        self._save(keeper)
        self._begin(keeper)
        wanted = keeper.service.primary.id
        keeper.wake.set()
        return await self._settled(keeper, wanted, stack)

    async def remove(self, stack: Stack, resource: Resource) -> None:
        """DeleteService with force: returns when its tasks are gone."""
        keeper = self._keepers.get(resource.arn)
        if keeper is None:
            return
        keeper.service = delete_service(keeper.service, self._harbour.now())
        self._save(keeper)
        self._begin(keeper)
        keeper.wake.set()
        while any(not berth.over for berth in self._berths(keeper)):
            await self._harbour.next_change()
        if keeper.loop is not None:
            keeper.loop.cancel()
        self._keepers.pop(resource.arn, None)
        self._harbour.journal.remove("service", resource.arn)

    def scale(self, stack: Stack, name: str, desired_count: int) -> dict[str, Any]:
        """UpdateService with a desired count. Raises OperationError where there is no such service."""
        keeper = self._named(stack, name)
        before = keeper.service.settings.desired_count
        settings = replace(keeper.service.settings, desired_count=desired_count)
        keeper.service = update_service(
            keeper.service, self._harbour.now(), settings=settings, revision=keeper.service.primary.revision
        )
        self._save(keeper)
        keeper.wake.set()
        return {"name": keeper.service.name, "before": before, "desired": desired_count}

    def names_of(self, stack: str) -> list[str]:
        return sorted(item.service.name for item in self._keepers.values() if item.stack == stack)

    def name_of(self, stack: str, thing: str) -> str | None:
        """The name of the service that is called this: by its name, its ARN, or its logical id."""
        for item in self._keepers.values():
            if item.stack == stack and thing in (item.service.name, item.service.arn, item.logical_id):
                return item.service.name
        return None

    def described(self, stack: Stack) -> list[dict[str, Any]]:
        """The services of a stack as status shows them."""
        found = []
        for keeper in self._keepers.values():
            if keeper.stack == stack.name:
                service, tasks = keeper.service, self._tasks(keeper)
                found.append(
                    {
                        "name": service.name,
                        "arn": service.arn,
                        "logical_id": keeper.logical_id,
                        "status": str(service.status),
                        "desired": service.settings.desired_count,
                        "running": running_count(tasks),
                        "pending": pending_count(tasks),
                        "steady": service.steady,
                        "rollout_state": str(service.primary.rollout_state),
                        "rollout_state_reason": service.primary.rollout_state_reason,
                        "task_definition": service.primary.revision.task_definition_arn,
                        "deployments": [_deployment(item, tasks) for item in service.deployments],
                    }
                )
        return sorted(found, key=lambda item: str(item["name"]))

    # The loop

    def _begin(self, keeper: _Keeper) -> None:
        if self._started and (keeper.loop is None or keeper.loop.done()):
            keeper.loop = asyncio.create_task(self._keep(keeper))

    async def _keep(self, keeper: _Keeper) -> None:
        while True:
            keeper.wake.clear()
            decision = self._decide(keeper)
            self._carry_out(keeper, decision)
            if keeper.service.status is ServiceStatus.INACTIVE:
                return
            wait = None
            if decision.next_at is not None:
                wait = max(0.01, decision.next_at - self._harbour.now())
            try:
                await asyncio.wait_for(keeper.wake.wait(), wait)
            except TimeoutError:
                continue

    def _decide(self, keeper: _Keeper) -> Decision:
        stack = self._harbour.stacks.get(keeper.stack)
        tasks = self._tasks(keeper)
        speed = stack.speed if stack else 1.0
        refused = self._refused(keeper, stack) if stack else {}
        return decide_service(keeper.service, tasks, self._targets(tasks), self._harbour.now(), speed, refused)

    def _refused(self, keeper: _Keeper, stack: Stack) -> dict[str, str]:
        """The task definitions of the deployments whose roles ECS cannot assume, each with RunTask's error."""
        found: dict[str, str] = {}
        systems = self._harbour.worlds_for(stack.name)
        for arn in sorted({item.revision.task_definition_arn for item in keeper.service.deployments}):
            definition = self._harbour.tasks.definitions.register(arn)
            if definition is not None and (failed := refused_roles(systems, definition)) is not None:
                found[arn] = failed.reason
                if failed.note and keeper.refused != failed.reason:
                    text = f"(service {keeper.service.name}) {failed.note}"
                    self._harbour.event(keeper.stack, "service", keeper.service.name, text, "WARN")
        keeper.refused = found.get(keeper.service.primary.revision.task_definition_arn, "")
        return found

    def _carry_out(self, keeper: _Keeper, decision: Decision) -> None:
        """Writes the service with the tasks it starts in one go: what is not written never was, and is decided anew."""
        if decision.service == keeper.service and not decision.actions:
            return
        keeper.service = decision.service
        with self._harbour.journal.together():
            self._save(keeper)
            for action in decision.actions:
                if isinstance(action, StartTask):
                    self._start_task(keeper, action)
        for action in decision.actions:
            if isinstance(action, StopTask):
                self._harbour.tasks.request_stop(action.task_id, action.stop_code, action.reason)
        for message in decision.messages:
            level = "ERROR" if "fail" in message or "unable" in message else "INFO"
            self._harbour.event(keeper.stack, "service", keeper.service.name, message, level)
        self._harbour.chronicle.changed(keeper.stack)

    def _start_task(self, keeper: _Keeper, action: StartTask) -> None:
        deployment = next(item for item in keeper.service.deployments if item.id == action.deployment_id)
        ask = keeper.asks.get(deployment.revision.settings)
        if ask is not None:
            self._harbour.tasks.run(
                ask,
                id=action.task_id,
                definition_arn=deployment.revision.task_definition_arn,
                cluster_arn=keeper.service.cluster_arn,
                deployment_id=action.deployment_id,
                subnet_id=action.subnet_id,
                zone=action.availability_zone,
                capacity_provider=action.capacity_provider,
                registrations=deployment.revision.registrations,
            )

    def _targets(self, tasks: Sequence[Task]) -> list[TargetHealth]:
        found = []
        for task in tasks:
            for item in task.registrations:
                target = self._harbour.traffic.target(item.target_group_arn, task.private_ip, item.port)
                if target is not None:
                    found.append(
                        TargetHealth(task.id, item.target_group_arn, item.port, str(target.state), target.description)
                    )
        return found

    # Whether it will settle

    async def _settled(self, keeper: _Keeper, deployment: str, stack: Stack) -> Failure | None:
        """Waits for the steady state of a deployment, or for what shows that it won't come."""
        while True:
            why = hopeless(keeper.service, keeper.refused, self._berths(keeper), deployment)
            if why is not None:
                return Failure(keeper.logical_id, why, self._last_words(keeper, deployment))
            if keeper.service.primary.id == deployment and keeper.service.steady:
                return None
            await self._harbour.next_change()

    def _last_words(self, keeper: _Keeper, deployment: str) -> list[str]:
        berth = last_failed(self._berths(keeper), deployment)
        return last_lines(self._harbour, berth, LOG_LINES_OF_A_FAILURE) if berth is not None else []

    # Small things

    def _named(self, stack: Stack, name: str) -> _Keeper:
        meant = self.name_of(stack.name, name)
        for keeper in self._keepers.values():
            if keeper.stack == stack.name and keeper.service.name == meant:
                return keeper
        known = ", ".join(self.names_of(stack.name)) or "none"
        raise OperationError("ServiceNotFoundException", f"Service not found: {name} (here: {known})")

    def _berths(self, keeper: _Keeper) -> list[Berth]:
        return self._harbour.tasks.of_service(keeper.stack, keeper.service.name)

    def _tasks(self, keeper: _Keeper) -> list[Task]:
        return [berth.task for berth in self._berths(keeper)]

    def _save(self, keeper: _Keeper) -> None:
        body = {
            "stack": keeper.stack,
            "logical_id": keeper.logical_id,
            "service": as_json(keeper.service),
            "asks": {key: as_json(item) for key, item in keeper.asks.items()},
        }
        self._harbour.journal.put("service", keeper.service.arn, body)


def _ask(stack: Stack, described: ServiceDescription) -> Ask:
    scope = stack.system.scope
    return Ask(
        stack=stack.name,
        service=described.name,
        region=scope.region,
        account=scope.account,
        security_groups=described.security_groups,
        public_address=described.public_address,
    )


def _deployment(item: Deployment, tasks: Sequence[Task]) -> dict[str, Any]:
    return {
        "id": item.id,
        "status": str(item.status),
        "task_definition": item.revision.task_definition_arn,
        "desired": item.desired_count,
        "running": running_count(tasks, item.id),
        "pending": pending_count(tasks, item.id),
        "failed_tasks": item.failed_tasks,
        "rollout_state": str(item.rollout_state),
        "rollout_state_reason": item.rollout_state_reason,
        "created_at": item.created_at,
    }
