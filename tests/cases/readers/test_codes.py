"""The codes of findings are a table, and every one of them can be met."""

from __future__ import annotations

import re
from pathlib import Path

import seatrial.readers.cloudformation
from seatrial.readers.cloudformation.codes import CODES

FOLDER = Path(seatrial.readers.cloudformation.__file__).parent
TEXTS = [
    path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*") if path.suffix in (".txt", ".py")
]


def test_each_code_that_is_given_stands_in_the_table_and_the_other_way_round() -> None:
    given: set[str] = set()
    for path in FOLDER.glob("*.py"):
        if path.name != "codes.py":
            given.update(re.findall(r'"((?:TPL|PAR|INT|SCH)\d{3})"', path.read_text(encoding="utf-8")))
    assert given == set(CODES)


def test_each_code_is_met_in_a_test() -> None:
    met = {code for text in TEXTS for code in re.findall(r"\b[A-Z]{3}\d{3}\b", text)}
    assert set(CODES) <= met
