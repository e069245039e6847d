"""The resolver of each VPC, on UDP and TCP port 53 inside the VPC's own namespace; it answers by
``decide/resolver.py``.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Sequence
from typing import Any

from dnslib import AAAA, CLASS, CNAME, MX, NS, QTYPE, RCODE, RR, SRV, TXT, A, DNSError, DNSRecord
from msgspec import Struct, field

from seatrial.runtimes.twin.act.netns import Namespaces
from seatrial.runtimes.twin.decide.resolver import Answer, Record

PORT = 53
UDP_BYTES = 4096
CLASSIC_UDP_BYTES = 512
# name, type -> what the resolver answers.
Lookup = Callable[[str, str], Answer]


class _Server(Struct):
    sockets: list[socket.socket] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class DnsServers:
    """One resolver a namespace."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._servers: dict[str, _Server] = {}

    def serve(self, netns: str, addresses: Sequence[str], lookup: Lookup) -> None:
        """Starts the resolver of a namespace on these addresses of it; does nothing where it runs.

        A socket an address: what is answered comes from the address that was asked.
        """
        if netns in self._servers:
            return
        server = _Server()
        for address in addresses:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                listen = 16 if kind == socket.SOCK_STREAM else None
                made = self._namespaces.socket(netns, type=kind, bind=(address, PORT), listen=listen)
                server.sockets.append(made)
                work = _datagrams if kind == socket.SOCK_DGRAM else _streams
                server.tasks.append(asyncio.create_task(work(made, lookup)))
        self._servers[netns] = server

    def stop(self, netns: str) -> None:
        server = self._servers.pop(netns, None)
        if server is not None:
            for task in server.tasks:
                task.cancel()
            for made in server.sockets:
                made.close()

    @property
    def serving(self) -> frozenset[str]:
        return frozenset(self._servers)


async def _datagrams(listener: socket.socket, lookup: Lookup) -> None:
    loop = asyncio.get_running_loop()
    while True:
        try:
            data, peer = await loop.sock_recvfrom(listener, UDP_BYTES)
            answer = respond(data, lookup)
            if answer is not None:
                limit = CLASSIC_UDP_BYTES if len(answer) > CLASSIC_UDP_BYTES else UDP_BYTES
                await loop.sock_sendto(listener, answer if len(answer) <= limit else truncated(data), peer)
        except OSError:
            await asyncio.sleep(0)


async def _streams(listener: socket.socket, lookup: Lookup) -> None:
    loop = asyncio.get_running_loop()
    answering: set[asyncio.Task[None]] = set()
    while True:
        connection, _ = await loop.sock_accept(listener)
        task = asyncio.create_task(_stream(connection, lookup))
        answering.add(task)
        task.add_done_callback(answering.discard)


async def _stream(connection: socket.socket, lookup: Lookup) -> None:
    reader, writer = await asyncio.open_connection(sock=connection)
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
        async with asyncio.timeout(10):
            length = int.from_bytes(await reader.readexactly(2), "big")
            answer = respond(await reader.readexactly(length), lookup)
            if answer is not None:
                writer.write(len(answer).to_bytes(2, "big") + answer)
                await writer.drain()
    writer.close()


def respond(data: bytes, lookup: Lookup) -> bytes | None:
    """The answer to one question; None for what is no DNS message."""
    try:
        question = DNSRecord.parse(data)
        reply = question.reply(ra=1, aa=0)
        kind = QTYPE.get(question.q.qtype)
        answer = lookup(str(question.q.qname), str(kind))
    except (DNSError, UnicodeDecodeError, ValueError, IndexError):
        return None
    for record in answer.records:
        data_of = _data(record)
        if data_of is not None:
            reply.add_answer(RR(record.name, getattr(QTYPE, record.type), CLASS.IN, record.ttl_seconds, data_of))
    if not answer.exists:
        reply.header.rcode = RCODE.NXDOMAIN
    packed: bytes = reply.pack()
    return packed


def truncated(data: bytes) -> bytes:
    reply = DNSRecord.parse(data).reply()
    reply.header.tc = 1
    packed: bytes = reply.pack()
    return packed


def _data(record: Record) -> Any:
    """A record's text as dnslib's data; None for a type that is not served."""
    text = record.value
    parts = text.split()
    try:
        match record.type:
            case "A":
                return A(text)
            case "AAAA":
                return AAAA(text)
            case "CNAME":
                return CNAME(text)
            case "TXT":
                return TXT(text.strip('"'))
            case "NS":
                return NS(text)
            case "MX" if len(parts) == 2:
                return MX(parts[1], int(parts[0]))
            case "SRV" if len(parts) == 4:
                return SRV(int(parts[0]), int(parts[1]), int(parts[2]), parts[3])
    except (ValueError, DNSError):
        return None
    return None
