"""Starts, finds and ends the processes of one HAProxy configuration file.

A process is known by its command line, so that it is found whoever started it, and signalled through a descriptor of
its own, so that no other process with a reused number can be hit.

Source: https://docs.haproxy.org/2.6/management.html#3 and #4 (read 2026-11-23).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

START_SECONDS = 15.0
STOP_SECONDS = 5.0


class HaproxyError(Exception):
    """HAProxy refused a configuration or doesn't answer; the text is what it said."""


class Start(Struct, frozen=True):
    """What a process is started with. ``sockets`` maps an environment variable to the descriptor it names."""

    executable: str
    namespace: Path
    config: Path
    pid_file: Path
    admin_socket: Path
    sockets: Mapping[str, int]


def find(config: Path) -> list[int]:
    """The processes of a configuration in this process namespace, those that linger after a reload as well."""
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return sorted(pid for pid in pids if is_alive(pid, config))


def is_alive(pid: int, config: Path) -> bool:
    """Whether a process is one that was started with this configuration."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[1:4] == [b"-D", b"-f", os.fsencode(config)]


async def start(what: Start, old: Iterable[int]) -> int:
    """Starts a process in its namespace and gives its id. It takes the sockets of ``old`` ones, which then end.

    The old processes are told only once the new one listens, so a configuration that HAProxy refuses changes nothing.
    """
    command = ["nsenter", f"--net={what.namespace}", "--", what.executable, "-D", "-f", str(what.config)]
    command += ["-p", str(what.pid_file)]
    replaced = [str(pid) for pid in old]
    if replaced:
        command += ["-x", str(what.admin_socket), "-sf", *replaced]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **{name: str(fd) for name, fd in what.sockets.items()}},
        pass_fds=tuple(what.sockets.values()),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            _, said = await process.communicate()
    except TimeoutError as error:
        process.kill()
        raise HaproxyError("HAProxy did not start in time") from error
    if process.returncode != 0:
        raise HaproxyError(_alerts(said.decode(errors="replace")))
    return int(what.pid_file.read_text())


async def end(config: Path) -> None:
    """Ends every process of a configuration, at once and with what it has open."""
    await asyncio.gather(*(_end(pid, config) for pid in find(config)))


async def _end(pid: int, config: Path) -> None:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        # The number may have been another's between finding and opening it.
        if is_alive(pid, config):
            for sent in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, sent)
                if await _has_ended(handle):
                    return
    finally:
        os.close(handle)


async def _has_ended(handle: int) -> bool:
    """Waits for a process to end: its descriptor becomes readable then."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(handle, ended.set)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await ended.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(handle)
    return True


def _alerts(text: str) -> str:
    """What HAProxy refused, without its notices."""
    lines = [line for line in text.splitlines() if "[ALERT]" in line or "nsenter:" in line]
    return "\n".join(lines or text.splitlines()[-3:]).strip() or "HAProxy did not start"
