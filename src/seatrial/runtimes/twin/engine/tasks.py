"""The lives of tasks: each has a loop that lets ``decide/ecs_task`` decide and carries out what it decides.

Actions run beside each other; what comes of one is an observation, and each observation is followed by a look at the
task, a line in the journal, and the next actions. An action that fails unexpectedly stops its task with the reason,
and is written to the engine's log.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from seatrial.runtimes.twin.decide import ecs_task
from seatrial.runtimes.twin.decide.ecs_task_actions import CreateContainer, StartContainer, TaskAction
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    ContainerExited,
    ContainerStarted,
    ContainerStartFailed,
    LaunchFailed,
    Observation,
    StopRequested,
    TaskLost,
)
from seatrial.runtimes.twin.decide.ecs_task_state import ContainerStatus, Registration, StopCode, TaskStatus
from seatrial.runtimes.twin.decide.network import Interface
from seatrial.runtimes.twin.decide.task_credentials import credentials_id, metadata_token
from seatrial.runtimes.twin.engine.berth import Ask, Berth
from seatrial.runtimes.twin.engine.definitions import Definitions
from seatrial.runtimes.twin.engine.stack import Stack
from seatrial.runtimes.twin.engine.task_actions import carry_out
from seatrial.runtimes.twin.engine.task_documents import serve_metadata
from seatrial.runtimes.twin.engine.task_logs import follow_logs
from seatrial.runtimes.twin.wire import OperationError

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

# DescribeTasks shows stopped tasks for about an hour; so many a service are enough to look at.
STOPPED_KEPT_SECONDS = 3600.0
STOPPED_KEPT = 30
MACHINE_LOST = "The infrastructure that the task ran on was lost"


class Tasks:
    """Every task of every stack, stopped ones for a while."""

    def __init__(self, harbour: Harbour) -> None:
        self._harbour = harbour
        self.definitions = Definitions(harbour)
        self.berths: dict[str, Berth] = {}
        self._seen: dict[str, deque[Observation]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        self._loops: dict[str, asyncio.Task[None]] = {}
        self._acting: set[asyncio.Task[None]] = set()
        self._started = False

    # Coming and going of the engine

    async def recover(self) -> None:
        """Takes over the tasks of the journal, with what is seen of their containers now."""
        for id, data in self._harbour.journal.all("task").items():
            stack = self._harbour.stacks.get(data["ask"]["stack"])
            spec = self.definitions.spec(data["task"]["task_definition_arn"], stack.speed if stack else 1.0)
            if spec is None:
                self._harbour.journal.remove("task", id)
                continue
            berth = self.berths[id] = Berth.from_json(data, spec)
            berth.task = ecs_task.resume(berth.task, spec, self._harbour.now())
            self._seen[id], self._wake[id] = deque(), asyncio.Event()
        if self._harbour.network.fresh:
            for berth in self.berths.values():
                if not berth.over:
                    self._forget_targets(berth)
                    berth.interface = None
                    self.observe(berth.task.id, TaskLost(MACHINE_LOST))
            return
        await self._adopt()

    def _forget_targets(self, berth: Berth) -> None:
        """Takes a task that is lost out of what the journal has of its target groups: nothing answers there."""
        address = berth.task.private_ip
        for item in berth.task.registrations:
            targets = self._harbour.saved_targets(item.target_group_arn)
            left = tuple(target for target in targets if target.id != address)
            self._harbour.save_targets(item.target_group_arn, left)

    async def _adopt(self) -> None:
        """Finds the containers that went on while no engine ran."""
        found = {item.id: item for item in await self._harbour.podman.list({"seatrial.task": ""})}
        for berth in self.berths.values():
            for item in berth.task.containers:
                seen = found.get(item.runtime_id)
                if item.status is ContainerStatus.CREATED and seen is not None and seen.state != "created":
                    # It was started, and the engine ended before it could write that down.
                    self.observe(berth.task.id, ContainerStarted(item.name, item.runtime_id))
                elif item.status is not ContainerStatus.RUNNING:
                    continue
                if seen is None:
                    self.observe(berth.task.id, ContainerExited(item.name, None))
                elif seen.exit is not None:
                    ended = ContainerExited(item.name, seen.exit.exit_code, seen.exit.oom_killed)
                    self.observe(berth.task.id, ended)
                else:
                    self.watch(berth.task.id, item.name, item.runtime_id)
        known = {item.runtime_id for berth in self.berths.values() for item in berth.task.containers}
        names = {f"{berth.task.id}" for berth in self.berths.values() if not berth.over}
        for id, seen in found.items():
            if id not in known and seen.labels.get("seatrial.task") not in names:
                await self._harbour.podman.remove(id)

    def start(self) -> None:
        self._started = True
        for id, berth in self.berths.items():
            if not berth.over:
                self._begin(id)
                if berth.interface is not None:
                    self._go(serve_metadata(self._harbour, berth))

    async def close(self) -> None:
        for task in [*self._loops.values(), *self._acting]:
            task.cancel()

    # What others ask

    def interfaces(self) -> tuple[Interface, ...]:
        return tuple(berth.interface for berth in self.berths.values() if berth.interface is not None)

    def of_service(self, stack: str, service: str) -> list[Berth]:
        return [item for item in self.berths.values() if item.ask.stack == stack and item.ask.service == service]

    def of_stack(self, stack: str) -> list[Berth]:
        return sorted(
            (item for item in self.berths.values() if item.ask.stack == stack), key=lambda item: item.task.created_at
        )

    def ids_of(self, stack: str) -> list[str]:
        return [item.task.id for item in self.of_stack(stack)]

    def run(
        self,
        ask: Ask,
        *,
        id: str,
        definition_arn: str,
        cluster_arn: str,
        deployment_id: str,
        subnet_id: str,
        zone: str,
        capacity_provider: str,
        registrations: tuple[Registration, ...],
    ) -> None:
        """RunTask for a service. Does nothing where the definition is gone."""
        stack = self._harbour.stacks[ask.stack]
        spec = self.definitions.spec(definition_arn, stack.speed)
        if spec is None:
            return
        cluster = cluster_arn.rsplit("/", 1)[-1]
        partition = cluster_arn.split(":")[1]
        task = ecs_task.new_task(
            spec,
            id=id,
            arn=f"arn:{partition}:ecs:{ask.region}:{ask.account}:task/{cluster}/{id}",
            cluster_arn=cluster_arn,
            group=f"service:{ask.service}",
            started_by=deployment_id,
            subnet_id=subnet_id,
            availability_zone=zone,
            now=self._harbour.now(),
            registrations=registrations,
            capacity_provider=capacity_provider,
        )
        secret = self._harbour.secret
        tokens = {item.name: metadata_token(secret, id, item.name) for item in spec.containers}
        self.berths[id] = Berth(ask, task, spec, credentials_id=credentials_id(secret, id), metadata_tokens=tokens)
        self._seen[id], self._wake[id] = deque(), asyncio.Event()
        self._save(self.berths[id])
        self._begin(id)
        self._harbour.something_changed(ask.stack)

    def observe(self, id: str, observation: Observation) -> None:
        """Tells a task's loop what was seen."""
        if id in self._seen:
            self._seen[id].append(observation)
            self._wake[id].set()

    def request_stop(self, id: str, code: str, reason: str) -> None:
        self.observe(id, StopRequested(code, reason))

    def watch(self, id: str, container: str, runtime_id: str) -> None:
        """Observes the end of a running container."""

        async def wait() -> None:
            ended = await self._harbour.podman.wait(runtime_id)
            self.observe(id, ContainerExited(container, ended.exit_code, ended.oom_killed))

        self._go(wait())

    def find(self, stack: Stack, id: str) -> Berth:
        """The task of an id or the start of one. Raises OperationError."""
        wanted = id.rsplit("/", 1)[-1]
        found = [item for item in self.of_stack(stack.name) if wanted and item.task.id.startswith(wanted)]
        alive = [item for item in found if not item.over]
        if len(alive) == 1:
            return alive[0]
        if len(found) == 1:
            return found[0]
        if not found:
            raise OperationError("InvalidParameterException", f"The referenced task was not found: {id}")
        raise OperationError(
            "InvalidParameterException", f"{id} is the start of {len(found)} task ids; give more of it"
        )

    def stop_by_user(self, stack: Stack, id: str, reason: str) -> dict[str, Any]:
        berth = self.find(stack, id)
        self.request_stop(berth.task.id, StopCode.USER_INITIATED, reason)
        return {"id": berth.task.id, "arn": berth.task.arn, "service": berth.ask.service}

    async def execute(
        self, stack: Stack, id: str, container: str | None, command: list[str], fds: Sequence[int]
    ) -> tuple[int, str]:
        """ExecuteCommand in a running container: the exit status, and why the command could not be run, if it couldn't.

        The first word is a container's name where the task has several and none was named otherwise.
        """
        berth = self.find(stack, id)
        names = [item.name for item in berth.task.containers if item.status is ContainerStatus.RUNNING]
        if container is None and len(names) > 1 and len(command) > 1 and command[0] in names:
            container, *command = command
        if container is None and len(names) > 1:
            raise OperationError(
                "InvalidParameterException", f"the task has several containers ({', '.join(names)}); name one"
            )
        chosen = next((item for item in berth.task.containers if item.name == (container or "".join(names))), None)
        if chosen is None or chosen.status is not ContainerStatus.RUNNING:
            raise OperationError(
                "InvalidParameterException",
                "The execute command failed because the container isn't running. "
                f"Running here: {', '.join(names) or 'none'}.",
            )
        pid = self._harbour.podman.pid(chosen.runtime_id)
        problem = self._harbour.exec.unrunnable(chosen.runtime_id, pid, command[0])
        if problem is not None:
            return problem.exit_status, f"container {chosen.name}: {problem.why}"
        tty = os.isatty(fds[0]) and os.isatty(fds[1])
        session = await self._harbour.exec.interactive(chosen.runtime_id, command, tuple(fds), tty=tty)  # type: ignore[arg-type]
        try:
            return await session.wait(), ""
        except asyncio.CancelledError:
            session.kill()
            raise

    def log_lines(
        self, stack: Stack, thing: str | None, tail: int | None, follow: bool
    ) -> AsyncIterator[dict[str, Any]]:
        return follow_logs(self._harbour, stack, thing, tail, follow)

    def forget(self, stack: str) -> None:
        """Forgets every task of a stack that is gone."""
        for berth in self.of_stack(stack):
            self._drop(berth.task.id)
        self.definitions.keep_only({item.task.task_definition_arn for item in self.berths.values()})

    # The loop

    def _begin(self, id: str) -> None:
        if self._started:
            self._loops[id] = asyncio.create_task(self._live(id))

    async def _live(self, id: str) -> None:
        berth, wake, seen = self.berths[id], self._wake[id], self._seen[id]
        while True:
            wake.clear()
            before, now = berth.task, self._harbour.now()
            while seen:
                berth.task = ecs_task.observe(berth.task, berth.spec, seen.popleft(), now)
            berth.task, actions = ecs_task.advance(berth.task, berth.spec, now)
            if ecs_task.tells_apart(before, berth.task):
                self._save(berth)
                self._tell(berth, before.last_status)
            for action in actions:
                self._go(self._act(berth, action))
            if berth.over:
                break
            deadline = ecs_task.next_deadline(berth.task, berth.spec, now)
            if seen:
                continue
            try:
                await asyncio.wait_for(wake.wait(), max(0.005, deadline - now) if deadline is not None else None)
            except TimeoutError:
                continue
        self._loops.pop(id, None)
        self._prune(berth.ask.stack)

    async def _act(self, berth: Berth, action: TaskAction) -> None:
        try:
            await carry_out(self._harbour, berth, action)
        except asyncio.CancelledError:
            raise
        except Exception as mistake:
            traceback.print_exc(file=sys.stderr)
            reason = f"InternalError: {type(action).__name__}: {mistake}"
            match action:
                case CreateContainer(container=name) | StartContainer(container=name):
                    # Otherwise the task would wait for this container for ever.
                    self.observe(berth.task.id, ContainerStartFailed(name, reason))
                case _:
                    self.observe(berth.task.id, LaunchFailed(reason))

    def _go(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._acting.add(task)
        task.add_done_callback(self._acting.discard)

    def _tell(self, berth: Berth, before: TaskStatus) -> None:
        if berth.task.last_status is not before:
            reason = f": {berth.task.stopped_reason}" if berth.over and berth.task.stopped_reason else ""
            level = "ERROR" if berth.over and berth.task.started_at is None else "INFO"
            text = f"(task {berth.task.id}) is {berth.task.last_status}{reason}"
            self._harbour.event(berth.ask.stack, "task", berth.task.id, text, level)
        self._harbour.something_changed(berth.ask.stack)

    def _save(self, berth: Berth) -> None:
        self._harbour.journal.put("task", berth.task.id, berth.as_json())

    def _prune(self, stack: str) -> None:
        """Forgets the oldest stopped tasks."""
        stopped = [item for item in self.of_stack(stack) if item.over]
        limit = self._harbour.now() - STOPPED_KEPT_SECONDS
        for index, berth in enumerate(reversed(stopped)):
            if index >= STOPPED_KEPT or (berth.task.stopped_at or 0) < limit:
                self._drop(berth.task.id)

    def _drop(self, id: str) -> None:
        loop = self._loops.pop(id, None)
        if loop is not None:
            loop.cancel()
        self.berths.pop(id, None)
        self._seen.pop(id, None)
        self._wake.pop(id, None)
        self._harbour.journal.remove("task", id)
        self._go(self._harbour.podman.remove_task_files(id, logs=True))
