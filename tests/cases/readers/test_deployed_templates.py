"""Templates that AWS accepted and ran are read without an error, and as AWS's own model reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudformation_validate as aws
import pytest

from case_files import CASES
from cases.readers.reading import DEPLOYED, errors
from seatrial.model.span import PropertyPath
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown, Value, as_text
from seatrial.readers.cloudformation import Reading, ReadOptions, read_file

OWN = [CASES / "readers" / "every_intrinsic_in_its_short_form" / "template.yaml"]
TEMPLATES = [*OWN, *sorted(DEPLOYED.glob("*.json"))]


def read(path: Path) -> Reading:
    # What AWS's model takes a stack to be called, and where.
    return read_file(path, ReadOptions(Scope("teststack")))


if DEPLOYED.is_dir():

    @pytest.mark.parametrize("path", sorted(DEPLOYED.glob("*.json")), ids=lambda path: path.name)
    def test_a_template_that_aws_ran_has_no_error(path: Path) -> None:
        reading = read(path)
        assert reading.system is not None and len(reading.system.resources) > 20
        assert errors(reading) == []

    @pytest.mark.parametrize("path", sorted(DEPLOYED.glob("*.json")), ids=lambda path: path.name)
    def test_places_agree_with_those_of_aws(path: Path) -> None:
        system = read(path).system
        assert system is not None
        model = aws.TemplateModel(str(path))
        places = 0
        for resource in system.resources.values():
            for where, span in resource.spans.items():
                pointer = ("Resources", resource.logical_id, "Properties", *map(str, where))
                theirs = model.source_location("/".join(pointer)) if where and where != ("DependsOn",) else None
                if theirs is not None:
                    assert (span.line, span.column) == (theirs.start_line, theirs.start_column), pointer
                    places += 1
        assert places > 100


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_values_agree_with_those_of_aws(path: Path) -> None:
    system = read(path).system
    assert system is not None
    compared = 0
    for name, theirs in aws.TemplateModel(str(path)).resources().items():
        if name not in system.resources:
            continue
        for key, value in theirs.properties.items():
            for where, leaf in concrete(value):
                ours = system.resources[name].get(key, *where)
                if isinstance(ours, Unknown):
                    continue
                assert same(ours, leaf), f"{name}.{key}{list(where)}: {ours!r} here, {leaf!r} there"
                compared += 1
    assert compared > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_edges_agree_with_those_of_aws(path: Path) -> None:
    system = read(path).system
    assert system is not None
    theirs = set(edges_of(aws.TemplateModel(str(path)), system))
    ours = {
        (reference.source, reference.target, reference.attribute)
        for reference in system.references
        if reference.source != reference.target
    }
    assert ours == theirs


def edges_of(model: Any, system: System) -> Iterator[tuple[str, str, str]]:
    """Edges between resources that are created. AWS's model has those of every branch of Fn::If, and marks them."""
    for edge in model.to_diagnostic_model().edges:
        if edge.source not in system.resources or edge.target not in system.resources or edge.source == edge.target:
            continue
        kind = str(edge.kind)
        attribute = edge.attr or ("DependsOn" if "DependsOn" in kind else "")
        yield edge.source, edge.target, attribute


def concrete(value: Any, where: PropertyPath = ()) -> Iterator[tuple[PropertyPath, Any]]:
    """What of a resolved value AWS's model knows for certain. After a condition, a list's items may be elsewhere."""
    if value.is_CONCRETE():
        yield from plain(value.value, where)
    elif value.is_MAP():
        for entry in value.entries:
            yield from concrete(entry.value, (*where, entry.key))
    elif value.is_LIST_VALUE():
        for index, item in enumerate(value.items):
            if item.is_CONDITIONAL():
                break
            yield from concrete(item, (*where, index))


def plain(value: Any, where: PropertyPath) -> Iterator[tuple[PropertyPath, Any]]:
    if value.is_OBJECT():
        for key, item in value.entries.items():
            yield from plain(item, (*where, key))
    elif value.is_ARRAY():
        for index, item in enumerate(value.items):
            yield from plain(item, (*where, index))
    else:
        yield where, None if value.is_NULL() else value.value


def same(ours: Value, theirs: Any) -> bool:
    return ours == theirs or (ours is not None and as_text(ours) == as_text(theirs))
