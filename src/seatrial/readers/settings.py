"""The project's settings: ``seatrial.toml``, or ``[tool.seatrial]`` of ``pyproject.toml``.

They are looked for from the template's folder upwards, as far as the repository's root; the nearest file counts. What
stands under ``[templates."infra/*.yaml"]`` holds for the files of that pattern, taken from the settings' own folder.
The command line wins over both.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

NAME, PYPROJECT = "seatrial.toml", "pyproject.toml"
REPOSITORY = ".git"
# Bytes. Nobody writes as much by hand.
MOST_BYTES = 1_000_000
LISTS, TEXTS, TABLES = ("ignore", "only", "linters"), ("region", "account"), ("parameters", "images")
KEYS = (*LISTS, "strict", *TEXTS, *TABLES)


class SettingsMistake(Exception):
    """A settings file is wrong; the message has its place, the reason and what to write."""


class Settings(Struct, frozen=True):
    """What a project has written down. Empty where nothing is said."""

    file: Path | None = None
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    linters: tuple[str, ...] | None = None
    """None where nothing is said: those that are installed with Seatrial."""
    strict: bool = False
    region: str = ""
    account: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


def settings_for(template: Path) -> Settings:
    """The settings that hold for a template. Raises SettingsMistake."""
    for folder in _folders(template.absolute().parent):
        for name in (NAME, PYPROJECT):
            file = folder / name
            if file.is_file():
                table, text = _table(file)
                if table is not None:
                    return _settings(file, table, text, template.absolute())
    return Settings()


def _folders(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents):
        yield folder
        if (folder / REPOSITORY).exists():
            return


def _table(file: Path) -> tuple[Mapping[str, Any] | None, str]:
    # Loaded only where there is something to read.
    import tomllib

    try:
        if file.stat().st_size > MOST_BYTES:
            raise SettingsMistake(f"{file}: the file is larger than {MOST_BYTES} bytes; write settings alone there")
        text = file.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as mistake:
        raise SettingsMistake(f"{file} cannot be read: {mistake}") from None
    except tomllib.TOMLDecodeError as mistake:
        if file.name == PYPROJECT:
            return None, ""
        line = re.search(r"line (\d+)", str(mistake))
        raise SettingsMistake(f"{file}:{line[1] if line else 1}: this is no TOML: {mistake}") from None
    if file.name == NAME:
        return found, text
    tool = found.get("tool")
    table = tool.get("seatrial") if isinstance(tool, dict) else None
    return (table if isinstance(table, dict) else None), text


def _settings(file: Path, table: Mapping[str, Any], text: str, template: Path) -> Settings:
    here = _checked(file, {key: value for key, value in table.items() if key != "templates"}, text)
    found = replace(Settings(file=file), **here)
    patterns = table.get("templates", {})
    if not isinstance(patterns, dict):
        raise SettingsMistake(_said(file, text, "templates", 'wants tables: [templates."infra/*.yaml"]'))
    for pattern, part in patterns.items():
        if not isinstance(part, dict):
            raise SettingsMistake(_said(file, text, pattern, f'wants a table: [templates."{pattern}"]'))
        more = _checked(file, part, text)
        if _matches(file, template, pattern):
            tables = {key: {**getattr(found, key), **more[key]} for key in TABLES if key in more}
            found = replace(found, **{**more, **tables})
    return found


def _matches(file: Path, template: Path, pattern: str) -> bool:
    try:
        path = template.relative_to(file.absolute().parent).as_posix()
    except ValueError:
        return False
    return fnmatch.fnmatch(path, pattern)


def _checked(file: Path, table: Mapping[str, Any], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            import difflib

            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(KEYS)} and templates"
            raise SettingsMistake(_said(file, text, key, f"is no setting; {hint}"))
        if key in LISTS and isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[key] = tuple(item.upper() if key != "linters" else item for item in value)
        elif (key in TEXTS and isinstance(value, str)) or (key == "strict" and isinstance(value, bool)):
            found[key] = value
        elif key in TABLES and isinstance(value, dict) and all(_is_scalar(item) for item in value.values()):
            found[key] = {name: _text(item) for name, item in value.items()}
        else:
            raise SettingsMistake(_said(file, text, key, f"wants {_wanted(key)}"))
    return found


def _wanted(key: str) -> str:
    if key in LISTS:
        return f'a list of texts, such as {key} = ["SAF005"]'
    if key in TABLES:
        return f"a table of names and values, such as [{key}]"
    return 'true or false, such as "strict = true"' if key == "strict" else f'a text, such as {key} = "..."'


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(file: Path, text: str, key: str, what: str) -> str:
    """The message with the line where the key stands."""
    written = re.compile(rf"""^\s*(?:\[.*)?["']?{re.escape(key)}["']?\s*(?:=|\]|\.)""")
    line = next((number for number, row in enumerate(text.splitlines(), 1) if written.match(row)), 1)
    return f"{file}:{line}: {key} {what}"
