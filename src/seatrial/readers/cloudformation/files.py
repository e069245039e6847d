"""Local files that a template leads to, read within bounds: how much in all, and never one inside itself."""

from __future__ import annotations

import stat
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from seatrial.readers.cloudformation.text import MOST_BYTES

# Nested stacks and includes may name each other many times over.
MOST_FILES = 200
MOST_BYTES_IN_ALL = 16 * 1024 * 1024


class CannotRead(Exception):
    """A file cannot be read; the message says why."""


class TooManyFiles(CannotRead):
    """So much was read already that nothing more is; ``told`` says that this is not the first time."""

    def __init__(self, *, told: bool) -> None:
        super().__init__("the template leads to too many files")
        self.told = told


class Budget(Struct):
    """What may still be read in one run."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES_IN_ALL
    exhausted: bool = False


class Files(Struct, frozen=True):
    """Reads files relative to ``folder``; ``chain`` are those that are being read."""

    folder: Path | None
    budget: Budget = field(default_factory=Budget)
    chain: tuple[Path, ...] = ()

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        try:
            return self.folder is not None and (self.folder / name).is_file()
        except (OSError, ValueError):
            return False

    def read(self, name: str) -> tuple[bytes, Path, Files]:
        """A file's content, its path, and the files that it leads to. Raises CannotRead."""
        if self.folder is None:
            raise CannotRead("there is no folder to look in")
        path = self.folder / name.removeprefix("file://")
        try:
            real, other = path.resolve(), path.exists() and not path.is_file()
        except (OSError, ValueError, RuntimeError) as mistake:
            raise CannotRead(str(mistake)) from None
        if real in self.chain:
            raise CannotRead("it is part of itself")
        if self.budget.files <= 0 or self.budget.bytes <= 0:
            told, self.budget.exhausted = self.budget.exhausted, True
            raise TooManyFiles(told=told)
        if other:
            raise CannotRead("it is no file")
        data = read_bounded(path)
        self.budget.files -= 1
        self.budget.bytes -= len(data)
        return data, path, Files(path.parent, self.budget, (*self.chain, real))


def read_bounded(path: Path) -> bytes:
    """A file's content; of one that is too large, just enough to tell. Raises CannotRead."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return _poured(path, found.st_dev, found.st_ino)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as mistake:
        raise CannotRead(getattr(mistake, "strerror", None) or str(mistake)) from None


def folder_of(path: Path) -> Path:
    """Where what a template leads to is looked for: its own folder, or the current one for what comes by a pipe."""
    return path.parent if path.is_file() else Path()


@cache
def _poured(path: Path, device: int, inode: int) -> bytes:
    """What comes through a pipe. It comes once, and a template is read as often as there are questions to it."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
