"""A load balancer between a client and some targets, each in a network namespace of its own.

The client is at 198.18.0.1 in the stage's own namespace, the load balancer at 198.18.0.2 and 10.0.0.2, the targets at
10.0.0.11 and up.
"""

from __future__ import annotations

import asyncio
import ctypes
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seatrial.runtimes.twin.act.haproxy import Applied, LoadBalancers
from seatrial.runtimes.twin.act.haproxy_process import end, find
from seatrial.runtimes.twin.decide.elbv2_listener import Action, Forward, Listener, Rule, WeightedGroup
from seatrial.runtimes.twin.decide.elbv2_load_balancer import Attributes, LoadBalancerSpec, namespace_of
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.haproxy_slots import ServedGroup
from seatrial.runtimes.twin.decide.target_health import FULL_WEIGHT, Share

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188"
GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/73e2d6bc24d8a067"
OTHER_GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/6d0ecf831eec9f09"
ADDRESS = "198.18.0.2"
CLIENT = "198.18.0.1"
TARGET_PORT = 8080
SECONDS = 10.0


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def target_address(number: int) -> str:
    return f"10.0.0.{10 + number}"


def listener(
    action: Action | None = None, *rules: Rule, port: int = 80, protocol: str = "HTTP", **more: Any
) -> Listener:
    return Listener(f"listener-{port}", port, protocol, action or Forward((WeightedGroup(GROUP),)), rules, **more)


def balancer(*listeners: Listener, **attributes: Any) -> LoadBalancerSpec:
    return LoadBalancerSpec(
        BALANCER,
        "web",
        "web-1.us-east-1.elb.amazonaws.com",
        "internet-facing",
        namespace_of(BALANCER),
        (),
        Attributes(**attributes),
        listeners or (listener(),),
    )


def group(
    *numbers: int,
    arn: str = GROUP,
    draining: Sequence[int] = (),
    weights: Mapping[int, int] | None = None,
    port: int = TARGET_PORT,
    **more: Any,
) -> ServedGroup:
    """A target group with these targets in service; those that drain get nothing new."""
    weight = weights or {}
    shares = tuple(Share(target_address(number), port, weight.get(number, FULL_WEIGHT)) for number in numbers)
    registered = frozenset((target_address(number), port) for number in (*numbers, *draining))
    return ServedGroup(TargetGroupSpec(arn, "web", port, **more), shares, registered)


@dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    reason: str = ""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))

    @property
    def told(self) -> dict[str, Any]:
        """What the target says it was asked."""
        told: dict[str, Any] = json.loads(self.body)
        return told

    def seen(self, name: str) -> list[str]:
        """The values of a header as the target saw it."""
        return [value for key, value in self.told["headers"] if key.lower() == name.lower()]

    @property
    def name(self) -> str:
        return str(self.told["name"])


def request(
    path: str = "/",
    method: str = "GET",
    headers: Sequence[tuple[str, str]] = (),
    port: int = 80,
    address: str = ADDRESS,
    seconds: float = SECONDS,
) -> Reply:
    connection = http.client.HTTPConnection(address, port, timeout=seconds)
    try:
        connection.putrequest(method, path, skip_host=any(name.lower() == "host" for name, _ in headers))
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return Reply(response.status, response.getheaders(), response.read(), response.reason)
    finally:
        connection.close()


async def ask(*words: Any, **options: Any) -> Reply:
    return await asyncio.to_thread(request, *words, **options)


async def until(what: Callable[[], Awaitable[bool]], seconds: float = SECONDS) -> None:
    """Waits for a state."""
    deadline = time.monotonic() + seconds
    while not await what():
        assert time.monotonic() < deadline, "the awaited state did not come"
        await asyncio.sleep(0.02)


@dataclass
class Load:
    """Clients that ask again and again, each on a connection of its own; every answer and every failure is kept."""

    address: str = ADDRESS
    port: int = 80
    statuses: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    ending: bool = False

    def _one_client(self) -> None:
        connection = http.client.HTTPConnection(self.address, self.port, timeout=SECONDS)
        while not self.ending:
            try:
                connection.request("GET", "/")
                response = connection.getresponse()
                body = response.read()
                self.statuses.append(response.status)
                if response.status == 200:
                    self.names.append(json.loads(body)["name"])
                else:
                    self.failures.append(f"{response.status} {body!r}")
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                connection.close()
        connection.close()

    async def more(self, count: int) -> None:
        """Waits for so many answers more."""
        wanted = len(self.statuses) + count

        async def there() -> bool:
            return len(self.statuses) >= wanted

        await until(there)


