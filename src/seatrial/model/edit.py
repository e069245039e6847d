"""A change of a template's text that mends a finding, as data: what to write, and where."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Value


class Act(StrEnum):
    SET = "set"
    """Writes the value at the path, in place of what stands there or anew."""
    ADD = "add"
    """Adds the value to the list at the path; one that isn't there, or is a single value, becomes a list."""


class Edit(Struct, frozen=True):
    """One change of one resource. ``path`` begins at the resource: ``Properties``, ``TargetType``; or ``DependsOn``.

    ``value`` is JSON's, with intrinsic functions in their long form: ``{"Ref": "Vpc"}``.
    """

    logical_id: str
    path: PropertyPath
    value: Value
    act: Act = Act.SET

    def __str__(self) -> str:
        return f"{self.act} {path_text((self.logical_id, *self.path))}"


def set_property(logical_id: str, *path: str | int, to: Value) -> Edit:
    """Writes a property's value."""
    return Edit(logical_id, ("Properties", *path), to)


def add_to_property(logical_id: str, *path: str | int, item: Value) -> Edit:
    """Adds an item to a property's list."""
    return Edit(logical_id, ("Properties", *path), item, Act.ADD)


def wait_for(logical_id: str, other: str) -> Edit:
    """Lets a resource depend on another."""
    return Edit(logical_id, ("DependsOn",), other, Act.ADD)
