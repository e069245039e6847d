"""Log lines of a stack's tasks, as they were printed, merged by time; going on as they come where that is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from seatrial.runtimes.twin.decide.container_log import LogLine
from seatrial.runtimes.twin.engine.berth import Berth
from seatrial.runtimes.twin.engine.stack import Stack
from seatrial.runtimes.twin.wire import OperationError

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour


async def follow_logs(
    harbour: Harbour, stack: Stack, thing: str | None, tail: int | None, follow: bool
) -> AsyncIterator[dict[str, Any]]:
    """Lines of a service, a task or the whole stack, oldest first."""
    berths = chosen(harbour, stack, thing)
    lines = [
        (line, berth, container)
        for berth in berths
        for container in berth.spec.containers
        for line in harbour.logs.read(berth.task.id, container.name, ended=True)
    ]
    lines.sort(key=lambda item: item[0].timestamp_ms)
    for line, berth, container in lines if tail is None else lines[-tail:] if tail else []:
        yield _event(line, berth, container.name)
    if not follow:
        return
    offsets = {(berth.task.id, container.name): line.offset for line, berth, container in lines}
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(1000)
    readers: dict[tuple[str, str], asyncio.Task[None]] = {}
    try:
        while True:
            for berth in chosen(harbour, stack, thing, quiet=True):
                for container in berth.spec.containers:
                    key = (berth.task.id, container.name)
                    if key not in readers and not berth.over:
                        work = _read(harbour, berth, container.name, offsets.get(key, 0), queue)
                        readers[key] = asyncio.create_task(work)
            try:
                yield await asyncio.wait_for(queue.get(), 1.0)
            except TimeoutError:
                continue
    finally:
        for reader in readers.values():
            reader.cancel()


def chosen(harbour: Harbour, stack: Stack, thing: str | None, *, quiet: bool = False) -> list[Berth]:
    """The tasks that are meant. Raises OperationError when nothing is called that, unless ``quiet``."""
    berths = harbour.tasks.of_stack(stack.name)
    if not thing:
        return berths
    service = harbour.services.name_of(stack.name, thing)
    found = [item for item in berths if (service and item.ask.service == service) or item.task.id.startswith(thing)]
    if not found and not quiet and service is None:
        raise OperationError("ResourceNotFoundException", f"{thing} is neither a service nor a task of {stack.name}")
    return found


def last_lines(harbour: Harbour, berth: Berth, count: int) -> list[str]:
    """What a task's containers printed last."""
    lines = [
        line for container in berth.spec.containers for line in harbour.logs.tail(berth.task.id, container.name, count)
    ]
    lines.sort(key=lambda line: line.timestamp_ms)
    return [line.text for line in lines[-count:]]


async def _read(
    harbour: Harbour, berth: Berth, container: str, offset: int, queue: asyncio.Queue[dict[str, Any]]
) -> None:
    async for line in harbour.logs.follow(berth.task.id, container, offset):
        await queue.put(_event(line, berth, container))


def _event(line: LogLine, berth: Berth, container: str) -> dict[str, Any]:
    spec = berth.spec.container(container)
    log = spec.log_configuration if spec else None
    prefix = log.options.get("awslogs-stream-prefix", "") if log else ""
    return {
        "timestamp": line.timestamp_ms,
        "message": line.text,
        "service": berth.ask.service,
        "task": berth.task.id,
        "container": container,
        "log_group": log.options.get("awslogs-group", "") if log else "",
        "log_stream": f"{prefix}/{container}/{berth.task.id}" if prefix else f"{container}/{berth.task.id}",
    }
