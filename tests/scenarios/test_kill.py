"""Whatever part of the twin is killed, at whatever moment: what runs goes on, and the next one takes it over.

The moments are drawn from a seed, which is printed; ``SEATRIAL_TEST_SEED`` gives another one.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import WEB_2, ensure_images
from scenarios.templates import IMAGE, Template, changed, web, write
from scenarios.traces import (
    all_gone,
    kill_engine,
    listening,
    nothing_is_doubled_or_orphaned,
    nothing_is_left,
    processes,
    without_engine,
)
from scenarios.twin import Status, Twin, fetch

pytestmark = pytest.mark.scenario

FAST = ("--speed", "10")
SEED = int(os.environ.get("SEATRIAL_TEST_SEED", "20261123"))
REQUESTS_WITHOUT_ENGINE = 40
KILLS_AT_COMMANDS = 1
# Runs a command in its own name, and kills the engine that called it, once, at the given number of calls.
DEADLY = """#!/bin/sh
echo {name} >> {counted}
deadly() {{
    [ {number} -gt 0 ] && [ "$(wc -l < {counted})" -ge {number} ] && grep -q twin.engine /proc/$PPID/cmdline &&
        mkdir {killed} 2>/dev/null && kill -9 $PPID
}}
[ {when} = before ] && deadly
{real} "$@"
status=$?
[ {when} = after ] && deadly
exit $status
"""


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    seed = f"{SEED}/{request.node.name}"
    print(f"seed {seed}")
    return random.Random(seed)


def version(number: int) -> Template:
    image = {1: IMAGE, 2: WEB_2}[number]
    return changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to=image)


def start_up(twin: Twin, template: Template) -> subprocess.Popen[str]:
    return twin.start("up", str(write(template, twin.folder)), "-d", "--stack", "app", *FAST)


def ended_well(started: subprocess.Popen[str], seconds: float = 60) -> str:
    said, _ = started.communicate(timeout=seconds)
    assert started.returncode == 0, said
    assert "Traceback" not in said
    return said


def kill_at(twin: Twin, moments: list[float]) -> None:
    """Kills the engine so many seconds after now, each time."""
    began = time.monotonic()
    for moment in sorted(moments):
        while time.monotonic() < began + moment:
            time.sleep(0.002)
        print(f"kill after {moment:.3f} s: {kill_engine(twin)}")


def serving(twin: Twin, tasks: int = 2) -> Status:
    """The state once all is steady: so many tasks run and no target is anything but healthy."""

    def steady(state: Status) -> bool:
        service = state["services"][0] if state["services"] else {"running": -1, "rollout_state": ""}
        targets = [target["state"] for group in state["target_groups"] for target in group["targets"]]
        over = [task for task in state["tasks"] if task["last_status"] not in ("RUNNING", "STOPPED")]
        return (
            state["settled"]
            and service["running"] == tasks
            and service["rollout_state"] == "COMPLETED"
            and targets == ["healthy"] * tasks
            and not over
        )

    return twin.wait_for(steady, f"{tasks} tasks serve")


@contextlib.contextmanager
def load(url: str) -> Iterator[list[tuple[int, str]]]:
    """Requests one after another for as long as the block lasts; the answers."""
    answers: list[tuple[int, str]] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            answers.append(fetch(url))
            over.wait(0.005)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()


def down(twin: Twin, *, kills: list[float] | None = None) -> None:
    before, sockets = processes(twin), listening(*(item["url"] for item in twin.status()["listeners"]))
    assert sockets
    started = twin.start("down", "app", "--yes")
    kill_at(twin, kills or [])
    ended_well(started)
    nothing_is_left(twin, before, sockets)


@pytest.mark.parametrize("round", range(3))
def test_an_engine_killed_during_up_and_down_ends_the_same(twin: Twin, chance: random.Random, round: int) -> None:
    started = start_up(twin, version(1))
    kill_at(twin, [chance.uniform(0.2, 2.0) for _ in range(chance.randint(1, 3))])
    ended_well(started)
    state = serving(twin)
    assert state["status"] == "CREATE_COMPLETE"
    nothing_is_doubled_or_orphaned(twin, state)
    assert fetch(twin.url())[0] == 200
    down(twin, kills=[chance.uniform(0.05, 1.0) for _ in range(chance.randint(1, 2))])


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_engine_killed_at_one_of_its_commands_goes_on_there(twin: Twin, chance: random.Random, when: str) -> None:
    counted = _deadly_commands(twin, when, 0)
    twin.up(version(1), *FAST)
    down(twin)
    commands = len(counted.read_text().splitlines())
    assert commands > 10
    for number in (1, *sorted(chance.sample(range(2, commands), KILLS_AT_COMMANDS))):
        print(f"kill {when} command {number} of {commands}")
        _deadly_commands(twin, when, number)
        twin.up(version(1), *FAST)
        state = serving(twin)
        nothing_is_doubled_or_orphaned(twin, state)
        assert fetch(twin.url())[0] == 200
        down(twin)
        assert counted.with_suffix(".killed").exists()


def test_tasks_serve_while_no_engine_runs(twin: Twin) -> None:
    twin.up(version(1), *FAST)
    before, url = serving(twin), twin.url()
    with without_engine(twin):
        answers = [fetch(url)[0] for _ in range(REQUESTS_WITHOUT_ENGINE)]
    assert answers == [200] * REQUESTS_WITHOUT_ENGINE
    after = serving(twin)
    assert _ids(after) == _ids(before)
    nothing_is_doubled_or_orphaned(twin, after)
    assert "nothing to do" in twin.up(version(1), *FAST)
    assert _ids(twin.status()) == _ids(before)
    down(twin)


def test_an_engine_killed_during_rolls_and_scaling_loses_no_request(twin: Twin, chance: random.Random) -> None:
    twin.up(version(1), *FAST)
    with load(twin.url()) as answers:
        for number in (2, 1, 2):
            started = start_up(twin, version(number))
            kill_at(twin, [chance.uniform(0.3, 1.6)])
            ended_well(started)
            state = serving(twin)
            assert state["status"] == "UPDATE_COMPLETE"
            nothing_is_doubled_or_orphaned(twin, state)
            assert fetch(twin.url()) == (200, f"version {number}\n")
        for count in (4, 1):
            assert twin.run("scale", "web", str(count)).returncode == 0
            kill_at(twin, [chance.uniform(0.0, 0.6)])
            nothing_is_doubled_or_orphaned(twin, serving(twin, count))
    assert [answer for answer in answers if answer[0] != 200] == []
    assert len(answers) > 100
    down(twin, kills=[chance.uniform(0.05, 0.6)])


@pytest.mark.parametrize("victim", ["dock", "keeper"])
def test_after_the_death_of_the_dock_or_the_keeper_the_host_is_clean_and_the_system_is_rebuilt(
    twin: Twin, victim: str
) -> None:
    twin.up(version(1), *FAST)
    before, all_of_it, sockets = serving(twin), processes(twin), listening(twin.url())
    assert sockets
    os.kill(twin.status_processes()[victim], signal.SIGKILL)
    all_gone(all_of_it)
    assert not listening() & sockets
    listed = twin.run("ls")
    assert (listed.returncode, "CREATE_COMPLETE" in listed.stdout) == (0, True), listed.stderr
    nothing_is_left(twin, all_of_it, sockets, memory=True)
    state = serving(twin)
    assert not _ids(state) & _ids(before)
    lost = {task["id"]: task for task in state["tasks"] if task["last_status"] == "STOPPED"}
    for id in _ids(before):
        assert lost[id]["stopped_reason"]
    nothing_is_doubled_or_orphaned(twin, state)
    assert fetch(twin.url())[0] == 200
    down(twin)


@pytest.mark.parametrize("words", [("ls",), ("status",), ("down", "--yes")])
def test_what_a_killed_keeper_left_goes_with_the_next_command(twin: Twin, words: tuple[str, ...]) -> None:
    twin.up(version(1), *FAST)
    with_stack = words == ("ls",)
    before, keeper = processes(twin), twin.status_processes()["keeper"]
    if not with_stack:
        # As a keeper leaves it that is killed when its last stack is already gone.
        with contextlib.closing(sqlite3.connect(twin.home / "journal.sqlite")) as journal, journal:
            journal.execute("delete from document where kind = 'stack'")
    os.kill(keeper, signal.SIGKILL)
    all_gone(before)
    assert (twin.home / "work").exists()
    said = twin.run(*words)
    assert said.returncode == (0 if with_stack else 1), said
    nothing_is_left(twin, before, set(), memory=with_stack)
    if with_stack:
        assert "app" in said.stdout
        assert twin.run("down", "--yes").returncode == 0
    else:
        assert "no stack is here" in said.stderr


def _ids(state: Status) -> set[str]:
    return {task["id"] for task in state["tasks"] if task["last_status"] == "RUNNING"}


def _deadly_commands(twin: Twin, when: str, number: int) -> Path:
    """Puts commands before the real ones that count their calls, and kill the engine before or after one of them."""
    folder = twin.folder / "commands"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    counted = folder / "counted"
    for name in ("ip", "nft", "nsenter"):
        script = folder / name
        real = shutil.which(name, path=os.environ["PATH"])
        killed = counted.with_suffix(".killed")
        script.write_text(DEADLY.format(name=name, real=real, counted=counted, killed=killed, number=number, when=when))
        script.chmod(0o755)
    twin.environment["PATH"] = f"{folder}:{os.environ['PATH']}"
    return counted
