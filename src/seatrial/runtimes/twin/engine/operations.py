"""The operations that faces ask for, by name. Each is thin: it checks what it was given and calls the harbour.

Where AWS has the operation, its name and its refusals are AWS's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from seatrial.model.codec import decode_system
from seatrial.runtimes.twin.engine.describe import describe_stack
from seatrial.runtimes.twin.engine.stack import Stack, secrets_from
from seatrial.runtimes.twin.wire import OperationError

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour
    from seatrial.runtimes.twin.engine.serve import Answer

Operation = Callable[["Harbour", Mapping[str, Any], "Answer"], Awaitable[Any]]

# "Task stopped by user" is what ECS writes when StopTask is called without a reason: facts/failures,
# task.stoppedReason.
STOPPED_BY_USER = "Task stopped by user"


async def ping(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    return {"stacks": sorted(harbour.stacks)}


async def apply_stack(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    """CreateStack or UpdateStack: begins the operation and returns; a second call for the same system does nothing."""
    system = decode_system(request["system"])
    wanted = Stack(
        name=system.scope.stack,
        system=system,
        generations=request["generations"],
        skipped=request["skipped"],
        images=request["images"],
        speed=float(request["speed"]),
        secrets=secrets_from(request.get("secrets", {})),
    )
    await harbour.apply(wanted)
    return {"stack": wanted.name}


async def delete_stack(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    """DeleteStack: returns when nothing of the stack is left. It goes on when the caller doesn't wait for it."""
    stack = _stack(harbour, request)
    seen = harbour.chronicle.last_event[stack.name]
    work = harbour.delete(stack)
    version = harbour.chronicle.version(stack.name)
    while True:
        for number, event in harbour.chronicle.events(stack.name, seen):
            seen = number
            await answer.frame(_event(number, event))
        if work.done():
            break
        version = await harbour.chronicle.wait(stack.name, version, 1.0)
    if not work.cancelled():
        work.result()
    if stack.name in harbour.stacks:
        why = stack.status_reason or f"Stack:{stack.name} is in {stack.status} state."
        raise OperationError("DeleteFailed", why)
    return {"stack": stack.name}


async def list_stacks(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    return [
        {"stack": stack.name, "status": stack.status, "region": stack.system.scope.region, "running": True}
        for _, stack in sorted(harbour.stacks.items())
    ]


async def describe(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    return await describe_stack(harbour, _stack(harbour, request))


async def wait_for_change(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    return {"version": await harbour.chronicle.wait(stack.name, request["version"], float(request["seconds"]))}


async def describe_events(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    seen = int(request.get("after") or 0)
    version = -1
    while True:
        for number, event in harbour.chronicle.events(stack.name, seen):
            seen = number
            await answer.frame(_event(number, event))
        if not request.get("follow"):
            return {"last": seen}
        version = await harbour.chronicle.wait(stack.name, version, 60.0)


async def filter_log_events(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    async for line in harbour.log_lines(stack, request.get("thing"), request.get("tail"), bool(request.get("follow"))):
        await answer.frame(line)
    return {}


async def execute_command(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    command = [str(word) for word in request["command"]]
    if len(answer.fds) != 3:
        raise OperationError("InvalidParameterException", "ExecuteCommand needs three standard streams.")
    code, why_not = await harbour.execute(stack, request["task"], request.get("container"), command, answer.fds)
    return {"exit_code": code, "why_not": why_not}


async def stop_task(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    return await harbour.stop_task(stack, request["task"], request.get("reason") or STOPPED_BY_USER)


async def update_service(harbour: Harbour, request: Mapping[str, Any], answer: Answer) -> Any:
    stack = _stack(harbour, request)
    return await harbour.scale(stack, request["service"], int(request["desired_count"]))


TABLE: Mapping[str, Operation] = {
    "Ping": ping,
    "ApplyStack": apply_stack,
    "DeleteStack": delete_stack,
    "ListStacks": list_stacks,
    "DescribeStack": describe,
    "WaitForChange": wait_for_change,
    "DescribeEvents": describe_events,
    "FilterLogEvents": filter_log_events,
    "ExecuteCommand": execute_command,
    "StopTask": stop_task,
    "UpdateService": update_service,
}


def _stack(harbour: Harbour, request: Mapping[str, Any]) -> Stack:
    name = str(request["stack"])
    if name not in harbour.stacks:
        raise OperationError("ValidationError", f"Stack with id {name} does not exist")
    return harbour.stacks[name]


def _event(number: int, event: Any) -> dict[str, Any]:
    return {
        "number": number,
        "at": event.at,
        "stack": event.stack,
        "source": event.source,
        "subject": event.subject,
        "text": event.text,
        "level": event.level,
    }
