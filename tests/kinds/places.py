"""Places that the tests of this floor put resources at."""

from __future__ import annotations

from seatrial.kinds.card import Place
from seatrial.model.system import Scope


def at(
    logical_id: str = "Thing",
    *,
    stack: str = "web",
    region: str = "us-east-1",
    account: str = "123456789012",
    generation: int = 1,
) -> Place:
    return Place(Scope(stack, region, account), logical_id, generation)
