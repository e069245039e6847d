"""Templates as systems, and cases as files: text in, text out.

A case is a template with a text beside it that says what is made of it. ``SEATRIAL_WRITE_CASES=1`` writes the texts
anew, to be read before they are kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from seatrial.model.system import Scope, System
from seatrial.readers.cloudformation import ReadOptions, read_text

CASES = Path(__file__).parent / "cases"


class _Loader(yaml.CSafeLoader):
    """A name that is there twice would hide the first case of that name."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        made = super().construct_mapping(node, deep)
        assert len(made) == len(node.value), f"a name is there twice{node.start_mark}"
        return made


@cache
def read_yaml(path: Path) -> Any:
    """A file of cases. It is read once, so it must not be changed in place."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


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
