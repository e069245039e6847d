"""The codes of findings are a table, and every one of them can be met."""

from __future__ import annotations

import re
from pathlib import Path

import seatrial.api
import seatrial.readers.cloudformation
from seatrial.readers.cloudformation.codes import CODES

FOLDER = Path(seatrial.readers.cloudformation.__file__).parent
# What a file of secrets has that nobody asked for is told where the stack is known, and so is its region.
GIVERS = (*FOLDER.glob("*.py"), *(Path(seatrial.api.__file__).parent / name for name in ("secrets.py", "home.py")))
FOLDERS_OF_TESTS = (Path(__file__).parent, *(Path(__file__).parent.parent / name for name in ("launch", "checks")))
TEXTS = [
    path.read_text(encoding="utf-8")
    for folder in FOLDERS_OF_TESTS
    for path in folder.rglob("*")
    if path.suffix in (".txt", ".py", ".yaml")
]


def test_each_code_that_is_given_stands_in_the_table_and_the_other_way_round() -> None:
    given: set[str] = set()
    for path in GIVERS:
        if path.name != "codes.py":
            given.update(re.findall(r'"((?:TPL|PAR|INT|SCH)\d{3})"', path.read_text(encoding="utf-8")))
    assert given == set(CODES)


def test_each_code_is_met_in_a_test() -> None:
    met = {code for text in TEXTS for code in re.findall(r"\b[A-Z]{3}\d{3}\b", text)}
    assert set(CODES) <= met
