"""Where one twin keeps its things on this machine.

A yard is one folder: everything of one twin is in it, and removing it removes the twin's memory. ``SEATRIAL_HOME``
chooses another folder, so that twins can stand side by side (tests use one each).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

# A unix socket's path has 108 bytes with its closing zero: man 7 unix.
SOCKET_PATH_BYTES = 107


class Yard(Struct, frozen=True):
    """The folder of one twin and the names in it."""

    home: Path

    @property
    def name(self) -> str:
        """A short name that no other yard of this machine has; safe for cgroup and interface names."""
        return "seatrial-" + hashlib.sha256(os.fsencode(self.home)).hexdigest()[:10]

    @property
    def journal(self) -> Path:
        return self.home / "journal.sqlite"

    @property
    def vault(self) -> Path:
        """Values of NoEcho parameters and secrets, readable by the owner alone; never in the journal."""
        return self.home / "vault.json"

    @property
    def engine_socket(self) -> Path:
        return self.home / "engine.sock"

    @property
    def keeper_socket(self) -> Path:
        return self.home / "keeper.sock"

    @property
    def keeper_lock(self) -> Path:
        return self.home / "keeper.lock"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def engine_log(self) -> Path:
        return self.home / "engine.log"

    @property
    def keeper_log(self) -> Path:
        return self.home / "keeper.log"

    @property
    def work(self) -> Path:
        """What lives no longer than the dock: container layers, log files, settings. The keeper removes it."""
        return self.home / "work"

    @property
    def authority(self) -> Path:
        """The local certificate authority behind ACM certificates; outlives the dock so that browsers may trust it."""
        return self.home / "authority"

    def prepare(self) -> None:
        """Makes the folder, for its owner alone."""
        while True:
            try:
                self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
                break
            except FileExistsError:
                # It was there, and whoever forgot it removed it before it could be looked at.
                if os.path.lexists(self.home) and not self.home.is_dir():
                    raise
        if len(os.fsencode(self.keeper_socket)) > SOCKET_PATH_BYTES:
            raise ValueError(
                f"{self.home} is too long for a unix socket in it; set SEATRIAL_HOME to a folder with a shorter name"
            )

    def forget(self) -> None:
        """Removes the twin's memory after its last stack, for whoever holds ``starting``.

        The certificate authority stays, since browsers may trust it.
        """
        journal = [self.home / f"{self.journal.name}{suffix}" for suffix in ("", "-wal", "-shm")]
        logs = [self.engine_log, self.keeper_log, self.keeper_lock, self.start_lock]
        drafts = [file.with_suffix(".new") for file in (self.vault, self.engine_socket)]
        for file in (*journal, *logs, *drafts, self.vault, self.engine_socket, self.keeper_socket):
            file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.home.rmdir()

    @contextlib.contextmanager
    def starting(self, *, wait: bool = True) -> Iterator[bool]:
        """Only one process at a time starts a twin here, or forgets it. Gives False, without waiting, if told not to.

        Whoever forgets removes the lock's file too, so a lock counts only while its file is the one in the folder.
        """
        while True:
            self.prepare()
            try:
                fd = os.open(self.start_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except FileNotFoundError:
                continue
            try:
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    yield False
                    return
                if _is_file(fd, self.start_lock):
                    yield True
                    return
            finally:
                os.close(fd)


def _is_file(fd: int, path: Path) -> bool:
    """Whether a descriptor is of the file that has this path now."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def default_home(environment: Mapping[str, str]) -> Path:
    """``$SEATRIAL_HOME``, else ``$XDG_STATE_HOME/seatrial``, else ``~/.local/state/seatrial``."""
    if chosen := environment.get("SEATRIAL_HOME"):
        return Path(chosen).absolute()
    state = environment.get("XDG_STATE_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".local/state"
    return Path(state) / "seatrial"
