"""The yard's folder: who may start a twin in it, and what stays when it is forgotten."""

from __future__ import annotations

import threading
from pathlib import Path

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
    waited = threading.Event()
    found: list[bool] = []

    def wait() -> None:
        waited.set()
        with yard.starting() as alone, yard.starting(wait=False) as another:
            found.extend((alone, another, yard.start_lock.exists()))

    thread = threading.Thread(target=wait)
    with yard.starting():
        thread.start()
        waited.wait()
        yard.forget()
        assert not yard.home.exists()
    thread.join()
    assert found == [True, False, True]


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
