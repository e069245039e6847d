"""Whatever stands in a property, there is an answer and no exception."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from case_files import CASES, system_of
from cases.reach.asking import told
from seatrial.analyses.reach import Paper, Path, Verdict
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Sensitive, Unknown

FOLDER = CASES / "reach"
WEB = CASES.parent.parent / "examples" / "web" / "template.yaml"
BASES = {"web": WEB, **{path.stem: path for path in FOLDER.glob("*.yaml") if path.stem != "paths"}}

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["0.0.0.0/0", "10.0.0.0/99", "999.1.1.1/8", "-1", "tcp", "all", "local", "igw-1", "true", "::/0"])
    | st.just(Unknown("nobody knows"))
    | st.just(Sensitive("10.0.0.0/8"))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["SubnetId", "Cidr", "Name"]), inner),
    max_leaves=5,
)


@cache
def _base(name: str) -> System:
    return system_of(BASES[name].read_text(encoding="utf-8"))


def _changed(system: System, changes: list[tuple[int, int, Any]]) -> System:
    """The system with properties overwritten, each chosen by two numbers."""
    resources = dict(system.resources)
    names = sorted(name for name in resources if resources[name].properties)
    for which, where, value in changes:
        resource = resources[names[which % len(names)]]
        keys = sorted(resource.properties)
        properties = {**resource.properties, keys[where % len(keys)]: value}
        resources[resource.logical_id] = replace(resource, properties=properties)
    return replace(system, resources=resources)


def _everything(system: System) -> list[Path]:
    """Every question to every part of a system."""
    paper = Paper([system])
    found: list[Path] = []
    subnets = list(system.of_type("AWS::EC2::Subnet"))
    groups: list[Resource] = list(system.of_type("AWS::EC2::SecurityGroup"))
    tasks = [paper.interface("tasks", subnet, groups[:1], subnet is subnets[0]) for subnet in subnets]
    tasks += [paper.interface("tasks", subnet, [Unknown("who"), "sg-1", ""], Unknown("why")) for subnet in subnets[:1]]
    others = [item for resource in system.resources.values() for item in paper.interfaces_of(resource)]
    hosts = [
        "api.ecr.us-east-1.amazonaws.com",
        "x.s3.us-east-1.amazonaws.com",
        "db.inside.example.com",
        "",
        ".",
        "1.2.3",
    ]
    for one in tasks:
        found += [paper.to_host(one, host) for host in hosts]
        found.append(paper.to_internet(one))
        for other in (*tasks, *others):
            found += [paper.between(one, other, 8080), paper.between(other, one, 443), paper.from_internet(other, 80)]
    for resource in system.resources.values():
        paper.port_of(resource)
    return found


@pytest.mark.parametrize("base", BASES)
@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99), VALUES), min_size=1, max_size=4))
def test_there_is_always_an_answer(base: str, changes: list[tuple[int, int, Any]]) -> None:
    for path in _everything(_changed(_base(base), changes)):
        assert path.verdict in Verdict
        assert told(path, wholly=True)
        if path.verdict is Verdict.YES:
            assert path.deciding is None and path.why == "" and path.fails_as == ""
        else:
            assert path.deciding is not None and path.why
        if path.verdict is Verdict.NO:
            assert path.fails_as and not path.sources
            assert path.deciding is not None and path.deciding.code


@pytest.mark.parametrize("base", BASES)
@settings(max_examples=40, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99)), min_size=1, max_size=4))
def test_what_is_not_known_never_changes_yes_to_no(base: str, changes: list[tuple[int, int]]) -> None:
    """An Unknown in the place of a value that works may make an answer untold, and not wrong."""
    unknown = [(which, where, Unknown("nobody knows")) for which, where in changes]
    before, after = (_everything(item) for item in (_base(base), _changed(_base(base), unknown)))
    if len(before) != len(after):
        return
    for one, other in zip(before, after, strict=True):
        assert not (one.verdict is Verdict.YES and other.verdict is Verdict.NO), other.why
