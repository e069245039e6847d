"""Commands that are interrupted, that meet, or that come at the wrong moment: clear words and a twin that goes on."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from images import ensure_images
from scenarios.templates import Template, changed, container, service, task_definition, web, write
from scenarios.traces import listening, nothing_is_doubled_or_orphaned, nothing_is_left, processes
from scenarios.twin import Twin, fetch

pytestmark = pytest.mark.scenario

FAST = ("--speed", "10")
PATIENCE_SECONDS = 30.0
INTERRUPTED = 130


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


def slow() -> Template:
    """A service that takes its time: its container stays unhealthy for longer than a test."""
    check = {"Command": ["CMD-SHELL", "exit 1"], "Interval": 30, "Retries": 10, "StartPeriod": 300}
    first = container("first", PortMappings=[], Essential=False, HealthCheck=check, Command=["sleep", "1000"])
    second = container(DependsOn=[{"ContainerName": "first", "Condition": "HEALTHY"}], StopTimeout=2)
    template = alone()
    template["Resources"]["Task"] = task_definition(first, second)
    return template


def alone() -> Template:
    """One task and no load balancer."""
    template = web(desired=1)
    for name in ("Balancer", "Listener", "Targets"):
        del template["Resources"][name]
    template["Resources"]["Service"] = service(1, balanced=False, depends=None)
    return template


def start(twin: Twin, template: Template, *arguments: str, name: str = "app") -> subprocess.Popen[str]:
    return twin.start("up", str(write(template, twin.folder, name)), "--stack", name, *FAST, *arguments)


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def has_begun(twin: Twin, stack: str = "app") -> bool:
    done = twin.run("status", "--stack", stack, "--json")
    return done.returncode == 0 and '"PENDING"' in done.stdout


def ended(started: subprocess.Popen[str], status: int = 0) -> str:
    said, _ = started.communicate(timeout=60)
    assert started.returncode == status, (started.returncode, said)
    assert "Traceback" not in said
    return said


def down(twin: Twin, stack: str = "app") -> None:
    """Removes the last stack; nothing is left of anything."""
    before, urls = processes(twin), [item["url"] for item in twin.status(stack)["listeners"]]
    sockets = listening(*urls) if urls else set()
    ended(twin.start("down", stack, "--yes"))
    nothing_is_left(twin, before, sockets)


@pytest.mark.parametrize("detached", [("-d",), ()])
def test_an_interrupted_up_leaves_what_down_removes(twin: Twin, detached: tuple[str, ...]) -> None:
    started = start(twin, slow(), *detached)
    until(lambda: has_begun(twin), "a task is starting")
    started.send_signal(signal.SIGINT)
    said = ended(started, INTERRUPTED)
    assert "app goes on by itself" in said
    assert "seatrial down app" in said
    down(twin)


def test_an_up_that_is_interrupted_at_once_leaves_nothing_or_what_down_removes(twin: Twin) -> None:
    started = start(twin, alone(), "-d")
    until(lambda: (twin.home / "engine.sock").exists(), "an engine is there")
    started.send_signal(signal.SIGINT)
    said, _ = started.communicate(timeout=60)
    assert started.returncode == INTERRUPTED
    assert "Traceback" not in said
    before = processes(twin)
    removed = twin.run("down", "--yes")
    assert (removed.returncode, "no stack is here" in removed.stderr) in ((0, False), (1, True)), removed.stderr
    nothing_is_left(twin, before, set())


def test_down_ends_an_up_that_is_under_way(twin: Twin) -> None:
    started = start(twin, slow(), "-d")
    until(lambda: has_begun(twin), "a task is starting")
    before = processes(twin)
    removed = twin.run("down", "app", "--yes")
    assert removed.returncode == 0, removed.stderr
    assert "DELETE_COMPLETE" in removed.stdout
    said = ended(started, 1)
    assert "DELETE" in said or "does not exist" in said
    nothing_is_left(twin, before, set())


def test_an_interrupted_down_goes_on(twin: Twin) -> None:
    twin.up(stubborn())
    before = processes(twin)
    started = twin.start("down", "app", "--yes")
    until(lambda: twin.status()["status"] == "DELETE_IN_PROGRESS", "it is being deleted")
    started.send_signal(signal.SIGINT)
    said = ended(started, INTERRUPTED)
    assert "goes on" in said
    nothing_is_left(twin, before, set())


def test_up_while_a_stack_is_being_deleted_is_refused_in_cloudformations_words(twin: Twin) -> None:
    template = stubborn()
    twin.up(template)
    removing = twin.start("down", "app", "--yes")
    until(lambda: twin.status()["status"] == "DELETE_IN_PROGRESS", "it is being deleted")
    said = ended(start(twin, template, "-d"), 1)
    assert "ValidationError" in said
    assert "DELETE_IN_PROGRESS state and can not be updated" in said
    ended(removing)
    twin.up(alone(), *FAST)


def test_two_ups_of_different_stacks_at_once(twin: Twin) -> None:
    both = [start(twin, web(desired=1), "-d", name=name) for name in ("one", "two")]
    for started in both:
        ended(started)
    for name in ("one", "two"):
        assert twin.status(name)["status"] == "CREATE_COMPLETE"
        assert fetch(twin.url(name))[0] == 200
    removing = [twin.start("down", name, "--yes") for name in ("one", "two")]
    before = processes(twin)
    for started in removing:
        ended(started)
    nothing_is_left(twin, before, set())


def test_two_ups_of_the_same_stack_at_once_both_end_well(twin: Twin) -> None:
    both = [start(twin, web(desired=1), "-d") for _ in range(2)]
    for started in both:
        ended(started)
    state = twin.status()
    assert state["status"] == "CREATE_COMPLETE"
    assert len(state["tasks"]) == 1
    nothing_is_doubled_or_orphaned(twin, state)
    down(twin)


def test_another_up_while_an_update_is_under_way_is_refused(twin: Twin) -> None:
    twin.up(alone(), *FAST)
    started = start(twin, slow(), "-d")
    until(lambda: twin.status()["status"] == "UPDATE_IN_PROGRESS", "the update is under way")
    other = changed(alone(), "Task", "Properties", "Cpu", to="512")
    said = ended(start(twin, changed(other, "Task", "Properties", "Memory", to="1024"), "-d"), 1)
    assert "UPDATE_IN_PROGRESS state and can not be updated" in said
    started.send_signal(signal.SIGINT)
    ended(started, INTERRUPTED)
    down(twin)


def test_a_stack_is_removed_while_another_comes_up(twin: Twin) -> None:
    twin.up(alone(), *FAST, name="one")
    removing = twin.start("down", "one", "--yes")
    coming = start(twin, web(desired=1), "-d", name="two")
    ended(removing)
    ended(coming)
    assert twin.status("two")["status"] == "CREATE_COMPLETE"
    assert fetch(twin.url("two"))[0] == 200
    down(twin, "two")


def test_what_is_not_there_is_told_clearly(twin: Twin) -> None:
    twin.up(alone(), *FAST)
    for words, says in (
        (("stop", "ffff"), "The referenced task was not found: ffff"),
        (("scale", "nothing", "3"), "Service not found: nothing"),
        (("exec", "ffff", "--", "true"), "The referenced task was not found: ffff"),
        (("logs", "nothing"), "nothing is neither a service nor a task of app"),
        (("status", "--stack", "other"), "Stack with id other does not exist"),
        (("down", "other", "--yes"), "Stack with id other does not exist"),
    ):
        done = twin.run(*words)
        assert done.returncode == 1, (words, done.stderr)
        assert says in done.stderr, (words, done.stderr)
        assert "Traceback" not in done.stderr


def stubborn() -> Template:
    """A service whose task takes its whole stop timeout to end."""
    template = alone()
    ignores = ["sh", "-c", "trap '' TERM; while true; do sleep 0.2; done"]
    template["Resources"]["Task"] = task_definition(container(StopTimeout=3, Command=ignores))
    return template