class Stage:
    """The namespaces, the targets that were started, and the load balancers under test."""

    def __init__(self, targets: int = 0) -> None:
        self.balancers = LoadBalancers()
        self.namespace = namespace_of(BALANCER)
        run("ip", "netns", "add", self.namespace)
        run("ip", "netns", "add", "targets")
        self._pair("client", "", f"{CLIENT}/24", "balancer", self.namespace, f"{ADDRESS}/24")
        self._pair("inner", self.namespace, "10.0.0.2/24", "targets", "targets", "10.0.0.3/24")
        for number in range(1, targets + 1):
            self.start_target(number)

    def start_target(self, number: int, port: int = TARGET_PORT, pem: Path | None = None) -> subprocess.Popen[bytes]:
        address = target_address(number)
        self._inside("targets", "ip", "addr", "replace", f"{address}/24", "dev", "targets")
        script = str(Path(__file__).with_name("target.py"))
        words = [sys.executable, script, f"target-{number}", address, str(port), *([str(pem)] if pem else [])]
        process = subprocess.Popen(["ip", "netns", "exec", "targets", *words])
        self._wait_for(address, port)
        return process

    def start_http2_target(self, number: int, status: int) -> None:
        """A target that speaks HTTP/2 without TLS: an HAProxy that answers by itself."""
        address = target_address(number)
        self._inside("targets", "ip", "addr", "replace", f"{address}/24", "dev", "targets")
        config = Path("/run/http2-target.cfg")
        config.write_text(
            "defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\n"
            f"frontend f\n bind {address}:{TARGET_PORT} proto h2\n http-request return status {status}\n"
        )
        subprocess.Popen(["ip", "netns", "exec", "targets", "haproxy", "-q", "-db", "-f", str(config)])
        self._wait_for(address, TARGET_PORT)

    def drop_packets_to(self, number: int) -> None:
        """A target whose packets get lost: its address is there, but nothing ever answers."""
        self._inside(
            self.namespace,
            "ip",
            "neigh",
            "replace",
            target_address(number),
            "lladdr",
            "02:00:00:00:00:99",
            "dev",
            "inner",
        )

    async def apply(self, spec: LoadBalancerSpec | None = None, *groups: ServedGroup, **more: Any) -> Applied:
        by_arn = {served.spec.arn: served for served in groups}
        return await self.balancers.apply(spec or balancer(), by_arn, **more)

    @property
    def config(self) -> Path:
        return self.balancers.folder(balancer().id) / "haproxy.cfg"

    async def in_flight(self, number: int) -> bool:
        """Whether a target has a request to answer."""
        targets = (await self.balancers.stats(balancer().id)).targets
        return any(key[1] == target_address(number) and found.active for key, found in targets.items())

    async def one_is_busy(self) -> bool:
        """Whether exactly one target has something to answer; a client has its answer a moment before it is counted."""
        return await self.in_flight(1) != await self.in_flight(2)

    async def only_one_process(self) -> bool:
        return len(find(self.config)) == 1

    async def kill_processes(self) -> None:
        await end(self.config)

    @contextmanager
    def load(self, clients: int = 8, address: str = ADDRESS, port: int = 80) -> Iterator[Load]:
        made = Load(address, port)
        with ThreadPoolExecutor(clients) as pool:
            for _ in range(clients):
                pool.submit(made._one_client)
            try:
                yield made
            finally:
                made.ending = True

    def open_socket(self) -> Callable[[], Awaitable[socket.socket]]:
        """Opens sockets in the load balancer's namespace."""

        async def opened() -> socket.socket:
            return await asyncio.to_thread(self._socket_inside)

        return opened

    def _socket_inside(self) -> socket.socket:
        made: list[socket.socket] = []

        def enter() -> None:
            handle = os.open(f"/run/netns/{self.namespace}", os.O_RDONLY)
            libc = ctypes.CDLL(None, use_errno=True)
            assert libc.setns(handle, 0x40000000) == 0
            made.append(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            os.close(handle)

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        return made[0]

    def _pair(self, one: str, one_in: str, one_ip: str, other: str, other_in: str, other_ip: str) -> None:
        run("ip", "link", "add", one, "type", "veth", "peer", "name", other)
        for name, namespace, address in ((one, one_in, one_ip), (other, other_in, other_ip)):
            if namespace:
                run("ip", "link", "set", name, "netns", namespace)
            self._inside(namespace, "ip", "addr", "add", address, "dev", name)
            self._inside(namespace, "ip", "link", "set", name, "up")
            self._inside(namespace, "ip", "link", "set", "lo", "up")

    def _inside(self, namespace: str, *words: str) -> None:
        run(*(["ip", "netns", "exec", namespace] if namespace else []), *words)

    def _wait_for(self, address: str, port: int) -> None:
        probe = f"import socket; socket.create_connection(('{address}', {port}), 1)"
        deadline = time.monotonic() + SECONDS
        words = ["ip", "netns", "exec", "targets", sys.executable, "-c", probe]
        while subprocess.run(words, capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, "a target did not start"
