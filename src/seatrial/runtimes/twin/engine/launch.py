"""What comes before a task's containers: the way to registry, secrets and logs, the right to use them, the images.

Each host is asked for from the task's own interface with real packets; what is missing or denied is told in the words
that ``analyses/launch`` has from AWS.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from seatrial.analyses.launch import (
    Cause,
    Endpoint,
    Failed,
    NoSuchHost,
    Reach,
    Reached,
    Refused,
    Requirement,
    Stage,
    Timeout,
    judge,
)
from seatrial.analyses.launch import requirements as launch_requirements
from seatrial.analyses.launch.image_reference import Missing, parse
from seatrial.analyses.launch.texts import image_not_found
from seatrial.runtimes.twin.act.endpoints import reach
from seatrial.runtimes.twin.act.netns import Outcome
from seatrial.runtimes.twin.decide.ecs_task_observations import LaunchFailed, LaunchPrepared
from seatrial.runtimes.twin.decide.network import Vpc, wire
from seatrial.runtimes.twin.engine.berth import Berth

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

# What may be given its values from a file.
GIVEN = (Stage.SECRET, Stage.PARAMETERS)
# AWS tries for minutes before it gives up; here a way that is there answers in a millisecond.
REACH_SECONDS = 3.0


async def prepare(harbour: Harbour, berth: Berth) -> LaunchPrepared | LaunchFailed:
    """Everything that Fargate does before it starts a container, in its order."""
    definition = harbour.tasks.definitions.register(berth.spec.arn)
    if definition is None:
        return LaunchFailed(f"the task definition {berth.spec.arn} is gone")
    began, systems = harbour.now(), harbour.worlds_for(berth.ask.stack)
    steps = launch_requirements(systems, definition)
    reached = await _reach(harbour, berth, steps)
    for step in steps:
        verdict = judge(systems, step, reached, berth.task.id)
        if verdict.note:
            absent = isinstance(verdict, Failed) and verdict.cause is Cause.ABSENT and step.stage in GIVEN
            hint = "; give it with --secrets FILE" if absent else ""
            text = f"(task {berth.task.id}) {step}: {verdict.note}{hint}"
            harbour.event(berth.ask.stack, "task", berth.task.id, text, "WARN")
        if isinstance(verdict, Failed):
            return LaunchFailed(verdict.reason, verdict.stop_code, began)
    images = harbour.stacks[berth.ask.stack].images
    found = await asyncio.gather(*(harbour.images.find(item.image, images) for item in berth.spec.containers))
    for container, image in zip(berth.spec.containers, found, strict=True):
        if isinstance(image, Missing):
            text = f"(task {berth.task.id}) {image.reason}; give one with --image {container.image}=LOCAL"
            harbour.event(berth.ask.stack, "task", berth.task.id, text, "WARN")
            reference = parse(container.image)
            reason = image_not_found(reference) if reference else f"CannotPullContainerError: {image.reason}"
            return LaunchFailed(reason, pull_started_at=began)
        berth.images[container.name] = image
    digests = {name: image.digest for name, image in berth.images.items()}
    return LaunchPrepared(began, harbour.now(), digests)


async def _reach(harbour: Harbour, berth: Berth, steps: Sequence[Requirement]) -> dict[Endpoint, Reach]:
    """How a connection to each endpoint ends, all of them tried at once."""
    vpc = vpc_of(harbour, berth.task.subnet_id)
    resolver = vpc.resolver if vpc else "169.254.169.253"

    async def one(endpoint: Endpoint) -> tuple[Endpoint, Reach]:
        seen = await reach(harbour.namespaces, berth.netns, resolver, endpoint.host, endpoint.port, REACH_SECONDS)
        match seen.outcome:
            case None:
                return endpoint, NoSuchHost(resolver)
            case Outcome.CONNECTED:
                return endpoint, Reached()
            case Outcome.REFUSED:
                return endpoint, Refused(seen.address)
        return endpoint, Timeout(seen.address)

    wanted = dict.fromkeys(endpoint for step in steps for endpoint in step.endpoints)
    return dict(await asyncio.gather(*(one(endpoint) for endpoint in wanted)))


def vpc_of(harbour: Harbour, subnet_id: str) -> Vpc | None:
    """The VPC of a subnet, as it is wired now."""
    for vpc in wire(harbour.worlds(), ()).vpcs:
        if any(subnet.id == subnet_id for subnet in vpc.subnets):
            return vpc
    return None
