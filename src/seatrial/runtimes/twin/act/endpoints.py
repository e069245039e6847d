"""The far end of what tasks reach at launch: AWS's services and the registries on the internet, and interface
endpoints.

Today a listener on port 443 that accepts and closes: a connection that comes about proves the way there and back. The
services themselves may stand here later.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import random
import socket
from collections.abc import Collection

from dnslib import DNSRecord
from msgspec import Struct

from seatrial.runtimes.twin.act.netns import Namespaces, NoSuchNamespace, Outcome
from seatrial.runtimes.twin.decide.aws_endpoints import HTTPS

DNS_TRIES = 2


class Reach(Struct, frozen=True):
    """How an attempt to reach a host ended.

    ``outcome`` is None when the name did not resolve; ``address`` is "" then.
    """

    host: str
    address: str
    outcome: Outcome | None


class Endpoints:
    """Listeners on 443: one for the internet, one for each interface endpoint."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._listeners: dict[str, tuple[socket.socket, asyncio.Task[None]]] = {}

    def stand(self, owners: Collection[str]) -> None:
        """Listens in the internet and in these namespaces, and nowhere else."""
        self._end(self._listeners.keys() - {"", *owners})
        for owner in ("", *owners):
            if owner not in self._listeners:
                with contextlib.suppress(NoSuchNamespace):
                    listener = self._namespaces.socket(owner or None, bind=("0.0.0.0", HTTPS), listen=256)
                    self._listeners[owner] = (listener, asyncio.create_task(_accept_and_close(listener)))

    def close(self) -> None:
        """Listens nowhere any more."""
        self._end(set(self._listeners))

    def _end(self, owners: Collection[str]) -> None:
        for owner in owners:
            listener, task = self._listeners.pop(owner)
            task.cancel()
            listener.close()


async def _accept_and_close(listener: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    while True:
        with contextlib.suppress(ConnectionError):
            connection, _ = await loop.sock_accept(listener)
            connection.close()


async def reach(
    namespaces: Namespaces, netns: str, resolver: str, host: str, port: int, timeout_seconds: float
) -> Reach:
    """Asks the VPC's resolver for a host from inside a namespace, then connects to it: real packets all the way.

    A host that is an address is nothing to ask for.
    """
    address = host if _is_address(host) else await look_up(namespaces, netns, resolver, host, timeout_seconds)
    if not address:
        return Reach(host, "", None)
    return Reach(host, address, await namespaces.connect(netns, (address, port), timeout_seconds))


async def look_up(namespaces: Namespaces, netns: str, resolver: str, host: str, timeout_seconds: float) -> str:
    """The first address of a host by the resolver of a VPC; "" when there is none, or no resolver answers."""
    loop = asyncio.get_running_loop()
    question = DNSRecord.question(host)
    question.header.id = random.randrange(1 << 16)
    for _ in range(DNS_TRIES):
        try:
            asking = namespaces.socket(netns, type=socket.SOCK_DGRAM)
        except OSError:
            return ""
        with contextlib.closing(asking), contextlib.suppress(OSError, TimeoutError):
            await loop.sock_connect(asking, (resolver, 53))
            await loop.sock_sendall(asking, question.pack())
            data = await asyncio.wait_for(loop.sock_recv(asking, 4096), timeout_seconds / DNS_TRIES)
            answer = DNSRecord.parse(data)
            if answer.header.id == question.header.id:
                return next((str(record.rdata) for record in answer.rr if record.rtype == 1), "")
    return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True
