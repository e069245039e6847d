"""A task's place in the engine: the task as the scheduler knows it, and what it stands on here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from seatrial.analyses.launch.image_reference import Found
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Task, TaskStatus
from seatrial.runtimes.twin.decide.network import Interface
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json


class Ask(Struct, frozen=True, omit_defaults=True):
    """What a task was asked for with, beside its definition."""

    stack: str
    service: str
    region: str
    account: str
    security_groups: tuple[str, ...] = ()
    public_address: bool = False


class Berth(Struct):
    """``images`` and ``secrets`` are what the launch found; both are found again by an engine that starts anew."""

    ask: Ask
    task: Task
    spec: TaskSpec
    interface: Interface | None = None
    images: dict[str, Found] = field(default_factory=dict)
    credentials_id: str = ""
    metadata_tokens: dict[str, str] = field(default_factory=dict)
    used: tuple[float, float] = (0.0, 0.0)
    """When its processor time was looked at last, and how many seconds it was then; (0, 0) before the first time."""

    @property
    def netns(self) -> str:
        return namespace_of(self.task.id)

    @property
    def over(self) -> bool:
        return self.task.last_status is TaskStatus.STOPPED

    def as_json(self) -> dict[str, Any]:
        return {
            "ask": as_json(self.ask),
            "task": as_json(self.task),
            "interface": as_json(self.interface) if self.interface else None,
            "credentials_id": self.credentials_id,
            "metadata_tokens": self.metadata_tokens,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], spec: TaskSpec) -> Berth:
        return cls(
            ask=from_json(Ask, data["ask"]),
            task=from_json(Task, data["task"]),
            spec=spec,
            interface=from_json(Interface, data["interface"]) if data["interface"] else None,
            credentials_id=data["credentials_id"],
            metadata_tokens=dict(data["metadata_tokens"]),
        )


def namespace_of(task_id: str) -> str:
    """The network namespace of a task."""
    return f"task-{task_id}"
