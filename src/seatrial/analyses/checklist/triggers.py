"""What starts tasks by itself: targets of rules and schedules, pipes, and states of state machines.

All of them call RunTask as a role that the template gives them, each with a spelling of its own for the same things.
What acts as a role without starting a task itself, as a rule that starts a state machine, is a ``Caller`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from seatrial.analyses.checklist.placements import PIPE, RULE, SCHEDULE, Placement
from seatrial.analyses.checklist.universal import FIELDS, PLACE
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

EVENTS, SCHEDULER, ECS_TASKS = "events.amazonaws.com", "scheduler.amazonaws.com", "ecs-tasks.amazonaws.com"
STATES, PIPES = "states.amazonaws.com", "pipes.amazonaws.com"
NOUNS = {
    EVENTS: "EventBridge",
    SCHEDULER: "EventBridge Scheduler",
    STATES: "Step Functions",
    PIPES: "EventBridge Pipes",
}
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html and
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html (read 2026-11-29)
_SHOWN_BY = {EVENTS: "FailedInvocations", SCHEDULER: "TargetErrorCount"}
TARGET = "its target"
# RunTask's own names for what EventBridge calls otherwise.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (read 2026-11-29)
# How alike a name is to the one that it means; of 1.
_NEAR = 0.8
_RUN_TASK_NAMES = {"TaskDefinitionArn": "TaskDefinition", "TaskCount": "Count"}


class Caller(Struct, frozen=True):
    """``service`` acts for ``by`` as the role that is named at ``role_path``, and starts ``thing`` so."""

    by: Resource
    service: str
    role_path: PropertyPath
    thing: str

    @property
    def noun(self) -> str:
        return NOUNS[self.service]

    @property
    def silent(self) -> str:
        """What becomes of it when it may not."""
        if self.service == STATES:
            return f"the state machine is created, but {self.thing} never starts: its state fails"
        if self.service == PIPES:
            return f"{self.thing} never starts, and the events go back or are lost"
        return (
            f"the stack is created, but {_no(self.thing)} ever starts: only the CloudWatch metric "
            f"{_SHOWN_BY[self.service]} and the dead-letter queue show it"
        )


def _no(thing: str) -> str:
    if thing == TARGET:
        return "nothing"
    return "no task" if thing == "the task" else f"no execution of {thing}"


class Trigger(Caller, frozen=True):
    """One that starts tasks. ``parameters`` is the place of what RunTask is given, and ``asked`` that itself.

    ``cluster_path`` is where the cluster is named. ``path`` is the place of the target within ``by``.
    """

    placement: Placement
    path: PropertyPath
    parameters: PropertyPath
    cluster_path: PropertyPath
    cluster: Value
    asked: Value

    @property
    def definition(self) -> Resource | None:
        return self.placement.definition

    @property
    def network(self) -> PropertyPath:
        return self.place("NetworkConfiguration")

    def get(self, *path: str | int) -> Value:
        """A property of the target of a rule or a schedule."""
        return self.placement.get(*path)

    def parameter(self, key: str, *path: str | int) -> Value:
        """What RunTask is given, by EventBridge's name for it. What is misspelt is told by itself, and Unknown here."""
        name = self.spelling(key)
        if self.service == STATES and isinstance(self.asked, dict):
            given = self.asked.get(name)
            wrong = f"{name[:1].lower()}{name[1:]}"
            if (given is None and wrong in self.asked) or next(misspelt(given), None) is not None:
                return Unknown(f"{name} is misspelt")
        return at(self.asked, self.spelling(key), *path)

    def place(self, key: str) -> PropertyPath:
        if self.placement.universal:
            return self.parameters
        run = self.placement.run
        return run.place(self.spelling(key)) if run is not None else (*self.parameters, self.spelling(key))

    def spelling(self, key: str) -> str:
        return _RUN_TASK_NAMES.get(key, key) if self.service == STATES else key

    @property
    def holder(self) -> str:
        """What a parameter is written into."""
        run = self.placement.run
        return f"{run.key} of the state {run.state}" if run is not None else as_text(self.parameters[-1])

    @property
    def never(self) -> str:
        """What becomes of it when RunTask refuses."""
        if self.placement.run is not None:
            return f"the stack is created, but the state {self.placement.run.state} always fails"
        return "the stack is created, but no task ever starts"

    @property
    def off(self) -> bool:
        if self.service == PIPES:
            return as_text(self.by.get("DesiredState")) == "STOPPED"
        return as_text(self.by.get("State")) == "DISABLED" and self.service != STATES


def misspelt(value: Value) -> Iterator[tuple[PropertyPath, str]]:
    """Where the arguments of a state have a name that RunTask's request has otherwise, and how."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key[:1].islower():
                yield (key,), f"{key[:1].upper()}{key[1:]}"
            elif key not in FIELDS and (near := get_close_matches(key, FIELDS, n=1, cutoff=_NEAR)):
                yield (key,), near[0]
            yield from (((key, *path), right) for path, right in misspelt(item))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from (((index, *path), right) for path, right in misspelt(item))


def triggers(placements: Sequence[Placement]) -> Iterator[Trigger]:
    """What starts tasks otherwise than as a service: rules, schedules, pipes and state machines."""
    for placement in placements:
        by, path, thing = placement.by, placement.at, "the task"
        if by.type in (RULE, SCHEDULE):
            service = EVENTS if by.type == RULE else SCHEDULER
            place = (*path, "EcsParameters")
            arn = (*path, "Arn")
            role = (*path, "RoleArn")
            if placement.universal:
                given = placement.get("EcsParameters")
                yield Trigger(by, service, role, thing, placement, path, PLACE, PLACE, placement.get("Arn"), given)
                continue
            yield Trigger(by, service, role, thing, placement, path, place, arn, by.get(*arn), by.get(*place))
        elif by.type == PIPE:
            place = ("TargetParameters", "EcsTaskParameters")
            target = by.get("Target")
            yield Trigger(by, PIPES, ("RoleArn",), thing, placement, (), place, ("Target",), target, by.get(*place))
        elif by.type == MACHINE and placement.run is not None:
            run = placement.run
            named = at(run.arguments, "Cluster")
            cluster = run.place("Cluster")
            yield Trigger(by, STATES, ("RoleArn",), thing, placement, path, run.place(), cluster, named, run.arguments)
