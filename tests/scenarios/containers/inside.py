"""Runs a test's body where the engine lives: as root of fresh namespaces with a /run of their own.

``inside(who, body)`` calls ``body(place)``, an async function at the top of a test module, in another process; what it
asserts there fails the test here. ``who`` is "root", or "user": an ordinary user with subordinate ids, made for the
test run and removed after it (or oneself, when the tests are run by one).
"""

from __future__ import annotations

import asyncio
import ctypes
import importlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

import images
from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.act.unsharing import as_namespace_root, unshare_command

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """What a body gets: a folder on disk, as the yard's work folder, and a network namespace with its loopback up."""

    work: Path
    namespace: str = "task"

    @property
    def yard(self) -> str:
        """A name for control groups that no other test has."""
        return f"seatrial-test-{self.work.parent.name.rpartition('-')[2]}"


Body = Callable[[Place], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Inside:
    """Calls bodies; ``user`` is the ordinary user's name, "" where only oneself can be used."""

    user: str

    def __call__(self, who: str, body: Body) -> None:
        prefix, home = self._identity(who)
        images.ensure_images(prefix)
        with _folder(prefix) as work:
            command = [*prefix, *unshare_command(0 if who == "root" else 1)]
            command += [interpreter(prefix), "-m", "scenarios.containers.inside"]
            command += [str(work), body.__module__, body.__qualname__]
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=PATIENCE_SECONDS,
                stdin=subprocess.DEVNULL,
                env={**_clean_environment(home), "PYTHONPATH": python_path()},
                cwd="/",
            )
            log = work / "podman.log"
            told = subprocess.run([*prefix, "cat", str(log)], capture_output=True, text=True).stdout
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\npodman: {told}"

    def _identity(self, who: str) -> tuple[list[str], str]:
        if who == "user" and self.user:
            return ["runuser", "-u", self.user, "--"], pwd.getpwnam(self.user).pw_dir
        return [], str(Path.home())


@contextmanager
def ordinary_user() -> Iterator[str]:
    """The name of a user with subordinate ids: the one given, else a fresh one.

    "" where we can't make one, not being root.
    """
    if given := os.environ.get("SEATRIAL_TEST_USER"):
        yield given
        return
    if os.geteuid() != 0:
        yield ""
        return
    name = f"seatrial-test-{os.getpid()}"
    subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", name], check=True, capture_output=True)
    try:
        yield name
    finally:
        found = pwd.getpwnam(name)
        _end_processes_of(found.pw_uid)
        subprocess.run(["userdel", "--remove", name], capture_output=True)
        shutil.rmtree(found.pw_dir, ignore_errors=True)
        for left in Path(tempfile.gettempdir()).iterdir():
            if left.lstat().st_uid == found.pw_uid:
                shutil.rmtree(left, ignore_errors=True)


def _end_processes_of(user_id: int) -> None:
    """Ends what runs as a user made here: without it, the process that holds podman's user namespace keeps the user."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == user_id:
                os.kill(int(entry.name), signal.SIGKILL)


@contextmanager
def _folder(prefix: list[str]) -> Iterator[Path]:
    outer = Path(tempfile.mkdtemp(prefix="seatrial-containers-"))
    outer.chmod(0o711)
    work = outer / "work"
    work.mkdir()
    if prefix:
        shutil.chown(work, prefix[2], prefix[2])
    try:
        yield work
    finally:
        _remove_cgroups(Place(work).yard)
        shutil.rmtree(outer, ignore_errors=True)
        if outer.exists():
            subprocess.run(as_namespace_root(1, ["rm", "-rf", str(outer)]), check=False)


def _remove_cgroups(yard: str) -> None:
    """Removes the test's control groups, when the kernel has ended the last of its processes."""
    deadline = time.monotonic() + 5
    while os.geteuid() == 0 and not Cgroups(yard).remove() and time.monotonic() < deadline:
        time.sleep(0.01)


def interpreter(prefix: list[str]) -> str:
    """This Python, or the system's of the same version where the user may not read this one (in root's folder, say)."""
    given = os.environ.get("SEATRIAL_TEST_PYTHON")
    if prefix and given:
        return given
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    for candidate in (sys.executable, system):
        if subprocess.run([*prefix, candidate, "-c", ""], capture_output=True, cwd="/").returncode == 0:
            return candidate
    pytest.skip(f"{' '.join(prefix)} can run neither {sys.executable} nor {system}")


def python_path() -> str:
    return ":".join(str(folder) for folder in (ROOT / "tests", ROOT / "src", sysconfig.get_paths()["purelib"]))


def _clean_environment(home: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "CONTAINERS_"))}
    return {**kept, "HOME": home}


def _prepare() -> None:
    """What the dock does: private mounts, an empty /run, and a network namespace for a task."""
    libc = ctypes.CDLL(None, use_errno=True)
    private, recursive = 1 << 18, 16384
    for source, target, kind, flags in (
        (b"none", b"/", None, private | recursive),
        (b"tmpfs", b"/run", b"tmpfs", 2 | 4),
    ):
        if libc.mount(source, target, kind, flags, None) != 0:
            raise OSError(ctypes.get_errno(), f"cannot mount {target!r}")
    Path("/run/netns").mkdir()
    for command in (["ip", "netns", "add", "task"], ["ip", "-n", "task", "link", "set", "lo", "up"]):
        subprocess.run(command, check=True)


def _main(work: Path, module: str, name: str) -> int:
    _prepare()
    engine = os.fork()
    if engine == 0:
        body: Body = getattr(importlib.import_module(module), name)
        code = 1
        try:
            asyncio.run(body(Place(work)))  # type: ignore[arg-type]
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)
    while True:
        pid, status = os.wait()
        if pid == engine:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
