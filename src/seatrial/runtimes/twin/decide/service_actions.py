"""What is done for a service: one class for each thing, and each with its cause. Both are safe to repeat."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class StartTask(Struct, frozen=True):
    """A task of a deployment's revision, in this subnet. ``capacity_provider`` is "" for launch type FARGATE."""

    task_id: str
    deployment_id: str
    subnet_id: str
    availability_zone: str
    capacity_provider: str
    cause: str


class StopTask(Struct, frozen=True):
    task_id: str
    stop_code: str
    reason: str
    cause: str


ServiceAction: TypeAlias = StartTask | StopTask
