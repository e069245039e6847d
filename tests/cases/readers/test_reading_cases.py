"""Templates as text in, everything that is read of them as text out: values, identities, edges, places and findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from case_files import CASES, agrees
from cases.readers.reading import text_of
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

TEMPLATES = sorted((CASES / "readers").glob("*/template.*"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_a_template_is_read_as_its_case_says(path: Path) -> None:
    options = path.with_name("options.json")
    given = json.loads(options.read_text(encoding="utf-8")) if options.exists() else {}
    reading = read_text(path.read_bytes(), path.name, ReadOptions(Scope("test"), **given), path.parent)
    agrees(path.with_name("expected.txt"), text_of(reading).replace(f"{path.parent}/", ""))
