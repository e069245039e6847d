"""Templates as systems, and cases as files: text in, text out.

A case is a template with a text beside it that says what is made of it. ``SEATRIAL_WRITE_CASES=1`` writes the texts
anew, to be read before they are kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from seatrial.model.system import Scope, System
from seatrial.readers.cloudformation import ReadOptions, read_text
from seatrial.runtimes.twin.decide.creation import creation_order, there_when
from seatrial.runtimes.twin.decide.refusals import Refusal, refusal

CASES = Path(__file__).parent / "cases"


def system_of(
    text: str | Mapping[str, Any],
    file: str = "template.yaml",
    *,
    stack: str = "test",
    generations: Mapping[str, int] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> System:
    """Reads a template (text, or its content) into a system; the cases' templates have no errors."""
    options = ReadOptions(
        scope=Scope(stack=stack), generations=dict(generations or {}), parameters=dict(parameters or {})
    )
    reading = read_text(text if isinstance(text, str) else json.dumps(text), file, options)
    assert reading.system is not None, [finding.what for finding in reading.findings]
    return reading.system


def templates(folder: str, ending: str = ".yaml") -> list[Any]:
    """The case files of a folder, as parameters that carry the file's name."""
    import pytest

    found = sorted((CASES / folder).glob(f"*{ending}"))
    assert found, f"there are no cases in {folder}"
    return [pytest.param(path, id=path.name.removesuffix(ending)) for path in found]


def agrees(path: Path, text: str) -> None:
    """Compares a text with the one that is kept."""
    if os.environ.get("SEATRIAL_WRITE_CASES"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def first_refusal(system: System, others: Sequence[System] = ()) -> Refusal | None:
    """What stops the creation of a stack: the first refusal on CloudFormation's timeline, as the engine asks."""
    order = creation_order(system)
    begun: set[str] = set()
    for item in order:
        name = item.resource.logical_id
        there = there_when(order, item.starts) - {name}
        refused = refusal([*others, _part(system, there)], item.resource, _part(system, begun | there))
        begun.add(name)
        if refused is not None:
            return refused
    return None


def _part(system: System, names: Collection[str]) -> System:
    return replace(system, resources={name: found for name, found in system.resources.items() if name in names})
