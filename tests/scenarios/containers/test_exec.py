"""Commands run inside a container have what its own process has, and end when their time is up."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

import images
from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import opened, shell, until, wanted
from seatrial.runtimes.twin.act.container_exec import Exec
from seatrial.runtimes.twin.act.podman import Podman
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec

pytestmark = pytest.mark.scenario
LONG_SECONDS = 20.0


async def running(place: Place, spec: ContainerSpec) -> tuple[Podman, Exec, str]:
    podman = await opened(place)
    container = await podman.create(await wanted(podman, place, spec))
    await podman.start(container)
    return podman, Exec(podman.settings), container


def sailor(**environment: str) -> ContainerSpec:
    return ContainerSpec(
        "app",
        images.WITH_USER,
        entry_point=("/bin/sh", "-c"),
        command=("exec sleep 60",),
        environment=environment,
        working_directory="/tmp",
    )


async def _as_the_container(place: Place) -> None:
    _, inner, container = await running(place, sailor(COLOUR="blue"))
    script = "id -un; pwd; echo $COLOUR $FROM_IMAGE; grep -E 'CapEff|Seccomp:' /proc/self/status; exit 3"
    result = await inner.check(container, ["/bin/sh", "-c", script], LONG_SECONDS)
    assert (result.exit_code, result.timed_out, result.healthy) == (3, False, False)
    lines = result.output.split("\n")
    assert lines[:3] == ["sailor", "/tmp", "blue yes"]
    assert lines[3].split() == ["CapEff:", "0000000000000000"]
    assert lines[4].split() == ["Seccomp:", "2"]
    assert (await inner.check(container, ["true"], LONG_SECONDS)).healthy


def test_a_check_has_the_containers_user_folder_environment_and_rights(inside: Inside, who: str) -> None:
    inside(who, _as_the_container)


async def _too_slow(place: Place) -> None:
    _, inner, container = await running(place, shell("exec sleep 60"))
    began = time.monotonic()
    result = await inner.check(container, ["/bin/sh", "-c", "echo begun; sleep 4321 & sleep 4322; echo over"], 1.0)
    assert (result.exit_code, result.timed_out, result.output) == (None, True, "begun\n")
    assert time.monotonic() - began < LONG_SECONDS
    await until(lambda: not _sleeping("4321") and not _sleeping("4322"), "the check's processes are gone")
    assert (await inner.check(container, ["true"], LONG_SECONDS)).healthy
    assert _left_over() == []


def _left_over() -> list[Path]:
    return list(Path("/run/seatrial").glob("exec-*"))


def _sleeping(seconds: str) -> bool:
    wanted_line = f"sleep\0{seconds}\0".encode()
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if file.read_bytes() == wanted_line:
                return True
        except OSError:
            continue
    return False


def test_a_check_that_takes_too_long_is_killed_with_what_it_started(inside: Inside, who: str) -> None:
    inside(who, _too_slow)


async def _cannot_run(place: Place) -> None:
    podman, inner, container = await running(place, shell("exec sleep 60"))
    result = await inner.check(container, ["/no/such/program"], LONG_SECONDS)
    assert result.exit_code not in (0, None)
    assert "/no/such/program" in result.output
    noisy = await inner.check(container, ["/bin/sh", "-c", "yes | head -c 3000000"], LONG_SECONDS)
    assert (noisy.exit_code, len(noisy.output)) == (0, 4096)
    await podman.kill(container)
    await podman.wait(container)
    assert not (await inner.check(container, ["true"], LONG_SECONDS)).healthy


def test_a_check_that_cannot_be_run_fails(inside: Inside, who: str) -> None:
    inside(who, _cannot_run)


async def _piped(place: Place) -> None:
    _, inner, container = await running(place, sailor())
    given, keyboard = os.pipe()
    screen, shown = os.pipe()
    script = "id -u; read line; echo got $line; exit 42"
    session = await inner.interactive(container, ["/bin/sh", "-c", script], (given, shown, shown), tty=False)
    os.write(keyboard, b"hello there\n")
    os.close(shown)
    assert await asyncio.wait_for(session.wait(), LONG_SECONDS) == 42
    assert os.read(screen, 4096) == b"0\ngot hello there\n"


def test_a_command_gets_its_callers_input_as_root_and_gives_its_exit_code(inside: Inside, who: str) -> None:
    inside(who, _piped)


async def _terminal(place: Place) -> None:
    _, inner, container = await running(place, sailor())
    master, slave = os.openpty()
    session = await inner.interactive(
        container, ["/bin/sh", "-c", "tty && echo is-$TERM; exit 5"], (slave, slave, slave), tty=True
    )
    assert await asyncio.wait_for(session.wait(), LONG_SECONDS) == 5
    shown = os.read(master, 4096).decode()
    assert "/dev/pts/" in shown and "is-xterm" in shown


def test_a_command_can_have_a_terminal(inside: Inside, who: str) -> None:
    inside(who, _terminal)
