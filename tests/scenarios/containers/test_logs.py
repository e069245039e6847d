"""What containers print is kept and read, line by line, from any place, while it comes."""

from __future__ import annotations

import asyncio

import pytest

from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import opened, ran, shell, wanted
from seatrial.runtimes.twin.act.container_logs import ContainerLogs
from seatrial.runtimes.twin.decide.container_log import LogLine

pytestmark = pytest.mark.scenario
PATIENCE_SECONDS = 20.0


async def _kept(place: Place) -> None:
    podman = await opened(place)
    logs = ContainerLogs(podman.settings.logs)
    long = "x" * 20000
    script = f"echo one; echo two >&2; echo {long}; printf no-end"
    assert (await ran(podman, await wanted(podman, place, shell(script))))[0] == 0
    lines = logs.read("t1", "app", ended=True)
    assert sorted(line.text for line in lines) == sorted(["one", "two", long, "no-end"])
    assert {line.stream for line in lines if line.text == "two"} == {"stderr"}
    assert all(line.timestamp_ms > 1_600_000_000_000 for line in lines)
    out = [line for line in lines if line.stream == "stdout"]
    assert [line.text for line in out] == ["one", long, "no-end"]
    assert out[1].text in [line.text for line in logs.read("t1", "app", out[0].offset)]
    assert logs.tail("t1", "app", 1)[0].text == "no-end"
    assert logs.read("t1", "nobody") == []


def test_lines_are_kept_whole_with_their_stream(inside: Inside, who: str) -> None:
    inside(who, _kept)


async def _followed(place: Place) -> None:
    podman = await opened(place)
    logs = ContainerLogs(podman.settings.logs)
    over = asyncio.Event()
    seen: list[LogLine] = []
    first, second = asyncio.Event(), asyncio.Event()

    async def follow(into: list[LogLine], offset: int) -> None:
        async for line in logs.follow("t1", "app", offset, ended=over):
            into.append(line)
            first.set()
            if len(seen) > 1:
                second.set()

    following = asyncio.create_task(follow(seen, 0))
    container = await podman.create(await wanted(podman, place, shell("echo begun; read x; echo got $x; sleep 60")))
    await podman.start(container)
    await asyncio.wait_for(first.wait(), PATIENCE_SECONDS)
    assert seen[0].text == "begun"
    more: list[LogLine] = []
    again = asyncio.create_task(follow(more, seen[0].offset))
    await asyncio.wait_for(second.wait(), PATIENCE_SECONDS)
    await podman.kill(container)
    await podman.wait(container)
    over.set()
    await asyncio.wait_for(asyncio.gather(following, again), PATIENCE_SECONDS)
    assert [line.text for line in seen][1:] == [line.text for line in more] == ["got"]
    logs.close()


def test_lines_are_followed_as_they_come_by_several_and_from_a_place(inside: Inside, who: str) -> None:
    inside(who, _followed)
