"""What the journal says of the stacks, read without an engine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from seatrial.model.codec import decode_system
from seatrial.model.system import System
from seatrial.model.value import as_text
from seatrial.runtimes.twin.yard import Yard


class RecordedStack(Struct, frozen=True):
    """A stack as last applied. ``generations`` says how often each logical id was replaced."""

    name: str
    status: str
    system: System
    generations: Mapping[str, int]
    images: Mapping[str, str]
    speed: float

    @property
    def complete(self) -> bool:
        """Whether the last operation did what was asked."""
        return self.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")


def recorded_stack(yard: Yard, name: str) -> RecordedStack | None:
    return next((record for record in recorded_stacks(yard) if record.name == name), None)


def recorded_stacks(yard: Yard) -> tuple[RecordedStack, ...]:
    """Every stack of the yard's journal, by name. An absent or unreadable journal has none."""
    if not yard.journal.exists():
        return ()
    try:
        vault = json.loads(yard.vault.read_text())
    except (OSError, ValueError):
        vault = {}
    connection = sqlite3.connect(f"file:{yard.journal}?mode=ro", uri=True, timeout=5)
    try:
        rows = connection.execute("select key, body from document where kind = 'stack' order by key").fetchall()
    except sqlite3.OperationalError:
        return ()
    finally:
        connection.close()
    return tuple(_record(name, json.loads(body), vault) for name, body in rows)


def has_stacks(yard: Yard) -> bool:
    """Whether the journal has any stack; where it can't be read, it may have."""
    if not yard.journal.exists():
        return False
    connection = sqlite3.connect(f"file:{yard.journal}?mode=ro", uri=True, timeout=5)
    try:
        return connection.execute("select 1 from document where kind = 'stack' limit 1").fetchone() is not None
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def recorded_exports(yard: Yard, without: str) -> dict[str, str]:
    """Names and values that the other stacks export for Fn::ImportValue."""
    return {
        output.export_name: as_text(output.value)
        for record in recorded_stacks(yard)
        if record.name != without
        for output in record.system.outputs.values()
        if output.export_name and isinstance(output.value, str | int | float)
    }


def _record(name: str, body: Mapping[str, Any], vault: Mapping[str, str]) -> RecordedStack:
    return RecordedStack(
        name=name,
        status=body["status"],
        system=decode_system(body["system"], lambda key: vault.get(key, "")),
        generations=body["generations"],
        images=body["images"],
        speed=body["speed"],
    )
