"""The host's sockets: HAProxy accepts on them itself, and a shut one times out."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from scenarios.load_balancer.stage import Stage, ask, balancer, group, listener
from seatrial.runtimes.twin.act import host_access
from seatrial.runtimes.twin.act.haproxy import Applied, LoadBalancers

pytestmark = pytest.mark.scenario


def host_socket() -> tuple[int, int]:
    """A socket that listens on 127.0.0.1 of the stage's own namespace: its port and descriptor."""
    made = socket.create_server(("127.0.0.1", 0))
    return made.getsockname()[1], made.detach()


async def test_a_request_from_the_host_looks_like_one_from_the_internet() -> None:
    stage = Stage(targets=1)
    port, fd = host_socket()
    await stage.apply(None, group(1), host_sockets={80: fd})

    reply = await ask(address="127.0.0.1", port=port)

    assert reply.seen("x-forwarded-for") == ["203.0.113.10"]
    assert reply.seen("x-forwarded-port") == ["80"]
    assert (await ask()).seen("x-forwarded-for") == ["198.18.0.1"]


async def test_a_shut_way_times_out_and_an_opened_one_lets_the_waiting_client_in() -> None:
    stage = Stage(targets=1)
    port, fd = host_socket()
    await stage.apply(None, group(1), host_sockets={80: fd})

    stage.balancers.set_host_access(balancer().id, 80, False)
    with pytest.raises(TimeoutError):
        await ask(address="127.0.0.1", port=port, seconds=0.5)
    waiting = asyncio.create_task(ask(address="127.0.0.1", port=port))
    stage.balancers.set_host_access(balancer().id, 80, True)

    assert (await waiting).status == 200
    assert (await ask()).status == 200


async def test_whether_the_way_is_open_survives_a_reload_and_another_engine() -> None:
    stage = Stage(targets=1)
    port, fd = host_socket()
    await stage.apply(None, group(1), host_sockets={80: fd})
    stage.balancers.set_host_access(balancer().id, 80, False)

    await stage.apply(balancer(idle_timeout_seconds=50), group(1), host_sockets={80: fd})
    # Another engine has another descriptor of the same socket.
    other = os.dup(fd)
    stage.balancers = LoadBalancers()
    applied = await stage.apply(balancer(idle_timeout_seconds=50), group(1), host_sockets={80: other})

    assert applied == Applied()
    assert not host_access.is_open(other)
    with pytest.raises(TimeoutError):
        await ask(address="127.0.0.1", port=port, seconds=0.5)
    stage.balancers.set_host_access(balancer().id, 80, True)
    assert (await ask(address="127.0.0.1", port=port)).status == 200


async def test_opening_and_shutting_twice_is_as_once() -> None:
    _, fd = host_socket()
    for wanted in (True, False, False, True, True):
        host_access.set_access(fd, wanted)
        assert host_access.is_open(fd) == wanted


async def test_a_reload_loses_no_request_from_the_host() -> None:
    stage = Stage(targets=1)
    port, fd = host_socket()
    await stage.apply(None, group(1), host_sockets={80: fd})

    with stage.load(address="127.0.0.1", port=port) as load:
        for number in range(5):
            await load.more(100)
            await stage.apply(balancer(idle_timeout_seconds=50 + number), group(1), host_sockets={80: fd})
        await load.more(100)

    assert load.failures == []


async def test_a_listener_may_be_added_with_its_own_host_socket() -> None:
    stage = Stage(targets=1)
    first, fd = host_socket()
    await stage.apply(None, group(1), host_sockets={80: fd})
    second, other = host_socket()

    await stage.apply(balancer(listener(), listener(port=8081)), group(1), host_sockets={80: fd, 8081: other})

    assert (await ask(address="127.0.0.1", port=first)).seen("x-forwarded-port") == ["80"]
    assert (await ask(address="127.0.0.1", port=second)).seen("x-forwarded-port") == ["8081"]
