"""The yard's folder: who may start a twin in it, and what stays when it is forgotten."""

from __future__ import annotations

import threading
import time
from pathlib import Path, PosixPath

import pytest

from seatrial.runtimes.twin.yard import Yard


def test_only_one_may_start_a_twin_at_a_time(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    with yard.starting() as first:
        assert first
        with yard.starting(wait=False) as second:
            assert not second
    with yard.starting(wait=False) as third:
        assert third


def test_who_waited_while_the_yard_was_forgotten_starts_in_a_fresh_one(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    found: list[bool] = []

    def wait() -> None:
        with yard.starting() as alone, yard.starting(wait=False) as another:
            found.extend((alone, another, yard.start_lock.exists()))

    thread = threading.Thread(target=wait)
    with yard.starting():
        thread.start()
        deadline = time.monotonic() + 10
        while not _is_waited_for(yard.start_lock):
            assert time.monotonic() < deadline, "nobody waits for the lock"
        yard.forget()
        assert not yard.home.exists()
    thread.join()
    assert found == [True, False, True]


def _is_waited_for(lock: Path) -> bool:
    """Whether somebody waits for a lock on a file. See proc(5), /proc/locks."""
    inode = f":{lock.stat().st_ino} "
    return any("->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines())


class _Going(PosixPath):
    """A folder that somebody removes just before it is looked at."""

    def is_dir(self, **options: bool) -> bool:
        self.rmdir()
        return False


def test_a_folder_that_goes_while_it_is_made_is_made_again(tmp_path: Path) -> None:
    yard = Yard(_Going(tmp_path / "yard"))
    (tmp_path / "yard").mkdir()
    yard.prepare()
    assert (tmp_path / "yard").is_dir()


def test_a_file_in_the_place_of_the_folder_stays(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    yard.home.write_text("mine")
    with pytest.raises(FileExistsError):
        yard.prepare()
    assert yard.home.read_text() == "mine"


def test_forgetting_leaves_only_the_certificate_authority(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    yard.prepare()
    yard.authority.mkdir()
    for name in ("journal.sqlite", "journal.sqlite-wal", "vault.json", "vault.new", "engine.log", "keeper.lock"):
        (yard.home / name).touch()
    with yard.starting():
        yard.forget()
    assert [path.name for path in yard.home.iterdir()] == ["authority"]


def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "state" / "yard")
    yard.prepare()
    assert yard.home.stat().st_mode & 0o777 == 0o700
