"""What every file of the project owes its reader."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TypeGuard

from house.source import ROOT, SOURCE, kept_files, modules

MOST_LINES = 400
CODE = re.compile(r"[A-Z]{3}[0-9]{3}\Z")
DATE = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
# Folders of people, of this checkout, of a build machine: nothing that another one has.
HOME_FOLDER = re.compile(r"(?<![\w.$}~/-])/(home|Users)/(?!(?:sailor|USER|you)\b)[A-Za-z][\w.-]*/")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|pytest\.mark\.(skip|xfail)\b")


def test_every_module_says_what_it_is_for() -> None:
    found = [str(module) for module in modules() if module.text.strip() and not module.docstring]
    assert not found, "\n".join(found)


def test_a_long_file_says_why_it_is_long() -> None:
    found = [
        f"{module}: {module.lines} lines, and its docstring doesn't say why it is so long"
        for module in modules()
        if module.lines > MOST_LINES and not module.on("kinds.data") and not re.search(r"\b[Ll]ong\b", module.docstring)
    ]
    assert not found, "\n".join(found)


def test_a_data_file_names_its_source_and_date() -> None:
    """In itself, or in the README beside it that names the file."""
    found = []
    for path in sorted(SOURCE.rglob("data/*")):
        if not path.is_file() or path.name in ("__init__.py", "README.md") or path.suffix == ".pyc":
            continue
        if not (_is_sourced(_opening(path)) or _is_sourced(_told_beside(path))):
            found.append(str(path.relative_to(ROOT)))
    assert not found, "\n".join(found)


def test_a_finding_code_means_one_thing() -> None:
    """A code stands in one table, once, and is used; one that is in no table is given at one place alone."""
    declared: dict[str, list[str]] = defaultdict(list)
    used: dict[str, list[str]] = defaultdict(list)
    for module in modules():
        if module.on("kinds.data"):
            continue
        tables = [node for node in ast.walk(module.tree) if isinstance(node, ast.Dict)]
        keys = {id(key) for table in tables for key in table.keys if key is not None}
        checks = {id(node.args[0]) for node in ast.walk(module.tree) if _makes_a_check(node)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value):
                place = f"{module}:{node.lineno}"
                (declared if id(node) in keys | checks else used)[node.value].append(place)
                if id(node) in checks:
                    used[node.value].append(place)
    twice = {code: places for code, places in declared.items() if len(places) > 1}
    twice |= {code: places for code, places in used.items() if len(places) > 1 and code not in declared}
    unused = {code: places for code, places in declared.items() if code not in used}
    assert not twice, "\n".join(f"{code} has two meanings: {' and '.join(twice[code])}" for code in sorted(twice))
    assert not unused, "\n".join(f"{code} is never given: {unused[code][0]}" for code in sorted(unused))


def _makes_a_check(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node is a call of ``Check``, or of what makes one, with its code first."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Check", "_check")
        and bool(node.args)
    )


def test_nothing_names_a_folder_of_one_machine() -> None:
    checkout = str(ROOT)
    found = []
    for path in kept_files():
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            own = len(ROOT.parts) > 2 and re.search(rf"(?<![\w.]){re.escape(checkout)}(?![\w-])", line)
            if own or HOME_FOLDER.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_nothing_is_left_unfinished() -> None:
    found = []
    for folder in ("src", "tests", "bench", "tools", "examples"):
        for path in kept_files():
            if not path.is_relative_to(ROOT / folder) or path == Path(__file__):
                continue
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if UNFINISHED.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_a_lock_file_says_what_and_never_from_where() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-linters.lock"):
        lines = (ROOT / name).read_text().splitlines()
        told = [line for line in lines if not line.startswith("#")]
        assert not [line for line in told if line.startswith("-") or "://" in line or "@ " in line], name
        pinned = [line for line in told if line and not line.startswith(" ")]
        assert pinned and all(re.match(r"[a-zA-Z0-9._-]+==\S+ \\$", line) for line in pinned), name
        assert sum("--hash=sha256:" in line for line in told) >= len(pinned), name


def test_what_is_imported_is_what_is_declared() -> None:
    """Each third-party import of the package is one of its dependencies, under the name it is imported by."""
    import sys
    import tomllib

    imported_as = {"aws-sam-translator": "samtranslator", "pyyaml": "yaml", "ruamel.yaml": "ruamel"}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = [re.split(r"[<>=!~ \[;]", line, maxsplit=1)[0].lower() for line in declared]
    allowed = {imported_as.get(name, name.replace("-", "_")) for name in names}
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            wanted = []
            if isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                wanted = [node.module or ""]
            for name in wanted:
                top = name.split(".")[0]
                if top not in sys.stdlib_module_names and top != "seatrial" and top not in allowed:
                    found.add(f"{module}:{node.lineno}: {top}")
    assert not found, "\n".join(sorted(found))


def test_the_readme_tours_every_verb_and_lists_every_difference() -> None:
    from seatrial.faces.cli.main import VERBS
    from seatrial.runtimes.twin.decide.differences import DIFFERENCES

    text = " ".join((ROOT / "README.md").read_text().split())
    assert not [verb for verb in VERBS if f"seatrial {verb}" not in text]
    assert not [found.topic for found in DIFFERENCES if f"| {found.topic} | {found.aws} | {found.here} |" not in text]


def test_the_change_log_tells_of_every_verb() -> None:
    from seatrial.faces.cli.main import VERBS

    text = (ROOT / "CHANGELOG.md").read_text()
    assert not [verb for verb in VERBS if f"`{verb}`" not in text]


def _is_sourced(text: str) -> bool:
    return "https://" in text and bool(DATE.search(text))


def _opening(path: Path) -> str:
    with path.open(errors="replace") as file:
        return file.read(4000)


def _told_beside(path: Path) -> str:
    """The paragraph or table row of the folder's README that names this file."""
    readme = path.parent / "README.md"
    if not readme.exists():
        return ""
    blocks = re.split(r"\n(?=[-|#])|\n\n", readme.read_text())
    return "\n".join(block for block in blocks if path.name in block)
