"""Who acts as a role to start something: what starts tasks, and what starts a state machine of the systems.

EventBridge, Scheduler and Pipes start a state machine as a role that names it.

Sources (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html (rules),
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE, RULE, SCHEDULE
from seatrial.analyses.checklist.triggers import EVENTS, PIPES, SCHEDULER, STATES, TARGET, Caller, triggers
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

# What EventBridge calls as the role of the target.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html (read 2026-11-30)
_AS_ROLE = ("batch", "ecs", "events", "firehose", "kinesis", "states")


class Starter(Caller, frozen=True):
    """One that starts a state machine; ``path`` is where it names that."""

    machine: Resource
    path: PropertyPath


def callers(inquiry: Inquiry) -> Iterator[Caller]:
    """All that act as a role of theirs."""
    yield from triggers(inquiry.placements)
    yield from starters(inquiry)
    yield from _others(inquiry)


def _others(inquiry: Inquiry) -> Iterator[Caller]:
    """What acts as a role for whatever else it starts or sends to; who starts a task is among them once more."""
    for resource in inquiry.system.of_type(RULE, SCHEDULE, PIPE, MACHINE):
        if resource.type == MACHINE:
            yield Caller(resource, STATES, ("RoleArn",), TARGET)
            continue
        for service, target, role in _targets(resource):
            arn = Arn.parse(as_text(resource.get(*target)))
            # EventBridge calls some services as itself.
            if service != EVENTS or (arn is not None and arn.service in _AS_ROLE):
                yield Caller(resource, service, role, TARGET)


def starters(inquiry: Inquiry) -> Iterator[Starter]:
    """What starts state machines."""
    for resource in inquiry.system.of_type(RULE, SCHEDULE, PIPE):
        for service, target, role in _targets(resource):
            machine = inquiry.find(resource.get(*target), MACHINE)
            if machine is not None:
                yield Starter(resource, service, role, machine.logical_id, machine, target)


def _targets(resource: Resource) -> Iterator[tuple[str, PropertyPath, PropertyPath]]:
    if resource.type == RULE:
        for index, _ in enumerate(as_list(resource.get("Targets"))):
            yield EVENTS, ("Targets", index, "Arn"), ("Targets", index, "RoleArn")
    elif resource.type == SCHEDULE:
        yield SCHEDULER, ("Target", "Arn"), ("Target", "RoleArn")
    else:
        yield PIPES, ("Target",), ("RoleArn",)
