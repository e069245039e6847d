"""What the engine must not forget, and what the journal must not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatrial.model.event import Event
from seatrial.runtimes.twin.engine.journal import Journal, Vault


def event(text: str, stack: str = "app") -> Event:
    return Event(1.0, stack, "stack", "app", text)


def test_what_was_put_is_there_for_the_next_engine(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal.sqlite")
    first.put("task", "a", {"status": "RUNNING"})
    first.put("task", "a", {"status": "STOPPED"})
    first.put("task", "b", [1, 2])
    second = Journal(tmp_path / "journal.sqlite")
    assert second.all("task") == {"a": {"status": "STOPPED"}, "b": [1, 2]}
    second.remove("task", "a")
    assert first.get("task", "a") is None


def test_writes_made_together_stand_or_fall_together(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    with pytest.raises(RuntimeError), journal.together():
        journal.put("service", "web", 1)
        raise RuntimeError("killed")
    assert journal.all("service") == {}


def test_events_are_numbered_and_kept_by_stack(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    first = journal.add_event(event("one"))
    journal.add_event(event("elsewhere", stack="other"))
    journal.add_event(event("two"))
    assert [found.text for _, found in journal.events("app")] == ["one", "two"]
    assert [found.text for _, found in journal.events("app", after=first)] == ["two"]
    journal.forget_events("app")
    assert journal.events("app") == []
    assert len(journal.events("other")) == 1


def test_journal_and_vault_are_for_their_owner_alone(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.sqlite")
    Vault(tmp_path / "vault.json").hide("hunter2")
    for name in ("journal.sqlite", "vault.json"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_the_vault_gives_a_value_back_by_a_key_that_tells_nothing_of_it(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    key = vault.hide("hunter2")
    assert vault.hide("hunter2") == key
    assert Vault(tmp_path / "vault.json").show(key) == "hunter2"
    assert Vault(tmp_path / "other.json").hide("hunter2") != key


def test_the_vault_forgets_what_nobody_refers_to(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    kept, gone = vault.hide("kept"), vault.hide("gone")
    vault.keep_only({kept})
    assert Vault(tmp_path / "vault.json").show(kept) == "kept"
    assert Vault(tmp_path / "vault.json").show(gone) == ""


def test_the_journal_says_which_of_the_vaults_values_it_needs(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    journal.put("stack", "app", {"properties": [{"Password": {"Seatrial::Sensitive": "key 1"}}]})
    journal.put("definition", "arn", {"Seatrial::Sensitive": "key 2"})
    assert journal.sensitive_keys() == {"key 1", "key 2"}
