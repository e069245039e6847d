"""A task learns about itself at 169.254.170.2, from inside its own network, and nothing of another task."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import threading
import time
from typing import Any

import pytest
from msgspec.structs import replace

import images
from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import opened, ran, shell, until, wanted
from seatrial.runtimes.twin.act.cgroups import Cgroups
from seatrial.runtimes.twin.act.container_exec import Exec
from seatrial.runtimes.twin.act.task_metadata import ContainerSamples, TaskMetadata
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec
from seatrial.runtimes.twin.decide.metadata_answer import Known
from seatrial.runtimes.twin.decide.task_credentials import task_credentials
from seatrial.runtimes.twin.decide.task_metadata import ContainerState, TaskInterface, TaskState

pytestmark = pytest.mark.scenario
CLONE_NEWNET = 0x40000000


def socket_in(namespace: str, address: tuple[str, int]) -> socket.socket:
    """A listening socket of a network namespace."""
    made: list[socket.socket] = []

    def enter() -> None:
        fd = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
        assert ctypes.CDLL(None).setns(fd, CLONE_NEWNET) == 0
        os.close(fd)
        made.append(socket.create_server(address))

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]


def known(task_id: str, token: str, credentials_id: str) -> Known:
    interface = TaskInterface("10.0.1.5", "0a:00:00:00:00:01", "10.0.1.0/24", "10.0.1.1", "ip-10-0-1-5.ec2.internal")
    arn = f"arn:aws:ecs:us-east-1:1:task/c/{task_id}"
    app = ContainerState("app", images.WEB, "sha256:1")
    task = TaskState(arn, "arn:aws:ecs:us-east-1:1:cluster/c", "web", 3, 256, 512, "us-east-1a", interface, (app,))
    credentials = task_credentials(b"yard", task_id, "arn:aws:iam::1:role/r", time.time())
    return Known(task, {token: "app"}, {credentials_id: credentials})


def name_space(name: str) -> None:
    for command in (
        ["ip", "netns", "add", name],
        ["ip", "-n", name, "link", "set", "lo", "up"],
        ["ip", "-n", name, "addr", "add", "169.254.170.2/32", "dev", "lo"],
    ):
        subprocess.run(command, check=True)


# busybox's wget needs no name look-up for an address.
ASK = "wget -q -O - http://169.254.170.2{} || echo status $?"


async def _asked(place: Place) -> None:
    podman = await opened(place)
    server = TaskMetadata(socket_in)
    for name in ("one", "two"):
        name_space(name)
        await server.serve(name, name, lambda name=name: known(name, f"token-{name}", f"cred-{name}"))  # type: ignore[misc]
        await server.serve(name, name, lambda: known("never", "", ""))
    spec = await wanted(podman, place, shell(ASK.format("/v4/token-one/task")))
    code, text = await ran(podman, replace(spec, network_namespace="one"))
    document: dict[str, Any] = json.loads(text)
    assert (code, document["TaskARN"].rpartition("/")[2], document["LaunchType"]) == (0, "one", "FARGATE")
    for namespace, path, good in (
        ("one", "/v2/credentials/cred-one", True),
        ("one", "/v2/credentials/cred-two", False),
        ("two", "/v2/credentials/cred-two", True),
        ("two", "/v4/token-one", False),
    ):
        spec = await wanted(podman, place, shell(ASK.format(path)), task_id=namespace)
        code, text = await ran(podman, replace(spec, network_namespace=namespace))
        assert ("status 1" not in text) == good, (namespace, path, text)
        await podman.remove(spec.name)
    server.stop("one")
    spec = await wanted(podman, place, shell(ASK.format("/v4/token-one")), task_id="t9")
    assert "status 1" in (await ran(podman, replace(spec, network_namespace="one")))[1]
    server.close()


def test_a_task_is_told_of_itself_alone(inside: Inside, who: str) -> None:
    inside(who, _asked)


async def _conversation(place: Place) -> None:
    podman = await opened(place)
    name_space("one")
    server = TaskMetadata(socket_in)
    await server.serve("one", "one", lambda: known("one", "token", "cred"))
    spec = await wanted(podman, place, ContainerSpec("app", images.WEB))
    container = await podman.create(replace(spec, network_namespace="one"))
    await podman.start(container)
    requests = r"GET /v4/token HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\n\r\n"
    script = f"printf '{requests}' | nc -w 2 169.254.170.2 80"
    told = await Exec(podman.settings).check(container, ["/bin/sh", "-c", script], 20)
    assert "HTTP/1.1 200" in told.output and '"DockerId"' in told.output and "HTTP/1.1 405" in told.output
    broken = "printf 'nonsense\\r\\n\\r\\n' | nc -w 2 169.254.170.2 80; wget -q -O - http://169.254.170.2/v4/token"
    told = await Exec(podman.settings).check(container, ["/bin/sh", "-c", broken], 20)
    assert told.healthy and '"DockerId"' in told.output
    server.close()


def test_a_connection_is_kept_and_nonsense_harms_nobody(inside: Inside, who: str) -> None:
    inside(who, _conversation)


async def _statistics(place: Place) -> None:
    podman = await opened(place)
    container = await podman.create(await wanted(podman, place, shell("while :; do :; done")))
    await podman.start(container)
    pid = podman.pid(container)
    samples = ContainerSamples(Cgroups(place.yard))
    first: Any = samples.document("t1", "app", pid, 512)
    total = first["cpu_stats"]["cpu_usage"]["total_usage"]

    def risen() -> bool:
        later: Any = samples.document("t1", "app", pid, 512)
        earlier = later["precpu_stats"]["cpu_usage"]["total_usage"]
        return bool(later["cpu_stats"]["cpu_usage"]["total_usage"] > earlier >= total)

    await until(risen, "the processor time rises")
    assert first["memory_stats"]["limit"] == 512 * 1024 * 1024 and first["memory_stats"]["usage"] > 0
    await podman.kill(container)
    await podman.wait(container)
    assert samples.document("t1", "app", pid, 512) is None


def test_statistics_are_the_containers_own(inside: Inside, who: str) -> None:
    inside(who, _statistics)
