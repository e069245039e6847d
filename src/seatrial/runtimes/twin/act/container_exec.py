"""Commands inside a running container: health checks, and what ``seatrial exec`` is given.

A health check runs every few seconds in every container, so its price counts. Measured per check of ``true``: ``podman
exec`` 132 ms (43 ms of CPU), the OCI runtime's own ``exec`` 30 ms (30 ms), ``nsenter`` 2 ms; but ``nsenter`` would
leave the command without the container's user, capabilities, limits, seccomp filter and cgroup. So the OCI runtime is
asked, with the process that the container was created with and other arguments.

ECS Exec runs commands as root whatever the container's user is:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-23).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from seatrial.runtimes.twin.act.container_program import Unrunnable, unrunnable
from seatrial.runtimes.twin.act.podman_settings import PodmanSettings
from seatrial.runtimes.twin.decide.container_create import DOCKER_CAPABILITIES

# What Docker keeps of a health check's output, and with it ECS:
# https://docs.docker.com/reference/dockerfile/#healthcheck (read 2026-11-23)
OUTPUT_BYTES = 4096
DEFAULT_TERM = "xterm"
# Checks whose process is remembered. A task has ten containers at most, so this is far more than one machine runs.
MOST_CHECKS = 4096


class CheckResult(Struct, frozen=True):
    """``exit_code`` is None where the command did not end in time and was killed, or could not be run at all."""

    exit_code: int | None
    output: str = ""
    timed_out: bool = False

    @property
    def healthy(self) -> bool:
        return self.exit_code == 0


class ExecSession(Struct):
    """A command under way for somebody who sits at a terminal or a pipe."""

    _process: asyncio.subprocess.Process
    _pid_file: Path
    _files: tuple[Path, ...] = ()

    async def wait(self) -> int:
        """The command's exit code; 128 + n when a signal ended it."""
        code = await self._process.wait()
        self._forget()
        return code if code >= 0 else 128 - code

    def kill(self) -> None:
        """Ends the command, with what it started."""
        _kill_group(self._pid_file)
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._forget()

    def _forget(self) -> None:
        for file in (*self._files, self._pid_file):
            file.unlink(missing_ok=True)


