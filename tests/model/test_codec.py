"""A System goes to the engine and into the journal as JSON, and comes back the same."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.codec import decode_system, decode_value, encode_system, encode_value
from seatrial.model.system import Scope
from seatrial.model.value import BlockPart, MissingKey, Mistaken, Sensitive, Unknown, Value
from seatrial.readers.cloudformation import ReadOptions, read_file

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "web" / "template.yaml"

scalars = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.builds(Unknown, st.text()),
    st.builds(Mistaken, st.text()),
    st.builds(BlockPart, st.text(), index=st.integers(0, 9), host_bits=st.integers(0, 99)),
    st.builds(MissingKey, st.text(), secret=st.text(), key=st.text(), keys=st.tuples(st.text(), st.text())),
    st.builds(Sensitive, st.text()),
)
keys = st.text().filter(lambda key: not key.startswith("Seatrial::"))
values: st.SearchStrategy[Value] = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner), st.dictionaries(keys, inner)), max_leaves=20
)


@given(values)
def test_a_value_comes_back_as_it_was(value: Value) -> None:
    again = decode_value(json.loads(json.dumps(encode_value(value))))
    assert again == value
    assert repr(again) == repr(value)


def test_a_system_comes_back_as_it_was() -> None:
    system = read_file(EXAMPLE, ReadOptions(Scope("web"))).system
    assert system is not None
    again = decode_system(json.loads(json.dumps(encode_system(system))))
    assert again == system
    assert again.resources["Service"].span("DesiredCount") == system.resources["Service"].span("DesiredCount")


def test_what_is_sensitive_stands_in_the_text_only_by_its_key() -> None:
    kept: dict[str, str] = {}

    def hide(value: str) -> str:
        kept[f"key {len(kept)}"] = value
        return f"key {len(kept) - 1}"

    text = json.dumps(encode_value({"Password": Sensitive("hunter2"), "Name": "plain"}, hide))
    assert "hunter2" not in text
    again = decode_value(json.loads(text), kept.__getitem__)
    assert again == {"Password": "hunter2", "Name": "plain"}
    assert isinstance(again, dict) and isinstance(again["Password"], Sensitive)
