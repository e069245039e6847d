"""Type × stage: what each floor of the house has for each type, and what is knowingly missing.

A type that a floor forgot is worse than one that is not there: its card promises what nobody does. So the floors are
asked what they have (``evidence``), the cards and ``MISSING`` say what is left out on purpose, and whatever is neither
is a hole. The floors stand above this one, so it can't ask them itself: the test does, and prints the matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from seatrial.kinds.card import Card, Stage


class Column(StrEnum):
    MODEL = "model"
    """A card: layer, identity, relations and what it is for."""
    READER = "reader"
    """A schema that its values are held against, and an answer to every GetAtt."""
    CHECK = "check"
    """Something beyond the schema that says it will not work on AWS."""
    PLAN = "plan"
    """Whether a change of a property replaces it."""
    TWIN = "twin"
    """It acts, or what it holds decides something that acts."""


class State(StrEnum):
    THERE = "yes"
    LEFT_OUT = "–"
    HOLE = "HOLE"


class Row(Struct, frozen=True):
    type: str
    stage: Stage
    cells: Mapping[Column, State]

    @property
    def holes(self) -> tuple[Column, ...]:
        return tuple(column for column, state in self.cells.items() if state is State.HOLE)


# What is left out on purpose, with the reason. The twin's own are in the cards: stage DECLARED and a note.
MISSING: Mapping[tuple[str, Column], str] = {
    ("AWS::CloudFormation::Stack", Column.CHECK): "its template is read, and judged as a part of the system",
    ("AWS::CloudFormation::Stack", Column.TWIN): "its resources are run, and it is nothing beside them",
    ("AWS::CloudFormation::WaitConditionHandle", Column.CHECK): "it has no property, so nothing can be refused",
    ("AWS::CloudFormation::WaitConditionHandle", Column.TWIN): "nothing here reports to it",
}


def matrix(cards: Iterable[Card], evidence: Mapping[Column, frozenset[str]]) -> tuple[Row, ...]:
    """One row a type. ``evidence`` names for each column the types for which that floor has something."""
    return tuple(
        Row(card.type, card.stage, {column: _cell(card, column, evidence[column]) for column in Column})
        for card in sorted(cards, key=lambda card: (card.layer, card.type))
    )


def _cell(card: Card, column: Column, there: frozenset[str]) -> State:
    if card.type in there:
        return State.THERE
    declared = column in (Column.TWIN, Column.CHECK) and card.stage is Stage.DECLARED and card.note
    return State.LEFT_OUT if declared or (card.type, column) in MISSING else State.HOLE


def superfluous(evidence: Mapping[Column, frozenset[str]]) -> tuple[str, ...]:
    """What ``MISSING`` still calls left out though it is there: the table must shrink when the house grows."""
    return tuple(f"{type} {column}" for type, column in MISSING if type in evidence[column])


def text(rows: Iterable[Row]) -> str:
    """The matrix as people read it."""
    table = [("type", "stage", *Column)]
    table += [(row.type.removeprefix("AWS::"), row.stage, *(row.cells[column] for column in Column)) for row in rows]
    widths = [max(len(line[index]) for line in table) for index in range(len(table[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table
    )
