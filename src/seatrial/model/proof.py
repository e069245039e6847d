"""The proof behind an answer: what each resource is for, what it waits for, and paths and permissions step by step."""

from __future__ import annotations

from msgspec import Struct

from seatrial.model.layer import Layer
from seatrial.model.span import NOWHERE, Span


class Line(Struct, frozen=True):
    """One step of a proof. ``verdict`` is "yes", "no", "partly" or "cannot tell"."""

    verdict: str
    text: str
    span: Span = NOWHERE


class Proof(Struct, frozen=True):
    """A question and its answer. ``about`` are the logical ids that it is about."""

    title: str
    verdict: str
    lines: tuple[Line, ...] = ()
    about: frozenset[str] = frozenset()


class Portrait(Struct, frozen=True):
    """One resource: ``purpose`` says what its type is for, ``relations`` what it does with others.

    ``waits_for`` and ``awaited_by`` are logical ids with the cause.
    """

    logical_id: str
    type: str
    layer: Layer
    purpose: str = ""
    essential: str = ""
    physical_id: str = ""
    documentation: str = ""
    relations: tuple[str, ...] = ()
    waits_for: tuple[tuple[str, str], ...] = ()
    awaited_by: tuple[tuple[str, str], ...] = ()
    span: Span = NOWHERE


class Explanation(Struct, frozen=True):
    """What ``explain`` shows, of a whole system or of one thing in it."""

    portraits: tuple[Portrait, ...]
    proofs: tuple[Proof, ...]


class Turn(Struct, frozen=True):
    """One resource's turn in the order of creation. Times are typical seconds from the start of the stack."""

    logical_id: str
    type: str
    wave: int
    starts_seconds: int
    ends_seconds: int
    waits_for: tuple[tuple[str, str], ...] = ()
