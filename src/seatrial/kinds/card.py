"""What Seatrial knows of an AWS type, as data.

A card says what the type is called, which layer it belongs to, how its identity is computed, which of its properties
refer to which other types and with what relation, and what the twin does with it. Everything that can be driven by a
card is; a type that needs more on some floor has a file of the same name there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from seatrial.model.layer import Layer
from seatrial.model.system import Scope
from seatrial.model.value import Properties, Value


class Stage(StrEnum):
    """How much of a type the twin has."""

    RUN = "run"
    """It acts: packets, processes or decisions depend on it."""
    DATA = "data"
    """It only holds facts that others read (a role, a parameter, a log group)."""
    DECLARED = "declared not run"
    """It is understood and listed, but the twin doesn't act it out; ``Card.note`` says what that means."""


class Identity(Struct, frozen=True):
    """What CloudFormation gives for a resource: ``ref`` for Ref, ``arn``, and ``attributes`` for GetAtt."""

    ref: str
    arn: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)


class Place(Struct, frozen=True):
    """What a resource's identity is computed from: the scope, its logical id and how often it was replaced."""

    scope: Scope
    logical_id: str
    generation: int = 1

    def digits(self, length: int, salt: str = "") -> str:
        """Hexadecimal digits that are the same for the same place and differ for any other."""
        scope = self.scope
        key = "\0".join((scope.account, scope.region, scope.stack, self.logical_id, str(self.generation), salt))
        return hashlib.sha256(key.encode()).hexdigest()[:length]

    def arn(self, service: str, resource: str, *, region: bool = True, account: bool = True) -> str:
        scope = self.scope
        return ":".join(
            (
                "arn",
                scope.partition,
                service,
                scope.region if region else "",
                scope.account if account else "",
                resource,
            )
        )


class Relation(Struct, frozen=True):
    """Property ``path`` names a resource of one of ``types``; ``verb`` makes a sentence of it.

    The path has dots, and ``[]`` for every item of a list.
    """

    path: str
    types: tuple[str, ...]
    verb: str


class Card(Struct, frozen=True):
    """One AWS type. ``identify`` sees the resolved properties; what it can't know of them is Unknown there."""

    type: str
    layer: Layer
    stage: Stage
    identify: Callable[[Place, Properties], Identity]
    attributes: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    essential: str = ""
    """Why a Fargate system can't do without it; "" for an optional one."""
    purpose: str = ""
    """What it is for, in one line, as one would tell a newcomer."""
    note: str = ""
    documentation: str = ""
