"""The schemas are what the tool makes of cfn-lint's, and no pattern of theirs can take for ever."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / "tools"
SCHEMAS = ROOT / "src" / "seatrial" / "kinds" / "data" / "schemas"


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PATTERNS = _tool("schema_patterns")
BUILD = _tool("build_schema_data")


def test_the_schemas_are_what_the_tool_makes(tmp_path: Path) -> None:
    recorded = {json.loads(path.read_text())["version"] for path in SCHEMAS.glob("*.json")}
    assert recorded == {f"cfn-lint {version('cfn-lint')}"}, "run tools/build_schema_data.py"
    BUILD.build(tmp_path)
    made = {path.name: path.read_text() for path in tmp_path.glob("*.json")}
    assert made == {path.name: path.read_text() for path in SCHEMAS.glob("*.json")}


def test_the_schemas_stay_small() -> None:
    assert sum(path.stat().st_size for path in SCHEMAS.glob("*.json")) < 1_500_000


def test_every_pattern_is_one_of_pythons() -> None:
    for path in SCHEMAS.glob("*.json"):
        for pattern in _patterns(json.loads(path.read_text())):
            re.compile(pattern, re.ASCII)
            assert PATTERNS.python_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern", [r"^(a+)+$", r"^(a|a)*$", r"^(\w+\s?)*$", r"^([a-z]+[0-9]*)+x$", r".*.*.*.*x", "(", "[a-z&&[^b]]"]
)
def test_a_pattern_that_could_take_for_ever_is_left_out(pattern: str) -> None:
    assert PATTERNS.python_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^[a-zA-Z0-9_-]{1,64}$", "a_b-1", "a b"),
        (r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", "Größe 1", "a*b"),
        (r"^\d{12}$", "123456789012", "١٢٣٤٥٦٧٨٩٠١٢"),
        (r"^arn:aws(-[a-z]+)?:s3:::.+$", "arn:aws-cn:s3:::x", "arn:gcp:s3:::x"),
    ],
)
def test_a_pattern_means_what_it_means_to_java(pattern: str, fits: str, fails: str) -> None:
    made = PATTERNS.python_pattern(pattern)
    assert re.search(made, fits, re.ASCII) and not re.search(made, fails, re.ASCII)


def _patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        yield from value.get("patternProperties", {}) if isinstance(value.get("patternProperties"), dict) else ()
        for item in value.values():
            yield from _patterns(item)
    elif isinstance(value, list):
        for item in value:
            yield from _patterns(item)
