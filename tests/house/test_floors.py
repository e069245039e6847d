"""What the import contracts can't say about the floors: who prints, who looks at the world, what is loaded."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from house.source import Module, modules

# These answer from what they are given: no file, no clock, no environment, no chance.
PURE = ("model", "kinds", "analyses", "writers", "runtimes.twin.decide")
WORLD = {
    "open",
    "input",
    "os.environ.get",
    "os.getenv",
    "os.open",
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "time.sleep",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "uuid.uuid1",
    "uuid.uuid4",
    "secrets.token_hex",
    "secrets.token_urlsafe",
    "random.random",
    "random.choice",
    "random.randint",
    "random.shuffle",
}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "mkdir", "unlink"}
# What a verb that only reads a template must not pay for.
HEAVY = {"boto3", "botocore", "samtranslator", "pyroute2", "cryptography", "dnslib", "rich", "pydantic", "asyncio"}


def test_only_faces_print() -> None:
    found = [
        f"{module}:{line}: {name}"
        for module in modules()
        if not module.on("faces")
        for name, line in module.calls()
        if name in ("print", "pprint", "sys.stdout.write", "click.echo")
    ]
    assert not found, "\n".join(found)


def test_deciding_looks_at_no_file_no_clock_and_no_chance() -> None:
    found = [
        f"{module}:{line}: {name}"
        for module in modules()
        if module.on(*PURE)
        for name, line in module.calls()
        if name in WORLD or (name.rpartition(".")[2] in FILE_METHODS and not _reads_own_data(module))
    ]
    assert not found, "\n".join(found)


def test_the_model_imports_the_standard_library_and_what_makes_its_values() -> None:
    found = []
    for module in modules():
        if not module.on("model"):
            continue
        for node in ast.walk(module.tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if not name.startswith("seatrial.model") and name.split(".")[0] not in (
                    *sys.stdlib_module_names,
                    "msgspec",
                ):
                    found.append(f"{module}:{node.lineno}: {name}")
    assert not found, "\n".join(found)


def test_values_are_structs() -> None:
    """A dataclass is made anew from text by every process that loads its module."""
    assert [str(module) for module in modules() if "dataclasses" in module.text] == []


@pytest.mark.parametrize("name", ["seatrial.api", "seatrial.faces.cli.main"])
def test_a_verb_loads_what_it_uses(name: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", f"import {name}, sys; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not HEAVY.intersection(loaded)


def test_a_data_file_is_read_from_the_package_alone() -> None:
    """Data is found beside the code, wherever the package is installed, and never by a path that was given."""
    found = {
        str(module)
        for module in modules()
        if module.on(*PURE) and any(name.rpartition(".")[2] in FILE_METHODS for name, _ in module.calls())
    }
    assert found == {"src/seatrial/kinds/data/__init__.py"}


def _reads_own_data(module: Module) -> bool:
    return str(module) == "src/seatrial/kinds/data/__init__.py"
