"""One operation on one stack, carried out: create, update, roll an update back, delete.

CloudFormation's way is kept: resources in the order of its timeline, a refusal in the words of the API that refuses, a
service that is complete only at steady state, and what an update takes away removed only after the rest is in place. A
failed creation is left as it is (as with ``--on-failure DO_NOTHING``), so that one can look at it; a failed update
goes back to what was.

The job holds nothing of its own that matters: killed at any moment and begun again from the journal, it ends the same.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from seatrial.analyses.creation import Creation, creation_order
from seatrial.analyses.difference import plan as difference
from seatrial.analyses.refusals import Refusal, first_refusal
from seatrial.model.resource import Resource
from seatrial.model.step import Action
from seatrial.model.system import System
from seatrial.runtimes.twin.engine.stack import Failure, Stack

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

SERVICE = "AWS::ECS::Service"
CHANGING = (Action.CREATE, Action.UPDATE, Action.REPLACE)


class StackJob:
    """The one operation that a stack has under way."""

    def __init__(self, harbour: Harbour, stack: Stack) -> None:
        self._harbour = harbour
        self._stack = stack

    async def run(self) -> None:
        """Goes on with whatever the stack's status says is under way."""
        stack = self._stack
        if stack.status == "DELETE_IN_PROGRESS":
            await self._delete()
            return
        if stack.status == "UPDATE_ROLLBACK_IN_PROGRESS":
            await self._roll_back()
            return
        verb = stack.status.split("_")[0]
        failures = await self._make(verb)
        if not failures:
            await self._clean_up(verb)
            self._say_stack(f"{verb}_COMPLETE")
        elif verb == "CREATE":
            stack.failures = failures
            self._say_stack("CREATE_FAILED", f"The following resource(s) failed to create: [{_names(failures)}].")
        else:
            stack.failures = failures
            self._say_stack(
                "UPDATE_ROLLBACK_IN_PROGRESS", f"The following resource(s) failed to update: [{_names(failures)}]."
            )
            stack.system, stack.previous = stack.previous or stack.system, stack.system
            self._harbour.save(stack)
            await self._roll_back()

    async def _make(self, verb: str) -> list[Failure]:
        """Creates and changes what the plan says, services last; what failed."""
        stack = self._stack
        order = creation_order(stack.system)
        steps = difference(stack.previous, stack.system, stack.skipped).steps
        changing = {step.logical_id for step in steps if step.action in CHANGING}
        refused = self._first_refusal()
        moment = refused[0].starts if refused else order[-1].ends if order else 0
        stack.created |= {item.resource.logical_id for item in order if item.starts < moment}
        stack.created |= set(stack.system.resources) - changing
        if refused:
            stack.created.discard(refused[0].resource.logical_id)
        self._harbour.save(stack)
        for item in order:
            name = item.resource.logical_id
            if name in changing and name in stack.created and item.resource.type != SERVICE:
                self._say(f"{verb}_COMPLETE", item.resource)
        if refused:
            item, why = refused
            self._say(f"{verb}_FAILED", item.resource, why.reason, level="ERROR")
            await self._harbour.converge()
            return [Failure(item.resource.logical_id, why.reason)]
        await self._harbour.converge()
        return await self._services(verb, order, changing)

    def _first_refusal(self) -> tuple[Creation, Refusal] | None:
        """The first resource in time that its API refuses, seeing only what exists at that moment.

        What isn't acted out here is refused as well: on AWS the stack would get no further.
        """
        stack = self._stack
        steps = difference(stack.previous, stack.system).steps
        changing = {step.logical_id for step in steps if step.action in CHANGING}
        return first_refusal(self._harbour.worlds(without=stack.name), stack.system, stack.previous, changing)

    async def _services(self, verb: str, order: tuple[Creation, ...], changing: set[str]) -> list[Failure]:
        """Puts every service in place, each after the services it depends on, and waits for steady state."""
        stack = self._stack
        services = [item.resource for item in order if item.resource.type == SERVICE]
        done: dict[str, asyncio.Future[Failure | None]] = {
            item.logical_id: asyncio.get_running_loop().create_future() for item in services
        }

        async def one(resource: Resource) -> None:
            for name in _service_needs(resource, stack.system, set(done)):
                await asyncio.shield(done[name])
            if resource.logical_id in changing:
                self._say(f"{verb}_IN_PROGRESS", resource)
            failure = await self._harbour.put_service(stack, resource)
            if failure is not None:
                self._say(f"{verb}_FAILED", resource, failure.reason, level="ERROR")
            elif resource.logical_id in changing:
                self._say(f"{verb}_COMPLETE", resource)
            done[resource.logical_id].set_result(failure)

        works = [asyncio.create_task(one(resource)) for resource in services]
        try:
            while works:
                finished, pending = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
                for work in finished:
                    work.result()
                works = list(pending)
                failures = [future.result() for future in done.values() if future.done()]
                if found := [failure for failure in failures if failure is not None]:
                    return found
            return []
        finally:
            for work in works:
                work.cancel()

    async def _clean_up(self, verb: str) -> None:
        """Removes what the previous system had and this one hasn't."""
        stack = self._stack
        if stack.previous is None:
            return
        leaving = [
            item for name, item in stack.previous.resources.items() if not _still_there(item, stack.system, name)
        ]
        for resource in leaving:
            if resource.type == SERVICE:
                await self._harbour.remove_service(stack, resource)
        for resource in leaving:
            self._say("DELETE_COMPLETE", resource)
        stack.previous = None
        self._harbour.save(stack)
        await self._harbour.converge()

    async def _roll_back(self) -> None:
        """Goes back to the system from before the update, whose failure stays on record."""
        stack = self._stack
        stack.created = set(stack.system.resources)
        self._harbour.save(stack)
        await self._harbour.converge()
        again = await self._services("UPDATE", creation_order(stack.system), set())
        await self._clean_up("UPDATE_ROLLBACK")
        if again:
            stack.failures += again
            self._say_stack("UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed: [{_names(again)}].")
        else:
            self._say_stack("UPDATE_ROLLBACK_COMPLETE")

    async def _delete(self) -> None:
        stack = self._stack
        services = list(stack.world.of_type(SERVICE))
        await asyncio.gather(*(self._harbour.remove_service(stack, item) for item in services))
        for item in reversed(creation_order(stack.system)):
            if item.resource.logical_id in stack.created:
                self._say("DELETE_COMPLETE", item.resource)
        stack.created, stack.previous = set(), None
        self._say_stack("DELETE_COMPLETE")
        await self._harbour.converge()

    def _say(self, status: str, resource: Resource, reason: str = "", level: str = "INFO") -> None:
        text = f"{status}  {resource.type}  {resource.logical_id}" + (f"  {reason}" if reason else "")
        self._harbour.event(self._stack.name, "stack", resource.logical_id, text, level)

    def _say_stack(self, status: str, reason: str = "") -> None:
        stack = self._stack
        stack.status, stack.status_reason = status, reason
        text = f"{status}  AWS::CloudFormation::Stack  {stack.name}" + (f"  {reason}" if reason else "")
        level = "ERROR" if "FAILED" in status or "ROLLBACK" in status else "INFO"
        self._harbour.save(stack)
        self._harbour.event(stack.name, "stack", stack.name, text, level)


def _names(failures: list[Failure]) -> str:
    return ", ".join(sorted(failure.subject for failure in failures))


def _still_there(resource: Resource, system: System, name: str) -> bool:
    now = system.resources.get(name)
    return now is not None and now.physical_id == resource.physical_id


def _service_needs(resource: Resource, system: System, services: set[str]) -> set[str]:
    """The services that this one waits for, directly or through other resources."""
    found: set[str] = set()
    seen = {resource.logical_id}
    queue = [resource]
    while queue:
        item = queue.pop()
        for name in {reference.target for reference in item.references} | set(item.depends_on):
            if name in seen or name not in system.resources:
                continue
            seen.add(name)
            if name in services:
                found.add(name)
            else:
                queue.append(system.resources[name])
    return found
