"""A task's size limits it where this user may set limits.

Where not, that is said, and usage is measured all the same.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import log_of, opened, ran, shell, until, wanted
from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.act.container_exits import OUT_OF_MEMORY_REASON
from seatrial.runtimes.twin.act.podman_settings import CGROUP_ROOT
from seatrial.runtimes.twin.decide.ecs_task_definition import Ulimit

pytestmark = pytest.mark.scenario
# Takes 64 MiB and holds them.
GREEDY = "x=$(head -c 67108864 /dev/zero | tr '\\0' x); echo took ${#x}; sleep 60"
SPINNING = "while :; do :; done"


def cgroups(place: Place) -> Cgroups:
    return Cgroups(place.yard)


def directories(place: Place) -> list[Path]:
    return list(CGROUP_ROOT.glob(f"*/{place.yard}"))


async def _own_limit(place: Place) -> None:
    groups, podman = cgroups(place), await opened(place)
    try:
        spec = await wanted(podman, place, shell(GREEDY, memory_mib=32))
        container = await podman.create(spec)
        await podman.start(container)
        ended = await asyncio.wait_for(podman.wait(container), 30)
        assert (ended.exit_code, ended.oom_killed, ended.reason) == (137, True, OUT_OF_MEMORY_REASON)
        later = await podman.list()
        assert later[0].exit is not None and later[0].exit.oom_killed
        await podman.remove(container)
    finally:
        groups.remove_task("t1")
        groups.remove()
    assert directories(place) == []


def test_a_container_over_its_own_memory_ends_with_aws_reason(inside: Inside) -> None:
    _needs_root()
    inside("root", _own_limit)


async def _task_limit(place: Place) -> None:
    groups, podman = cgroups(place), await opened(place)
    try:
        greedy = await wanted(podman, place, shell(GREEDY))
        modest = replace(await wanted(podman, place, shell("exec sleep 60")), name="modest")
        assert greedy.cgroup_parent == modest.cgroup_parent == groups.create_task("t1", 1024, 48)
        other = await podman.create(modest)
        await podman.start(other)
        container = await podman.create(greedy)
        await podman.start(container)
        ended = await asyncio.wait_for(podman.wait(container), 30)
        assert (ended.exit_code, ended.oom_killed) == (137, True)
        await podman.kill(other)
        stopped = await asyncio.wait_for(podman.wait(other), 30)
        assert (stopped.exit_code, stopped.oom_killed) == (137, False)
        for item in (container, other):
            await podman.remove(item)
    finally:
        groups.remove_task("t1")
        groups.remove()
    assert directories(place) == []


def test_only_the_container_that_the_kernel_killed_is_out_of_memory(inside: Inside) -> None:
    _needs_root()
    inside("root", _task_limit)


async def _quota(place: Place) -> None:
    groups, podman = cgroups(place), await opened(place)
    try:
        spec = await wanted(podman, place, shell(SPINNING))
        container = await podman.create(spec)
        await podman.start(container)
        pid = podman.pid(container)
        await until(lambda: (usage := groups.usage(pid)) and usage.cpu_nanoseconds > 0, "it uses the processor")
        first, began = groups.usage(pid), time.monotonic()
        assert first is not None and first.memory_limit_bytes == 512 * 1024 * 1024
        await until(lambda: time.monotonic() - began > 2, "two seconds")
        second, ended = groups.usage(pid), time.monotonic()
        assert second is not None
        share = (second.cpu_nanoseconds - first.cpu_nanoseconds) / 1e9 / (ended - began)
        assert share < 0.35, f"a task of 256 CPU units used {share:.2f} of a processor"
        await podman.remove(container)
    finally:
        groups.remove_task("t1")
        groups.remove()


def test_a_task_gets_no_more_processor_time_than_its_cpu(inside: Inside) -> None:
    _needs_root()
    inside("root", _quota)


async def _not_enforced(place: Place) -> None:
    groups, podman = cgroups(place), await opened(place)
    assert not groups.enforced and "not enforced" in groups.why_not
    assert groups.create_task("t1", 256, 512) == ""
    container = await podman.create(await wanted(podman, place, shell(SPINNING)))
    await podman.start(container)
    pid = podman.pid(container)
    await until(lambda: (usage := groups.usage(pid)) and usage.cpu_nanoseconds > 50_000_000, "time is counted")
    usage = groups.usage(pid)
    assert usage is not None and usage.memory_bytes > 0
    await podman.kill(container)
    await podman.wait(container)
    assert groups.usage(pid) is None
    groups.remove()


def test_without_root_limits_are_said_to_be_missing_and_use_is_measured(inside: Inside) -> None:
    inside("user", _not_enforced)


async def _ulimits(place: Place) -> None:
    podman = await opened(place)
    plain = await wanted(podman, place, shell("ulimit -Sn; ulimit -Hn"))
    hard = await _hard_files()
    most = 65535 if hard < 0 else min(65535, hard)
    assert await ran(podman, plain) == (0, f"{most}\n{most}")
    assert len(podman.notes(plain)) == (0 if most == 65535 else 1)
    given = await wanted(podman, place, shell("ulimit -Sn; ulimit -Hn; ulimit -c", ulimits=LIMITS), task_id="t2")
    assert await ran(podman, given) == (0, "512\n600\n0")
    assert podman.notes(given) == ()
    assert await log_of(podman, given)


LIMITS = (Ulimit("nofile", 512, 600), Ulimit("core", 0, 0))


async def _hard_files() -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def test_limits_of_files_are_fargates_lowered_to_what_the_host_allows(inside: Inside, who: str) -> None:
    inside(who, _ulimits)


def _needs_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may set limits here")
