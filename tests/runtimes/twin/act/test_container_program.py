"""A program is found as in the container: by its PATH, through its links, and never outside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatrial.runtimes.twin.act.container_program import Unrunnable, unrunnable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    for name, mode in (("bin/busybox", 0o755), ("etc/passwd", 0o644), ("srv/run.sh", 0o755)):
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
        file.chmod(mode)
    (made / "bin/sh").symlink_to("/bin/busybox")
    (made / "usr").mkdir()
    (made / "usr/bin").symlink_to("../../../bin")
    (made / "bin/host").symlink_to("/usr/bin/env")
    (made / "bin/circle").symlink_to("circle")
    return made


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("sh", None),
        ("/bin/sh", None),
        ("/usr/bin/sh", None),
        ("./run.sh", None),
        ("../bin/sh", None),
        ("nosuch", 127),
        ("host", 127),
        ("circle", 127),
        ("/bin/nosuch", 127),
        ("./nosuch", 127),
        ("passwd", 126),
        ("/etc/passwd", 126),
        ("/bin", 126),
        ("/etc/passwd/x", 127),
    ],
)
def test_what_can_be_run_is_what_the_container_has(root: Path, word: str, status: int | None) -> None:
    found = unrunnable(root, word, {"PATH": "/usr/bin:/etc"}, "/srv")
    assert (found.exit_status if found else None) == status
    assert found is None or word in found.why


def test_a_program_by_name_needs_a_path(root: Path) -> None:
    assert unrunnable(root, "sh", {}, "/") == Unrunnable(127, "sh is in none of the folders of its PATH (.)")
