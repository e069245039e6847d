"""A plan: every decision about a stack, each with its cause, in the order in which it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seatrial.model.layer import Layer


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    RETAIN = "retain"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to one resource. ``changes`` are property paths; ``after`` the logical ids it waits for."""

    action: Action
    logical_id: str
    type: str
    layer: Layer
    physical_id: str
    cause: str
    changes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    wave: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order. An unchanged world gives a plan without steps."""

    stack: str
    steps: tuple[Step, ...] = ()

    @property
    def empty(self) -> bool:
        return all(step.action in (Action.SKIP, Action.RETAIN) for step in self.steps)
