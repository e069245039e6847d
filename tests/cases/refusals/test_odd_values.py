"""Whatever stands in a property, the questions are answered: nothing raises, and an Unknown alone refuses nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from case_files import CASES, system_of
from seatrial.analyses.difference import bump, impossible, plan, plan_text
from seatrial.analyses.launch import Reached, judge, requirements, secret_values
from seatrial.analyses.order import waves
from seatrial.analyses.refusals import first_refusal
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value

BASE = system_of((CASES / "refusals" / "base.yaml").read_text(encoding="utf-8"))


def _places(value: Value, path: PropertyPath = ()) -> list[PropertyPath]:
    inner: list[tuple[str | int, Value]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


PLACES = [
    (name, path) for name, resource in BASE.resources.items() for path in _places(dict(resource.properties)) if path
]

ODD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "*", "0.0.0.0/0", "10.0.0.0/99", "::/0", "arn:", "arn:aws:s3:::b", "a:b:c:d:e:f:g:h", "${", "{", "FARGATE"]
    )
    | st.text(max_size=8)
    | st.just(Unknown("it is not known")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def _put(value: Value, path: PropertyPath, new: Value) -> Value:
    if not path:
        return new
    head, *rest = path
    if isinstance(value, dict) and isinstance(head, str):
        return {**value, head: _put(value.get(head), tuple(rest), new)}
    if isinstance(value, list) and isinstance(head, int):
        return [_put(item, tuple(rest), new) if index == head else item for index, item in enumerate(value)]
    return value


def _with(system: System, name: str, path: PropertyPath, new: Value) -> System:
    resource = system.resources[name]
    properties = _put(dict(resource.properties), path, new)
    assert isinstance(properties, dict)
    return replace(system, resources={**system.resources, name: replace(resource, properties=properties)})


@settings(max_examples=300, deadline=1000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=3))
def test_nothing_that_stands_in_a_property_raises(changes: list[tuple[tuple[str, PropertyPath], Value]]) -> None:
    system = BASE
    for (name, path), value in changes:
        system = _with(system, name, path, value)
    first_refusal((), system)
    first_refusal((), system, BASE, {name for (name, _), _ in changes})
    plan_text(plan(BASE, system))
    impossible(BASE, system)
    bump(BASE, system, {})
    waves(system)
    definition = system.resources["Task"]
    for step in requirements([system], definition):
        judge([system], step, {endpoint: Reached() for endpoint in step.endpoints}, "0123")
    secret_values([system], definition)


def test_what_is_not_known_refuses_nothing() -> None:
    for name, path in PLACES:
        found = first_refusal((), _with(BASE, name, path, Unknown("it is not known")))
        assert found is None, (name, path, found[1].logical_id, found[1].message)
