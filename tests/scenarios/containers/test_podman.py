"""Containers are created, started, seen, stopped and removed, as root and as an ordinary user."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

import images
from scenarios.containers.inside import Inside, Place
from seatrial.analyses.launch.image_reference import Found
from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.act.container_exec import Exec
from seatrial.runtimes.twin.act.images import Images
from seatrial.runtimes.twin.act.podman import Podman
from seatrial.runtimes.twin.decide.container_create import ContainerCreate, TaskPlace, container_create, pause_name
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, TaskSpec

pytestmark = pytest.mark.scenario
PATIENCE_SECONDS = 20.0


async def opened(place: Place) -> Podman:
    return await Podman.open(place.work, os.environ)


async def found(podman: Podman, name: str = images.WEB) -> Found:
    image = await Images(podman).find(name, {})
    assert isinstance(image, Found), image
    return image


async def wanted(
    podman: Podman, place: Place, container: ContainerSpec, *, task_id: str = "t1", volumes: tuple[str, ...] = ()
) -> ContainerCreate:
    """What to create for one container of a small task."""
    task = TaskSpec("web", 3, "arn:aws:ecs:us-east-1:1:task-definition/web:3", 256, 512, (container,), volumes)
    arn = f"arn:aws:ecs:us-east-1:1:task/c/{task_id}"
    where = TaskPlace(
        task_id,
        arn,
        "arn:aws:ecs:us-east-1:1:cluster/c",
        "us-east-1",
        "10.0.1.5",
        place.namespace,
        cgroup_parent=Cgroups(place.yard).create_task(task_id, 256, 512),
    )
    return container_create(task, container, where, await found(podman, container.image), {})


def shell(script: str, **changes: object) -> ContainerSpec:
    spec = ContainerSpec("app", images.WEB, entry_point=("/bin/sh", "-c"), command=(script,))
    return replace(spec, **changes)  # type: ignore[arg-type]


async def log_of(podman: Podman, spec: ContainerCreate) -> str:
    """What a container that has ended printed."""
    lines = podman.log_file(spec.task_id, spec.container).read_text().splitlines()
    return "\n".join(line.split(" ", 3)[3] for line in lines)


async def ran(podman: Podman, spec: ContainerCreate) -> tuple[int, str]:
    """Exit code and output of a container that ends by itself."""
    podman.log_file(spec.task_id, spec.container).unlink(missing_ok=True)
    container = await podman.create(spec)
    await podman.start(container)
    ended = await asyncio.wait_for(podman.wait(container), PATIENCE_SECONDS)
    return ended.exit_code, await log_of(podman, spec)


async def until(condition: object, what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.02)


async def _lives_and_ends(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, ContainerSpec("app", images.WEB))
    container = await podman.create(spec)
    (created,) = await podman.list({"seatrial.task": "t1"})
    assert (created.id, created.state, created.exit) == (container, "created", None)
    await podman.start(container)
    (running,) = await podman.list({"seatrial.task": ""})
    assert (running.state, running.pid > 0, podman.pid(container)) == ("running", True, running.pid)
    assert running.labels["com.amazonaws.ecs.container-name"] == "app"
    ending = asyncio.create_task(podman.wait(container))
    await until(lambda: "serving version 1" in podman.log_file("t1", "app").read_text(), "the server's first line")
    assert not ending.done()
    assert await podman.signal(container, "SIGTERM")
    ended = await asyncio.wait_for(ending, PATIENCE_SECONDS)
    assert (ended.exit_code, ended.oom_killed, ended.reason) == (0, False, "")
    (stopped,) = await podman.list()
    assert (stopped.state, stopped.exit) == ("exited", ended)
    assert not await podman.signal(container, "SIGTERM")
    await podman.remove(container)
    await podman.remove(container)
    assert await podman.list() == []


def test_a_container_lives_and_ends(inside: Inside, who: str) -> None:
    inside(who, _lives_and_ends)


async def _other_engine(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, shell("trap 'exit 7' TERM; while :; do sleep 0.1; done"))
    container = await podman.create(spec)
    await podman.start(container)
    podman.close()
    second = await opened(place)
    (adopted,) = await second.list({"seatrial.task": "t1"})
    assert (adopted.id, adopted.state) == (container, "running")
    await second.signal(container, "SIGTERM")
    assert (await asyncio.wait_for(second.wait(container), PATIENCE_SECONDS)).exit_code == 7
    second.close()
    third = await opened(place)
    assert (await asyncio.wait_for(third.wait(container), PATIENCE_SECONDS)).exit_code == 7


def test_another_engine_finds_the_container_and_learns_how_it_ended(inside: Inside, who: str) -> None:
    inside(who, _other_engine)


async def _service_killed(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, ContainerSpec("app", images.WEB))
    container = await podman.create(spec)
    await podman.start(container)
    os.kill(int((podman.settings.run / "podman.pid").read_text()), signal.SIGKILL)
    (still,) = await podman.list()
    assert (still.id, still.state) == (container, "running")
    await podman.kill(container)
    assert (await asyncio.wait_for(podman.wait(container), PATIENCE_SECONDS)).exit_code == 137


def test_containers_go_on_when_the_service_is_killed(inside: Inside, who: str) -> None:
    inside(who, _service_killed)


async def _monitor_killed(place: Place) -> None:
    podman = await opened(place)
    container = await podman.create(await wanted(podman, place, ContainerSpec("app", images.WEB)))
    await podman.start(container)
    pid = podman.pid(container)
    ending = asyncio.create_task(podman.wait(container))
    await asyncio.sleep(0)
    os.kill(int((podman.settings.run_data(container) / "conmon.pid").read_text()), signal.SIGKILL)
    ended = await asyncio.wait_for(ending, PATIENCE_SECONDS)
    assert (ended.exit_code, ended.oom_killed) == (137, False)
    await until(lambda: not _alive(pid), "the container that nobody watches ends")
    await podman.remove(container)
    assert await podman.list() == []


def _alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_container_without_its_monitor_is_ended_and_told(inside: Inside, who: str) -> None:
    inside(who, _monitor_killed)


async def _ten_at_once(place: Place) -> None:
    podman = await opened(place)
    spec = shell("exec sleep 60")
    specs = [await wanted(podman, place, spec, task_id=f"t{number}") for number in range(10)]

    async def one(number: int) -> str:
        container = await podman.create(specs[number])
        await podman.start(container)
        return container

    started = await asyncio.gather(*(one(number) for number in range(10)))
    states = {item.id: item.state for item in await podman.list()}
    assert states == dict.fromkeys(started, "running")


def test_ten_containers_start_at_once(inside: Inside, who: str) -> None:
    inside(who, _ten_at_once)


async def _created_again(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, ContainerSpec("app", images.WEB))
    first = await podman.create(spec)
    second = await podman.create(spec)
    assert first != second
    assert [item.id for item in await podman.list()] == [second]


def test_an_interrupted_creation_can_be_done_again(inside: Inside, who: str) -> None:
    inside(who, _created_again)


async def _secrets(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, shell("echo got=$TOKEN; sleep 60", environment={"TOKEN": "open-sesame-42"}))
    container = await podman.create(spec)
    await podman.start(container)
    await until(lambda: "got=open-sesame-42" in podman.log_file("t1", "app").read_text(), "the value arrives")
    assert "open-sesame-42" not in _argument_lists()
    await podman.remove(container)
    assert _files_with("open-sesame-42", str(place.work)) == [str(podman.log_file("t1", "app"))]


def _argument_lists() -> str:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found.append((process / "cmdline").read_bytes().decode(errors="replace"))
    return "\n".join(found)


def _files_with(text: str, folder: str) -> list[str]:
    return subprocess.run(["grep", "-rl", text, folder], capture_output=True, text=True).stdout.splitlines()


def test_a_secret_is_in_no_argument_list_and_gone_with_the_container(inside: Inside, who: str) -> None:
    inside(who, _secrets)


async def _shared_processes(place: Place) -> None:
    podman = await opened(place)
    waits = "trap 'exit 0' TERM; while :; do sleep 0.1; done"
    first, second = (shell(f": {name}; {waits}", name=name) for name in ("first", "second"))
    task = TaskSpec("web", 3, "arn:aws:ecs:us-east-1:1:task-definition/web:3", 256, 512, (first, second))
    task = replace(task, pid_shared=True)
    made = []
    for container in task.containers:
        where = TaskPlace("t1", "arn", "arn:cluster/c", "us-east-1", "10.0.1.5", place.namespace)
        spec = container_create(task, container, where, await found(podman), {})
        made.append(await podman.create(spec))
        await podman.start(made[-1])
    run = Exec(podman.settings)
    for container in made:
        listed = (await run.check(container, ("ps",), 5)).output
        assert "/pause -P" in listed and ": first" in listed and ": second" in listed, listed
    # The processes of both live on when one of them ends, and what holds them shows nothing of the twin.
    assert await podman.signal(made[0], "SIGTERM")
    assert (await asyncio.wait_for(podman.wait(made[0]), PATIENCE_SECONDS)).exit_code == 0
    seen = (await run.check(made[1], ("sh", "-c", "ps; ls /proc/1/root"), 5)).output
    assert ": second" in seen and ": first" not in seen and str(place.work) not in seen, seen
    # Made again by an engine that was killed in between, it is the same.
    again = await wanted(podman, place, second)
    assert await podman.create(replace(again, pid_of=pause_name("t1"), name="again"))
    for container in (*made, "again"):
        await podman.remove(container)
    await podman.remove(pause_name("t1"))
    assert await podman.list() == []


def test_containers_of_a_task_share_their_processes_where_it_says_so(inside: Inside, who: str) -> None:
    inside(who, _shared_processes)
