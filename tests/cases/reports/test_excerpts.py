"""How a report points at the source: the right token, also where the line is long, wide, nested or narrow."""

from __future__ import annotations

import json

import pytest

from seatrial.model.span import Span
from seatrial.writers.reports.excerpt import LONGEST_LINE, Lines, excerpt
from seatrial.writers.reports.paint import Ink, Paint


def _pointed(line: str, what: str, width: int = LONGEST_LINE) -> tuple[str, str]:
    """The source line and what the carets stand under, in a terminal's columns."""
    shown, carets = excerpt(Span("f", 1, line.index(what) + 1), _lines(line), Ink.RED, Paint(), width)
    assert shown.startswith("  1 | ") and carets.startswith("    | ")
    columns = [char for char in shown for _ in range(2 if ord(char) > 0x2E80 else 1)]
    start, end = carets.index("^"), carets.rindex("^") + 1
    return shown[6:], "".join(dict.fromkeys(columns[start:end]) if ord(max(columns)) > 0x2E80 else columns[start:end])


def _lines(*lines: str) -> Lines:
    return lambda _: lines


MINIFIED = json.dumps({f"Queue{n}": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": n}} for n in range(300)})


def test_a_line_is_pointed_at_up_to_its_comment() -> None:
    assert _pointed("  Port: 80  # web", "Port") == ("  Port: 80  # web", "Port: 80")


def test_an_entry_of_a_flow_mapping_ends_where_the_next_begins() -> None:
    assert _pointed('  A: {B: "x, y", C: [1, 2], D: 3}', "B:")[1] == 'B: "x, y"'
    assert _pointed('  A: {B: "x, y", C: [1, 2], D: 3}', "C:")[1] == "C: [1, 2]"
    assert _pointed('{"A": "say \\"}, {\\"", "B": 1}', '"A"')[1] == '"A": "say \\"}, {\\""'


def test_a_variable_of_a_string_is_pointed_at_alone() -> None:
    assert _pointed('  Name: !Sub "a-${Wrong.Arn}-b"', "${Wrong")[1] == "${Wrong.Arn}"


@pytest.mark.parametrize("width", [40, 60, 80, LONGEST_LINE])
def test_of_a_template_in_one_line_the_part_around_the_place_is_shown(width: int) -> None:
    for number in (0, 1, 7, 150, 299):
        key = f'"DelaySeconds": {number}}}'
        shown, under = _pointed(MINIFIED, key, width)
        assert under == key[:-1] and len(shown) <= width - 6, (width, number)
        assert shown.startswith("…") is (number > 0 or width < LONGEST_LINE) and shown.endswith("…") is (number < 299)


def test_a_long_value_is_pointed_at_by_its_key() -> None:
    assert _pointed(MINIFIED, '"Queue7"')[1].startswith('"Queue7": {"Type"')
    assert _pointed('{"A": "' + "x" * 500 + '"}', '"A"')[1] == '"A"'
    assert _pointed("  Name: " + "x" * 500, "Name")[1] == "Name"


def test_wide_characters_take_two_columns() -> None:
    line = 'A: {名前: 日本, Name: "q"}'
    shown, carets = excerpt(Span("f", 1, line.index("Name") + 1), _lines(line), Ink.RED, Paint(), 100)
    assert carets.index("^") == shown.index("Name") + 4 and carets.count("^") == len('Name: "q"')
    shown, carets = excerpt(Span("f", 1, 1), _lines("e\u0301: 1"), Ink.RED, Paint(), 100)
    assert carets.count("^") == 4


def test_tabs_and_control_characters_take_one_column_each() -> None:
    shown, carets = excerpt(Span("f", 1, 3), _lines('\t\t"A": "\x1b[31m"'), Ink.RED, Paint(), 100)
    assert shown == '  1 |   "A": " [31m"' and carets.index("^") == shown.index('"A"')


@pytest.mark.parametrize(("row", "lines"), [(0, ["x"]), (2, ["x"]), (1, ["   "]), (1, [])])
def test_where_there_is_no_line_nothing_is_shown(row: int, lines: list[str]) -> None:
    assert list(excerpt(Span("f", row, 1), _lines(*lines), Ink.RED, Paint())) == []


@pytest.mark.parametrize("column", [0, 1, 5, 6, 500])
def test_a_place_behind_the_line_is_pointed_at_all_the_same(column: int) -> None:
    _, carets = excerpt(Span("f", 1, column), _lines("A: [1"), Ink.RED, Paint(), 100)
    assert "^" in carets and carets.index("^") <= len("  1 | A: [1")
