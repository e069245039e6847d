"""No floor forgets a type: what is not there is left out on purpose and says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kinds.places import at
from seatrial.kinds import CARDS, identify, schema
from seatrial.kinds.card import Stage
from seatrial.kinds.matrix import MISSING, Column, State, matrix, superfluous, text

SOURCE = Path(__file__).parent.parent.parent / "src" / "seatrial"
TWIN = SOURCE / "runtimes" / "twin"
REFUSALS = SOURCE / "analyses" / "refusals"
# What lists types only to say that they are not run.
NOT_RUN = TWIN / "decide" / "not_run.py"
_NAMED = re.compile(r'"(AWS::\w+::\w+)"')


def _named_in(*files: Path) -> frozenset[str]:
    return frozenset(name for file in files for name in _NAMED.findall(file.read_text()))


def evidence() -> Mapping[Column, frozenset[str]]:
    analyses = SOURCE / "analyses"
    acting = [path for path in TWIN.rglob("*.py") if path != NOT_RUN]
    acting += [*(analyses / "launch").rglob("*.py"), analyses / "across.py", analyses / "creation.py"]
    # The twin asks what a role may do, so what the answer depends on is acted upon.
    permissions = list((SOURCE / "analyses" / "iam").rglob("*.py"))
    checking = [*REFUSALS.glob("*.py"), *permissions]
    return {
        Column.MODEL: frozenset(type for type, card in CARDS.items() if card.purpose and card.documentation),
        Column.READER: frozenset(
            type
            for type in CARDS
            if schema.knows(type) and schema.attributes(type) <= identify(type, at(), {}).attributes.keys()
        ),
        Column.CHECK: _named_in(*checking),
        Column.PLAN: frozenset(type for type in CARDS if schema.knows(type)),
        Column.TWIN: _named_in(*acting, *permissions),
    }


def test_the_matrix_has_no_hole_that_is_not_declared() -> None:
    rows = matrix(CARDS.values(), evidence())
    print(text(rows))
    holes = [f"{row.type}: {', '.join(row.holes)}" for row in rows if row.holes]
    assert not holes, "\n".join(["nothing there, and nothing says why (kinds/matrix.py, MISSING):", *holes])


def test_nothing_is_called_missing_that_is_there() -> None:
    assert not superfluous(evidence())


def test_a_type_that_a_floor_forgot_is_a_hole() -> None:
    rows = matrix(CARDS.values(), {column: frozenset() for column in Column})
    service = next(row for row in rows if row.type == "AWS::ECS::Service")
    assert service.holes == tuple(Column)
    schedule = next(row for row in rows if row.type == "AWS::Scheduler::Schedule")
    assert schedule.cells[Column.TWIN] is State.LEFT_OUT
    assert "HOLE" in text(rows)


@pytest.mark.parametrize("key", MISSING, ids=lambda key: " ".join(key))
def test_what_is_missing_is_a_type_with_a_card_that_the_twin_claims(key: tuple[str, Column]) -> None:
    card = CARDS[key[0]]
    assert card.stage is not Stage.DECLARED, "its card's note says it already"
    assert MISSING[key]
