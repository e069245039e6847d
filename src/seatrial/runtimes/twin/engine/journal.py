"""The journal: what the engine must not forget, in one SQLite file.

Documents by kind and key, and an append-only list of events. Sensitive strings never come here: they are kept in the
vault, a file that its owner alone can read, and the journal holds the key under which the vault has them.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seatrial.model.event import Event

_SCHEMA = """
create table if not exists document (
  kind text not null, key text not null, body text not null, primary key (kind, key));
create table if not exists event (
  number integer primary key autoincrement, at real not null, stack text not null, source text not null,
  subject text not null, text text not null, level text not null);
create index if not exists event_stack on event (stack, number);
"""
EVENTS_KEPT = 5000


class Journal:
    """One connection, used by the engine's one thread. Each write is durable against the death of the process."""

    def __init__(self, path: Path) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=normal")
        self._db.executescript(_SCHEMA)

    def put(self, kind: str, key: str, body: Any) -> None:
        self._db.execute("insert or replace into document values (?, ?, ?)", (kind, key, json.dumps(body)))

    def get(self, kind: str, key: str) -> Any | None:
        row = self._db.execute("select body from document where kind = ? and key = ?", (kind, key)).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str) -> dict[str, Any]:
        rows = self._db.execute("select key, body from document where kind = ? order by key", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def sensitive_keys(self) -> set[str]:
        """The vault's keys that some document refers to."""
        rows = self._db.execute("select body from document where kind in ('stack', 'definition')")
        return {key for (body,) in rows for key in _sensitive_keys(json.loads(body))}

    def remove(self, kind: str, key: str) -> None:
        self._db.execute("delete from document where kind = ? and key = ?", (kind, key))

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Writes inside stand or fall together."""
        self._db.execute("begin")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def add_event(self, event: Event) -> int:
        row = (event.at, event.stack, event.source, event.subject, event.text, event.level)
        cursor = self._db.execute(
            "insert into event (at, stack, source, subject, text, level) values (?, ?, ?, ?, ?, ?)", row
        )
        number = int(cursor.lastrowid or 0)
        if number % 500 == 0:
            self._db.execute("delete from event where number <= ?", (number - EVENTS_KEPT,))
        return number

    def events(self, stack: str, after: int = 0) -> list[tuple[int, Event]]:
        rows = self._db.execute(
            "select number, at, stack, source, subject, text, level from event where stack = ? and number > ? "
            "order by number",
            (stack, after),
        )
        return [(number, Event(*rest)) for number, *rest in rows]

    def forget_events(self, stack: str) -> None:
        self._db.execute("delete from event where stack = ?", (stack,))

    def close(self) -> None:
        self._db.close()


def _sensitive_keys(value: Any) -> Iterator[str]:
    match value:
        case {"Seatrial::Sensitive": str(key)}:
            yield key
        case dict():
            for item in value.values():
                yield from _sensitive_keys(item)
        case list():
            for item in value:
                yield from _sensitive_keys(item)


class Vault:
    """Sensitive strings by an opaque key, in a file of mode 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._values: dict[str, str] = json.loads(path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            self._values = {}

    def hide(self, value: str) -> str:
        """The key of a value, keeping the value. The key is random, so that it tells nothing of a short secret."""
        for key, kept in self._values.items():
            if kept == value:
                return key
        key = secrets.token_hex(16)
        self._values[key] = value
        self._write()
        return key

    def show(self, key: str) -> str:
        return self._values.get(key, "")

    def keep(self, key: str, value: str) -> str:
        """Keeps a value under a key of the caller's."""
        self._values[key] = value
        self._write()
        return value

    def keep_only(self, keys: set[str]) -> None:
        """Forgets every value that nothing refers to any more."""
        kept = {key: value for key, value in self._values.items() if key in keys}
        if kept != self._values:
            self._values = kept
            self._write()

    def _write(self) -> None:
        draft = self._path.with_suffix(".new")
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "w") as file:
            json.dump(self._values, file)
        draft.replace(self._path)
