"""Makes one health check of a target, as an Application Load Balancer's node does.

The socket comes from the load balancer's network namespace, so that security groups, routes and access lists judge the
check as they judge its traffic. HTTP/1.1 groups are asked in HTTP/1.1; groups of version HTTP2 and GRPC in HTTP/2.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
(read 2026-11-23).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from functools import partial

import h11

from seatrial.runtimes.twin.act import http2_status
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.target_health import CheckKind, CheckResult, Target, matches

# Opens a socket of the load balancer's namespace, without connecting it.
OpenSocket = Callable[[], Awaitable[socket.socket]]

USER_AGENT = "ELB-HealthChecker/2.0"
READ_BYTES = 65536
# Status codes say 1xx first where a target sends one; the answer is what comes after.
INFORMATIONAL = 200


async def check(group: TargetGroupSpec, target: Target, open_socket: OpenSocket) -> CheckResult:
    """Checks one target. Whatever happens on the way is a result; only the caller's cancellation is raised."""
    settings = group.health_check
    port = settings.port or target.port
    try:
        async with asyncio.timeout(settings.timeout_seconds):
            code = await _ask(group, target.id, port, open_socket)
    except TimeoutError:
        return CheckResult(CheckKind.TIMEOUT)
    except (OSError, ssl.SSLError, h11.ProtocolError, http2_status.Malformed, EOFError) as error:
        return CheckResult(CheckKind.FAILED, detail=str(error) or type(error).__name__)
    # The gRPC status is in a trailer, which isn't read: an answer in HTTP/2 is taken for a passed check.
    accepted = code == 200 if group.protocol_version == "GRPC" else matches(settings.matcher, code)
    return CheckResult(CheckKind.OK if accepted else CheckKind.MISMATCH, code)


async def _ask(group: TargetGroupSpec, address: str, port: int, open_socket: OpenSocket) -> int:
    """The status code of the answer."""
    loop = asyncio.get_running_loop()
    http2 = group.protocol_version != "HTTP1"
    connection = await open_socket()
    try:
        connection.setblocking(False)
        await loop.sock_connect(connection, (address, port))
        path, authority = group.health_check.path, f"{address}:{port}"
        if not http2 and group.health_check.protocol != "HTTPS":
            # By far the most checks are such: on the bare socket they cost half of what streams take.
            try:
                return await _ask_http1(
                    partial(loop.sock_sendall, connection), partial(loop.sock_recv, connection), path, authority
                )
            finally:
                connection.close()
        context = _tls(http2) if group.health_check.protocol == "HTTPS" else None
        reader, writer = await asyncio.open_connection(
            sock=connection, ssl=context, server_hostname="" if context is not None else None
        )
    except BaseException:
        connection.close()
        raise
    try:
        if http2:
            scheme = "https" if context is not None else "http"
            method = "POST" if group.protocol_version == "GRPC" else "GET"
            writer.write(http2_status.request(method, scheme, authority, path, USER_AGENT))
            return await http2_status.answer(reader, writer)

        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        return await _ask_http1(send, reader.read, path, authority)
    finally:
        # The node closes a check's connection; nothing waits for the target to do so too.
        writer.transport.abort()


async def _ask_http1(
    send: Callable[[bytes], Awaitable[None]], receive: Callable[[int], Awaitable[bytes]], path: str, authority: str
) -> int:
    connection = h11.Connection(h11.CLIENT)
    headers = [
        ("Host", authority),
        ("Connection", "close"),
        ("User-Agent", USER_AGENT),
        ("Accept-Encoding", "gzip, compressed"),
    ]
    request = connection.send(h11.Request(method="GET", target=path, headers=headers)) or b""
    await send(request + (connection.send(h11.EndOfMessage()) or b""))
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await receive(READ_BYTES)
            if not data:
                raise EOFError("the target closed the connection without an answer")
            connection.receive_data(data)
        elif isinstance(event, h11.Response):
            return event.status_code
        elif isinstance(event, h11.ConnectionClosed):
            raise EOFError("the target closed the connection without an answer")


def _tls(http2: bool) -> ssl.SSLContext:
    """TLS to a target: its certificate is not looked at.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.set_alpn_protocols(["h2"] if http2 else ["http/1.1"])
    return context
