"""A plan: every decision about a stack, each with its cause, in the order in which it is carried out."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from seatrial.model.layer import Layer


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    RETAIN = "retain"
    SKIP = "skip"


class Step(Struct, frozen=True):
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


class Plan(Struct, frozen=True):
    """Steps in order. An unchanged world gives a plan without steps."""

    stack: str
    steps: tuple[Step, ...] = ()

    @property
    def empty(self) -> bool:
        return all(step.action in (Action.SKIP, Action.RETAIN) for step in self.steps)
