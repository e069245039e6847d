"""Whatever value is written into a template is read there as that value, as CloudFormation reads YAML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.readers.cloudformation.nodes import plain_of
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.yaml_text import parse_yaml
from seatrial.writers.edits import values

# What YAML 1.1 takes for something else, and what begins or ends something in it.
ODD = [
    "on",
    "No",
    "~",
    "",
    "1:30",
    "010",
    "1e3",
    "0x1f",
    "256",
    "1.10",
    "2012-10-17",
    "a: b",
    "# a",
    "a #b",
    "- a",
    "*x",
]
ODD += [
    "&a",
    "!Ref x",
    "{{resolve:ssm:x}}",
    "[a",
    "a]",
    "{a",
    "a, b",
    "it's",
    '"a"',
    "a\\b",
    "%a",
    "@a",
    "`a",
    "? a",
    "<<",
]
TEXTS = st.sampled_from(ODD) | st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]))
SCALARS = TEXTS | st.booleans() | st.integers(-(10**9), 10**9) | st.none()
NAMES = st.from_regex(re.compile(r"[A-Za-z][A-Za-z0-9-]{0,9}"), fullmatch=True)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


def read(text: str) -> object:
    problems = Problems()
    root = parse_yaml(text, "template.yaml", problems, 100)
    assert problems.findings == () and root is not None, (text, problems.findings)
    return plain_of(root)


@given(VALUES)
def test_a_value_on_one_line_is_read_as_it_is(value: object) -> None:
    written = values.flow(value, as_json=False)  # type: ignore[arg-type]
    assert "\n" not in written
    assert read(f"Key: {written}") == {"Key": value}
    assert read(f"Key: [1, {written}, 2]") == {"Key": [1, value, 2]}


@given(NAMES, VALUES, st.integers(0, 6))
def test_a_value_below_a_key_is_read_as_it_is(key: str, value: object, indent: int) -> None:
    lines = list(values.entry(key, value, indent))  # type: ignore[arg-type]
    assert all(line.startswith(" " * indent) for line in lines)
    assert read("\n".join(lines)) == {key: value}


@given(VALUES, st.integers(0, 6))
def test_an_item_of_a_list_is_read_as_it_is(value: object, indent: int) -> None:
    assert read("\n".join(values.item(value, indent))) == [value]  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [{"Ref": "A"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::Sub": 'a:"${A}" # b'}])
def test_an_intrinsic_function_has_its_short_form(value: dict[str, object]) -> None:
    written = values.flow(value, as_json=False)  # type: ignore[arg-type]
    assert written.startswith("!") and read(f"Key: [{written}]") == {"Key": [value]}
