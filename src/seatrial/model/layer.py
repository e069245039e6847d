"""The three layers that people learn Fargate by. Every resource type belongs to exactly one."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    FOUNDATION = "foundation"
    CONTAINER = "container"
    TRAFFIC = "traffic"
    OTHER = "other"
    """A type that Seatrial doesn't model: it is carried verbatim and skipped by name."""
