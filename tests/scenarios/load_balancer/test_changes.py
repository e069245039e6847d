"""Targets, listeners and engines come and go; no request is lost."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from scenarios.load_balancer.stage import (
    GROUP,
    OTHER_GROUP,
    TARGET_PORT,
    Stage,
    ask,
    balancer,
    group,
    listener,
    target_address,
    until,
)
from seatrial.runtimes.twin.act.haproxy import Applied, LoadBalancers
from seatrial.runtimes.twin.act.haproxy_process import HaproxyError, find
from seatrial.runtimes.twin.decide.elbv2_listener import FixedResponse, Forward, Rule, WeightedGroup
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Condition, Field

pytestmark = pytest.mark.scenario


async def test_a_rolling_update_under_load_loses_no_request_and_needs_no_reload() -> None:
    stage = Stage(targets=6)
    await stage.apply(None, group(1, 2, 3))
    processes = find(stage.config)

    with stage.load() as load:
        await load.more(300)
        for step in (group(1, 2, 3, 4), group(2, 3, 4, draining=[1]), group(2, 3, 4, 5, draining=[1])):
            assert (await stage.apply(None, step)).reloaded is False
            await load.more(200)
        for step in (group(3, 4, 5, 6, draining=[2]), group(4, 5, 6, draining=[2, 3]), group(4, 5, 6)):
            await stage.apply(None, step)
            await load.more(200)
        load.names.clear()
        await load.more(300)

    assert load.failures == []
    assert set(load.names) == {"target-4", "target-5", "target-6"}
    assert find(stage.config) == processes


async def _says(path: str, body: bytes) -> bool:
    return (await ask(path)).body == body


async def test_a_reload_under_load_loses_no_request() -> None:
    stage = Stage(targets=2)
    await stage.apply(None, group(1, 2))

    with stage.load() as load:
        for number in range(8):
            rule = Rule("r", 1, (Condition(Field.PATH_PATTERN, (f"/fixed-{number}",)),), FixedResponse(200, body="yes"))
            assert (await stage.apply(balancer(listener(None, rule)), group(1, 2))).reloaded
            await load.more(150)
            # The process from before may still take a connection, and is then the one that answers.
            await until(lambda path=f"/fixed-{number}": _says(path, b"yes"))  # type: ignore[misc]

    assert load.failures == []
    await until(stage.only_one_process)


async def test_a_new_connection_during_a_reload_is_not_refused() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    asked = [asyncio.create_task(ask(headers=[("Connection", "close")])) for _ in range(4)]

    for number in range(6):
        await stage.apply(balancer(idle_timeout_seconds=30 + number), group(1))
        asked += [asyncio.create_task(ask(headers=[("Connection", "close")])) for _ in range(10)]

    assert [(await reply).status for reply in asked] == [200] * 64


async def test_a_group_that_outgrows_its_slots_gets_more_without_losing_a_request() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    many = list(range(1, 41))
    for number in many[1:]:
        stage.start_target(number)

    with stage.load() as load:
        await load.more(50)
        applied = await stage.apply(None, group(*many))
        load.names.clear()
        await load.more(400)

    assert applied.reloaded
    assert load.failures == []
    assert len(set(load.names)) == len(many)


async def test_a_draining_target_ends_what_it_has_begun_and_gets_nothing_new(tmp_path: Path) -> None:
    stage, answer = Stage(targets=2), tmp_path / "answer"
    os.mkfifo(answer)
    await stage.apply(None, group(1))
    slow = asyncio.create_task(ask(f"/?until={answer}"))
    await until(lambda: stage.in_flight(1))

    await stage.apply(None, group(2, draining=[1]))
    meanwhile = [(await ask()).name for _ in range(10)]

    assert set(meanwhile) == {"target-2"}
    assert not slow.done()
    answer.write_bytes(b"now")
    assert (await slow).name == "target-1"


async def test_what_is_in_flight_when_draining_ends_is_cut_off() -> None:
    stage = Stage(targets=2)
    await stage.apply(None, group(1))
    slow = asyncio.create_task(ask("/hang"))
    await until(lambda: stage.in_flight(1))

    await stage.apply(None, group(2, draining=[1]))
    await stage.apply(None, group(2))

    assert (await slow).status == 502


async def test_applying_the_same_again_does_nothing() -> None:
    stage = Stage(targets=1)
    assert (await stage.apply(None, group(1))).started
    assert await stage.apply(None, group(1)) == Applied()


async def test_another_engine_adopts_what_runs() -> None:
    stage = Stage(targets=3)
    await stage.apply(None, group(1, 2))
    processes = find(stage.config)

    with stage.load() as load:
        stage.balancers = LoadBalancers()
        again = await stage.apply(None, group(1, 2))
        await load.more(100)
        stage.balancers = LoadBalancers()
        changed = await stage.apply(None, group(2, 3, draining=[1]))
        # What target-1 had begun is answer before so many others are.
        await load.more(100)
        load.names.clear()
        await load.more(100)

    assert again == Applied()
    assert (changed.started, changed.reloaded) == (False, False)
    assert set(load.names) == {"target-2", "target-3"}
    assert load.failures == []
    assert find(stage.config) == processes
    assert stage.balancers.present() == (balancer().id,)


async def test_a_process_that_died_is_started_again() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    await stage.kill_processes()

    assert (await stage.apply(None, group(1))).started
    assert (await ask()).name == "target-1"


async def test_a_configuration_that_is_refused_changes_nothing() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    nested = "(" * 60 + "a{99}" + "){99}" * 60

    with pytest.raises(HaproxyError, match="regular expression"):
        rule = Rule("r", 1, (Condition(Field.PATH_PATTERN, (), (nested,)),), FixedResponse(200))
        await stage.apply(balancer(listener(None, rule)), group(1))

    assert (await ask()).name == "target-1"
    assert await stage.apply(None, group(1)) == Applied()


async def test_removing_a_load_balancer_leaves_no_process_and_no_file() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    slow = asyncio.create_task(ask("/hang"))
    await until(lambda: stage.in_flight(1))
    # This leaves an old process with a request in flight behind.
    await stage.apply(balancer(idle_timeout_seconds=50), group(1))

    await stage.balancers.remove(balancer().id)

    assert find(stage.config) == []
    assert stage.balancers.present() == ()
    with pytest.raises(OSError):
        await slow


async def test_statistics_count_on_over_a_reload() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1), group(arn=OTHER_GROUP))
    for path in ("/", "/?status=404", "/close"):
        await ask(path)
    await stage.apply(balancer(idle_timeout_seconds=50), group(1))
    await ask()

    stats = await stage.balancers.stats(balancer().id)

    assert stats.listeners[80].requests == 4
    assert {name: count for name, count in stats.listeners[80].responses.items() if count} == {
        "2xx": 2,
        "4xx": 1,
        "5xx": 1,
    }
    assert stats.groups[GROUP].requests == 4
    target = stats.targets[GROUP, target_address(1), TARGET_PORT]
    assert {name: count for name, count in target.responses.items() if count} == {"2xx": 2, "4xx": 1}


async def test_a_target_in_slow_start_gets_its_share_alone() -> None:
    stage = Stage(targets=2)
    await stage.apply(balancer(listener(Forward((WeightedGroup(GROUP),)))), group(1, 2, weights={2: 10}))

    names = [(await ask()).name for _ in range(110)]

    assert names.count("target-2") == pytest.approx(10, abs=3)
