"""Everything that the engine has in hand, and how its parts find each other.

The harbour decides nothing: the stacks' jobs, the services' scheduler, the tasks' lives and the traffic each have their
own module; here they share one journal, one network, one container engine, and one word for "something has changed".
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sys
import time
import traceback
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any

from seatrial.analyses.launch.given_secrets import account_of
from seatrial.model.event import Event
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.runtimes.twin.act.certificates import Authority
from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.act.container_exec import Exec
from seatrial.runtimes.twin.act.container_logs import ContainerLogs
from seatrial.runtimes.twin.act.dns_server import DnsServers
from seatrial.runtimes.twin.act.endpoints import Endpoints
from seatrial.runtimes.twin.act.images import Images
from seatrial.runtimes.twin.act.netns import Namespaces
from seatrial.runtimes.twin.act.network import Network
from seatrial.runtimes.twin.act.podman import Podman
from seatrial.runtimes.twin.act.task_metadata import ContainerSamples, TaskMetadata
from seatrial.runtimes.twin.decide.elbv2_load_balancer import load_balancer_specs, target_groups
from seatrial.runtimes.twin.decide.network import Interface, wire
from seatrial.runtimes.twin.decide.network_interfaces import fixed_interfaces
from seatrial.runtimes.twin.decide.network_script import LINK_LOCAL_RESOLVER, router_of
from seatrial.runtimes.twin.decide.resolver import Answer as DnsAnswer
from seatrial.runtimes.twin.decide.resolver import Directory, resolve
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json
from seatrial.runtimes.twin.decide.target_health import Target, Targets
from seatrial.runtimes.twin.engine.chronicle import Chronicle
from seatrial.runtimes.twin.engine.journal import Journal, Vault
from seatrial.runtimes.twin.engine.services import Services
from seatrial.runtimes.twin.engine.stack import Failure, Stack
from seatrial.runtimes.twin.engine.stack_job import StackJob
from seatrial.runtimes.twin.engine.task_documents import socket_in
from seatrial.runtimes.twin.engine.tasks import Tasks
from seatrial.runtimes.twin.engine.traffic import Traffic
from seatrial.runtimes.twin.wire import OperationError
from seatrial.runtimes.twin.yard import Yard

# The vault's own entry: what temporary credentials and generated secrets are computed from.
YARD_SECRET = "yard secret"


class Harbour:
    """The engine's parts, opened in the order in which they need each other."""

    def __init__(self, yard: Yard, stop: asyncio.Event) -> None:
        self.yard = yard
        self.stop = stop
        self.journal = Journal(yard.journal)
        self.vault = Vault(yard.vault)
        self.chronicle = Chronicle(self.journal)
        self.stacks: dict[str, Stack] = {}
        self.namespaces = Namespaces()
        self.network = Network(self.namespaces)
        self.endpoints = Endpoints(self.namespaces)
        self.dns = DnsServers(self.namespaces)
        self.traffic = Traffic(self, self.namespaces, Authority(yard.authority))
        self.tasks = Tasks(self)
        self.services = Services(self)
        self.podman: Podman
        self.images: Images
        self.exec: Exec
        self.cgroups: Cgroups
        self.logs: ContainerLogs
        self.samples: ContainerSamples
        self.metadata = TaskMetadata(lambda netns, bind: socket_in(self, netns, bind))
        self.secret = bytes.fromhex(self.vault.show(YARD_SECRET) or self.vault.keep(YARD_SECRET, secrets.token_hex(32)))
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._fixed: tuple[Interface, ...] = ()
        self._converging = asyncio.Lock()
        self._changes: set[asyncio.Future[None]] = set()

    async def open(self) -> None:
        """Takes up what the journal says and what runs."""
        opening = asyncio.create_task(Podman.open(self.yard.work, os.environ))
        await self.network.open()
        for name, data in self.journal.all("stack").items():
            self.stacks[name] = Stack.from_json(name, data, self.vault.show)
            self.chronicle.recover(name)
        self.podman = await opening
        self.images = Images(self.podman)
        self.exec = Exec(self.podman.settings)
        self.cgroups = Cgroups(self.yard.name)
        self.logs = ContainerLogs(self.podman.settings.logs)
        self.samples = ContainerSamples(self.cgroups)
        self.traffic.start()
        await self.tasks.recover()
        self.services.recover()
        if self.stacks:
            await self.converge()
        self.tasks.start()
        self.services.start()
        for stack in list(self.stacks.values()):
            if stack.status == "DELETE_COMPLETE":
                self.forget(stack)
            elif not stack.settled:
                self._begin(stack)

    async def close(self) -> None:
        """Lets go; what runs goes on running."""
        for job in self._jobs.values():
            job.cancel()
        await self.services.close()
        await self.tasks.close()
        await self.traffic.close()
        self.metadata.close()
        self.podman.close()
        self.journal.close()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    # What is there

    def worlds(self, without: str = "") -> list[System]:
        """The resources that exist at this moment, stack by stack."""
        return [stack.world for name, stack in sorted(self.stacks.items()) if name != without]

    def account(self) -> list[System]:
        """What the account has that no stack makes, as far as it was given."""
        return [account_of(stack.system.scope, stack.secrets) for stack in self.stacks.values() if stack.secrets]

    def worlds_for(self, stack: str) -> list[System]:
        """The same with one stack last: the one whose resources are asked about."""
        return [*self.account(), *self.worlds(without=stack), self.stacks[stack].world]

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        return (*self._fixed, *self.tasks.interfaces())

    # What changes

    def event(self, stack: str, source: str, subject: str, text: str, level: str = "INFO") -> None:
        self.chronicle.add(Event(self.now(), stack, source, subject, text, level))
        self._wake()

    def something_changed(self, stack: str) -> None:
        """Tells watchers and the services' scheduler that a task, a target or a deployment is different."""
        self.chronicle.changed(stack)
        self.services.wake(stack)
        self._wake()

    async def next_change(self) -> None:
        """Returns when anything has changed."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._changes.add(future)
        try:
            await future
        finally:
            self._changes.discard(future)

    def _wake(self) -> None:
        for future in self._changes:
            if not future.done():
                future.set_result(None)

    async def converge(self) -> None:
        """Makes network, resolvers, endpoints and load balancers stand as the stacks describe them now."""
        await _to_the_end(self._converge())

    async def _converge(self) -> None:
        async with self._converging:
            systems = self.worlds()
            taken = [item.address for item in self.tasks.interfaces()]
            self._fixed = fixed_interfaces(systems, taken)
            await self._wire(systems)
            groups = {
                arn: (spec, stack.name)
                for stack in self.stacks.values()
                for arn, spec in target_groups([stack.world], stack.speed).items()
            }
            await self.traffic.converge(load_balancer_specs(systems, self._fixed), groups)

    async def rewire(self) -> None:
        """Makes the network stand for the interfaces there are now: a task's has come or gone."""
        await _to_the_end(self._rewire())

    async def _rewire(self) -> None:
        async with self._converging:
            await self._wire(self.worlds())

    async def _wire(self, systems: Sequence[System]) -> None:
        spec = wire(systems, self.interfaces)
        await self.network.apply(spec)
        wanted = {router_of(vpc.id): vpc for vpc in spec.vpcs if vpc.dns}
        for netns in self.dns.serving - wanted.keys():
            self.dns.stop(netns)
        for netns, vpc in wanted.items():
            self.dns.serve(netns, (vpc.resolver, LINK_LOCAL_RESOLVER), self._lookup_of(vpc.id))
        self.endpoints.stand([item.owner for item in self._fixed if item.owner.startswith("vpce-")])

    def _lookup_of(self, vpc_id: str) -> Any:
        def lookup(name: str, kind: str) -> DnsAnswer:
            return resolve(Directory(self.worlds(), self.interfaces), vpc_id, name, kind)

        return lookup

    # Stacks

    async def apply(self, wanted: Stack) -> None:
        """CreateStack or UpdateStack. Raises OperationError while another operation is under way."""
        now = self.stacks.get(wanted.name)
        if now is not None:
            wanted.secrets = {**now.secrets, **wanted.secrets}
        if now is not None and not now.settled:
            if now.system == wanted.system and now.status != "DELETE_IN_PROGRESS":
                return
            if now.status != "CREATE_IN_PROGRESS":
                raise OperationError(
                    "ValidationError",
                    f"Stack:{wanted.name} is in {now.status} state and can not be updated.",
                )
            await self._cancel(now.name)
        if now is not None and now.settled and not now.failed and now.system == wanted.system and self._steady(now):
            # "No updates are to be performed": only how the stack is run may be different.
            now.images, now.speed, now.secrets = wanted.images, wanted.speed, wanted.secrets
            now.skipped, now.generations = wanted.skipped, wanted.generations
            now.operation_began_after_event = self.chronicle.last_event[wanted.name]
            self.save(now)
            return
        wanted.operation_began_after_event = self.chronicle.last_event[wanted.name]
        if now is None:
            self.chronicle.forget(wanted.name)
        else:
            created = now.status == "CREATE_COMPLETE" or not now.status.startswith("CREATE")
            wanted.status = "UPDATE_IN_PROGRESS" if created else "CREATE_IN_PROGRESS"
            wanted.previous = now.world if now.created else None
            wanted.created = set(now.created) & set(wanted.system.resources)
        self.stacks[wanted.name] = wanted
        self.save(wanted)
        self.event(wanted.name, "stack", wanted.name, f"{wanted.status}  AWS::CloudFormation::Stack  {wanted.name}")
        self._begin(wanted)

    def _steady(self, stack: Stack) -> bool:
        return all(item["steady"] for item in self.services.described(stack))

    def delete(self, stack: Stack) -> asyncio.Task[None]:
        """DeleteStack: begins it, or goes on with it; the work can be waited for."""
        running = self._jobs.get(stack.name)
        if stack.status == "DELETE_IN_PROGRESS" and running is not None and not running.done():
            return running
        if running is not None:
            running.cancel()
        stack.status, stack.status_reason = "DELETE_IN_PROGRESS", ""
        stack.operation_began_after_event = self.chronicle.last_event[stack.name]
        self.save(stack)
        self.event(stack.name, "stack", stack.name, f"DELETE_IN_PROGRESS  AWS::CloudFormation::Stack  {stack.name}")
        self.traffic.stop_draining(stack.name)
        return self._begin(stack, after=running)

    def forget(self, stack: Stack) -> None:
        """Removes a deleted stack from memory and journal; the engine ends with its last stack.

        The events stay until the name is used again or the twin ends, for whoever still looks on.
        """
        self.stacks.pop(stack.name, None)
        self._jobs.pop(stack.name, None)
        self.tasks.forget(stack.name)
        self.journal.remove("stack", stack.name)
        self.chronicle.changed(stack.name)
        if not self.stacks:
            self.stop.set()

    def save(self, stack: Stack) -> None:
        self.journal.put("stack", stack.name, stack.as_json(self.vault.hide))
        self.something_changed(stack.name)

    def _begin(self, stack: Stack, after: asyncio.Task[None] | None = None) -> asyncio.Task[None]:
        job = self._jobs[stack.name] = asyncio.create_task(self._run(stack, after))
        return job

    async def _run(self, stack: Stack, after: asyncio.Task[None] | None) -> None:
        """Runs a stack's job; our own mistake fails the stack instead of leaving it in progress for ever."""
        try:
            if after is not None:
                await asyncio.wait({after})
            await StackJob(self, stack).run()
            if stack.status == "DELETE_COMPLETE":
                self.forget(stack)
        except asyncio.CancelledError:
            raise
        except Exception as mistake:
            traceback.print_exc(file=sys.stderr)
            verb = stack.status.split("_")[0]
            stack.status, stack.status_reason = f"{verb}_FAILED", f"Internal failure: {mistake}"
            stack.failures = [Failure(stack.name, f"{type(mistake).__name__}: {mistake}")]
            self.save(stack)

    async def _cancel(self, stack: str) -> None:
        job = self._jobs.pop(stack, None)
        if job is not None:
            job.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await job

    async def put_service(self, stack: Stack, resource: Resource) -> Failure | None:
        return await self.services.put(stack, resource)

    async def remove_service(self, stack: Stack, resource: Resource) -> None:
        await self.services.remove(stack, resource)

    # Memory of the parts

    def saved_targets(self, arn: str) -> Targets:
        data = self.journal.get("targets", arn) or []
        return tuple(from_json(Target, item) for item in data)

    def save_targets(self, arn: str, targets: Targets) -> None:
        if targets:
            self.journal.put("targets", arn, [as_json(item) for item in targets])
        else:
            self.journal.remove("targets", arn)

    def remembered_port(self, name: str) -> int | None:
        found = self.journal.get("port", name)
        return int(found) if found is not None else None

    def remember_port(self, name: str, port: int) -> None:
        self.journal.put("port", name, port)

    # Operations on tasks and services

    async def execute(
        self, stack: Stack, task: str, container: str | None, command: list[str], fds: Sequence[int]
    ) -> tuple[int, str]:
        return await self.tasks.execute(stack, task, container, command, fds)

    async def stop_task(self, stack: Stack, task: str, reason: str) -> dict[str, Any]:
        return self.tasks.stop_by_user(stack, task, reason)

    async def scale(self, stack: Stack, service: str, desired_count: int) -> dict[str, Any]:
        return self.services.scale(stack, service, desired_count)

    def log_lines(
        self, stack: Stack, thing: str | None, tail: int | None, follow: bool
    ) -> AsyncIterator[dict[str, Any]]:
        return self.tasks.log_lines(stack, thing, tail, follow)


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Awaits work that must not be left half done: who waits may be cancelled, the work goes on."""
    await asyncio.shield(asyncio.ensure_future(work))