class Exec:
    """Runs commands in containers."""

    def __init__(self, settings: PodmanSettings) -> None:
        self._settings = settings
        self._made = 0
        self._checks: dict[str, tuple[tuple[str, ...], str]] = {}

    async def check(self, container_id: str, command: Sequence[str], timeout_seconds: float) -> CheckResult:
        """Runs a health check's command; when its time is up, it is killed with everything that it started."""
        if not command:
            return CheckResult(None, "the health check has no command")
        pid_file, process_file = self._files(container_id, self._check_process(container_id, tuple(command)))
        read, write = os.pipe()
        try:
            runtime = _Runtime(self._command(container_id, pid_file, process_file), self._settings.environment, write)
        except OSError as failure:
            os.close(read)
            return CheckResult(None, str(failure))
        finally:
            os.close(write)
        output = _Output(read)
        try:
            async with asyncio.timeout(timeout_seconds):
                code: int | None = await runtime.wait()
        except TimeoutError:
            await _end(runtime, pid_file)
            return CheckResult(None, output.text(), timed_out=True)
        except asyncio.CancelledError:
            await asyncio.shield(_end(runtime, pid_file))
            raise
        finally:
            output.close()
            for file in (pid_file, process_file):
                file.unlink(missing_ok=True)
        return CheckResult(code if code is None or code >= 0 else 128 - code, output.text())

    def unrunnable(self, container_id: str, pid: int, word: str) -> Unrunnable | None:
        """Why a program can't be run in a running container; None where it can, or where that can't be told."""
        process = self._bundle(container_id)
        environment = dict(item.partition("=")[::2] for item in process.get("env", []))
        if not pid:
            return None
        return unrunnable(Path(f"/proc/{pid}/root"), word, environment, process.get("cwd", "/"))

    async def interactive(
        self,
        container_id: str,
        command: Sequence[str],
        fds: tuple[int, int, int],
        *,
        tty: bool,
        as_root: bool = True,
        term: str = DEFAULT_TERM,
    ) -> ExecSession:
        """Runs a command on the caller's own input and output, with a terminal in the container or without."""
        process = _process(self._bundle(container_id), command)
        process["terminal"] = tty
        if tty:
            process["env"] = [*process["env"], f"TERM={term}"]
        if as_root:
            _make_root(process)
        pid_file, process_file = self._files(container_id, json.dumps(process))
        runtime = await asyncio.create_subprocess_exec(
            *self._command(container_id, pid_file, process_file),
            stdin=fds[0],
            stdout=fds[1],
            stderr=fds[2],
            env=self._settings.environment,
            start_new_session=True,
        )
        return ExecSession(runtime, pid_file, (process_file,))

    def _bundle(self, container_id: str) -> dict[str, Any]:
        """The process that the container was created with, out of its OCI configuration."""
        config = json.loads((self._settings.user_data(container_id) / "config.json").read_bytes())
        found: dict[str, Any] = config["process"]
        return found

    def _check_process(self, container_id: str, command: tuple[str, ...]) -> str:
        """What the runtime is told of a check; the same every time, so it is made once."""
        known = self._checks.get(container_id)
        if known is None or known[0] != command:
            if len(self._checks) >= MOST_CHECKS:
                self._checks.clear()
            known = command, json.dumps(_process(self._bundle(container_id), command))
            self._checks[container_id] = known
        return known[1]

    def _files(self, container_id: str, process: str) -> tuple[Path, Path]:
        """Names for this run's pid, and the process written down where only we can read it (it has the environment)."""
        self._made += 1
        stem = self._settings.run / f"exec-{os.getpid()}-{self._made}-{container_id[:12]}"
        process_file = stem.with_suffix(".json")
        fd = os.open(process_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(process)
        return stem.with_suffix(".pid"), process_file

    def _command(self, container_id: str, pid_file: Path, process_file: Path) -> list[str]:
        root = self._settings.runtime_root(container_id)
        options = ["exec", "--pid-file", str(pid_file), "--process", str(process_file)]
        return [self._settings.runtime, "--root", str(root), *options, container_id]


class _Runtime:
    """One run of the OCI runtime. Many a second are started: ``posix_spawn`` and a pidfd cost a third of what asyncio's
    own subprocesses do, which bring transports and pipes for streams that a check doesn't have.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], output: int) -> None:
        """Starts it with nothing to read, writing to ``output``. Raises OSError."""
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, output, 1),
            (os.POSIX_SPAWN_DUP2, output, 2),
        ]
        self._pid = os.posix_spawnp(
            command[0], list(command), dict(environment), file_actions=actions, setsigdef=(signal.SIGPIPE,)
        )
        loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[int] = loop.create_future()
        self._pidfd = os.pidfd_open(self._pid)
        loop.add_reader(self._pidfd, self._reap)

    async def wait(self) -> int:
        """The exit code; -n where signal n ended it."""
        return await asyncio.shield(self._ended)

    def kill(self) -> None:
        if not self._ended.done():
            os.kill(self._pid, signal.SIGKILL)

    def _reap(self) -> None:
        asyncio.get_running_loop().remove_reader(self._pidfd)
        os.close(self._pidfd)
        _, status = os.waitpid(self._pid, 0)
        self._ended.set_result(os.waitstatus_to_exitcode(status))


class _Output:
    """The first bytes that a command writes; the rest is read and dropped, so that the command is never held up."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self._kept = b""
        asyncio.get_running_loop().add_reader(fd, self._read)

    def text(self) -> str:
        self._read()
        return self._kept.decode(errors="replace")

    def close(self) -> None:
        self._read()
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> None:
        while self._fd >= 0:
            try:
                data = os.read(self._fd, 65536)
            except BlockingIOError:
                return
            if not data:
                asyncio.get_running_loop().remove_reader(self._fd)
                return
            self._kept += data[: OUTPUT_BYTES - len(self._kept)]


def _process(made: dict[str, Any], command: Sequence[str]) -> dict[str, Any]:
    return {**made, "args": list(command), "terminal": False}


def _make_root(process: dict[str, Any]) -> None:
    """Root with Docker's capabilities at most: those in the container's bounding set."""
    process["user"] = {"uid": 0, "gid": 0, "umask": process.get("user", {}).get("umask", 0o22)}
    capabilities = process.get("capabilities") or {}
    bounding = capabilities.get("bounding", [f"CAP_{name}" for name in DOCKER_CAPABILITIES])
    process["capabilities"] = dict.fromkeys(("bounding", "effective", "permitted"), bounding)


async def _end(runtime: _Runtime, pid_file: Path) -> None:
    """Kills the command; while it has not started yet, the runtime that is about to start it."""
    if not _kill_group(pid_file):
        with contextlib.suppress(ProcessLookupError):
            runtime.kill()
    await runtime.wait()
    _kill_group(pid_file)


def _kill_group(pid_file: Path) -> bool:
    """Kills the process group that the command leads: its own session, so everything it started in the foreground."""
    try:
        os.killpg(int(pid_file.read_text()), signal.SIGKILL)
    except (OSError, ValueError):
        return False
    return True
