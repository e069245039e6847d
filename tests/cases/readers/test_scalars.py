"""Plain YAML scalars: as AWS's own reader types them."""

from __future__ import annotations

from pathlib import Path

import cloudformation_validate as aws
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.readers.reading import read
from seatrial.readers.cloudformation.scalars import plain_scalar

SCALARS = (Path(__file__).parent / "scalars.txt").read_text(encoding="utf-8").split()


def by_aws(text: str) -> object:
    model = aws.TemplateModel(f"Resources:\n  R:\n    Type: A::B::C\n    Properties:\n      P: {text}\n".encode())
    value = model.resources()["R"].properties["P"].value  # type: ignore[union-attr]
    return None if value.is_NULL() else value.value


@pytest.mark.parametrize("text", SCALARS)
def test_a_scalar_has_the_type_that_aws_gives_it(text: str) -> None:
    ours, theirs = plain_scalar(text), by_aws(text)
    assert (ours, type(ours)) == (theirs, type(theirs))


def test_quotes_keep_a_scalar_text() -> None:
    reading = read("Resources: {R: {Type: Custom::R, Properties: {a: '010', b: \"no\", c: 'null', d: !!str 5}}}")
    assert reading.system is not None
    assert dict(reading.system.resources["R"].properties) == {"a": "010", "b": "no", "c": "null", "d": "5"}


@given(st.text(alphabet="0123456789+-._:eExXobnatrufls~", min_size=1, max_size=12))
def test_no_scalar_is_too_odd_to_be_typed(text: str) -> None:
    value = plain_scalar(text)
    assert value is None or isinstance(value, bool | int | float) or value == text
