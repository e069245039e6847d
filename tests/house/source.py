"""The project's own files, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "seatrial"


@dataclass(frozen=True, slots=True)
class Module:
    """A module of Seatrial: its name without the package, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    def on(self, *floors: str) -> bool:
        return any(self.name == floor or self.name.startswith(f"{floor}.") for floor in floors)

    def calls(self) -> Iterator[tuple[str, int]]:
        """Every call's dotted name with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and (name := dotted(node.func)):
                yield name, node.lineno


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text()
        found.append(Module(name, path, text, ast.parse(text)))
    return tuple(found)


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a name or an attribute; "" for anything else."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            inner = dotted(node.value)
            return f"{inner}.{node.attr}" if inner else ""
    return ""


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, being neither ignored nor binary."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096])
