"""Where the user's own podman keeps its images, as its settings say.

Source: https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md (read 2026-11-23).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SYSTEM_STORE = Path("/var/lib/containers/storage")
SYSTEM_STORAGE_CONF = (Path("/etc/containers/storage.conf"), Path("/usr/share/containers/storage.conf"))


def user_stores(
    environment: Mapping[str, str], rootless: bool, driver: str
) -> tuple[tuple[Path, ...], tuple[tuple[str, Path], ...]]:
    """Image stores of the user's own podman: those read in place, and driver and folder of those that can't be."""
    found = list(dict.fromkeys(_configured_stores(environment, rootless)))
    usable = tuple(store for store in found if (store / f"{driver}-images" / "images.json").exists())
    others = ("overlay", "vfs", "btrfs", "zfs")
    foreign = tuple(
        (other, store)
        for store in found
        for other in others
        if other != driver and (store / f"{other}-images" / "images.json").exists()
    )
    return usable, foreign


def _configured_stores(environment: Mapping[str, str], rootless: bool) -> list[Path]:
    home = Path(environment.get("HOME", "/root"))
    if rootless:
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "containers/storage.conf"
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
        own = _storage_table(config)
        system = next((table for conf in SYSTEM_STORAGE_CONF if (table := _storage_table(conf))), {})
        shared = str(system.get("rootless_storage_path", "")).replace("$HOME", str(home))
        first = own.get("graphroot") or shared or str(data / "containers/storage")
    else:
        own = next((table for conf in SYSTEM_STORAGE_CONF if (table := _storage_table(conf))), {})
        first = own.get("graphroot") or str(SYSTEM_STORE)
    more = own.get("options", {}).get("additionalimagestores", [])
    return [Path(str(store)) for store in (first, *more)]


def _storage_table(conf: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(conf.read_text()).get("storage", {})
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
