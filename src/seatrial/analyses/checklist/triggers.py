"""What starts tasks by itself: targets of EventBridge rules and of EventBridge Scheduler's schedules.

Both call RunTask as a role that the template gives them; a rule and a schedule spell the same things differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seatrial.analyses.checklist.placements import RULE, SCHEDULE, Placement
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text

EVENTS, SCHEDULER, ECS_TASKS = "events.amazonaws.com", "scheduler.amazonaws.com", "ecs-tasks.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Trigger:
    """``service`` is who assumes the role, ``path`` the place of the target within ``by``."""

    placement: Placement
    service: str

    @property
    def by(self) -> Resource:
        return self.placement.by

    @property
    def path(self) -> PropertyPath:
        return self.placement.at

    @property
    def parameters(self) -> PropertyPath:
        return self.place("EcsParameters")

    @property
    def holder(self) -> str:
        """The property that holds what RunTask is asked for."""
        return "Input" if self.placement.universal else "EcsParameters"

    @property
    def definition(self) -> Resource | None:
        return self.placement.definition

    @property
    def network(self) -> PropertyPath:
        return self.place("EcsParameters", "NetworkConfiguration")

    @property
    def role_path(self) -> PropertyPath:
        return (*self.path, "RoleArn")

    def get(self, *path: str | int) -> Value:
        """A property of the target."""
        return self.placement.get(*path)

    def place(self, *path: str | int) -> PropertyPath:
        """Where a property of the target is told."""
        return self.placement.place(*path)

    @property
    def noun(self) -> str:
        return "EventBridge" if self.service == EVENTS else "EventBridge Scheduler"

    @property
    def off(self) -> bool:
        return as_text(self.by.get("State")) == "DISABLED"


def triggers(placements: Sequence[Placement]) -> Iterator[Trigger]:
    for placement in placements:
        if placement.by.type == RULE:
            yield Trigger(placement, EVENTS)
        elif placement.by.type == SCHEDULE:
            yield Trigger(placement, SCHEDULER)
