"""One health check from inside the load balancer's namespace, against targets that behave and misbehave."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import pytest

from scenarios.load_balancer.stage import TARGET_PORT, Stage, target_address
from seatrial.runtimes.twin.act.certificates import Authority
from seatrial.runtimes.twin.act.health_check import check
from seatrial.runtimes.twin.decide.elbv2_target_group import HealthCheck, TargetGroupSpec
from seatrial.runtimes.twin.decide.target_health import CheckKind, CheckResult, State, Target

pytestmark = pytest.mark.scenario


async def checked(
    stage: Stage, number: int = 1, version: str = "HTTP1", port: int = TARGET_PORT, **settings: object
) -> CheckResult:
    health = HealthCheck(**{"timeout_seconds": 1.0, **settings})  # type: ignore[arg-type]
    group = TargetGroupSpec("arn", "web", 80, protocol_version=version, health_check=health)
    target = Target(target_address(number), port, "us-east-1a", State.INITIAL)
    return await check(group, target, stage.open_socket())


async def test_a_target_that_answers_with_an_accepted_code_passes() -> None:
    stage = Stage(targets=1)

    assert await checked(stage, path="/health?status=204", matcher="200,204") == CheckResult(CheckKind.OK, 204)
    assert await checked(stage, path="/health?status=299", matcher="200-299") == CheckResult(CheckKind.OK, 299)


async def test_any_other_code_is_a_mismatch_that_names_it() -> None:
    stage = Stage(targets=1)

    assert await checked(stage, path="/?status=404") == CheckResult(CheckKind.MISMATCH, 404)
    assert await checked(stage, path="/?status=302", matcher="200-299") == CheckResult(CheckKind.MISMATCH, 302)


async def test_a_slow_target_and_one_whose_packets_get_lost_time_out() -> None:
    stage = Stage(targets=1)
    stage.drop_packets_to(5)

    results = await asyncio.gather(checked(stage, path="/hang"), checked(stage, 5))

    assert [result.kind for result in results] == [CheckKind.TIMEOUT, CheckKind.TIMEOUT]


@pytest.mark.parametrize("path", ["/close", "/malformed"])
async def test_a_target_that_gives_no_http_answer_fails(path: str) -> None:
    stage = Stage(targets=1)

    assert (await checked(stage, path=path)).kind is CheckKind.FAILED


async def test_a_refused_connection_fails() -> None:
    stage = Stage(targets=1)

    assert (await checked(stage, port=9)).kind is CheckKind.FAILED


async def test_https_checks_take_any_certificate_and_fail_where_the_target_speaks_plain_http(tmp_path: Path) -> None:
    stage, authority = Stage(targets=1), Authority(tmp_path / "authority")
    pem = tmp_path / "target.pem"
    pem.write_bytes(authority.issue(("not-its-name",), "RSA_2048", datetime.datetime.now(datetime.UTC)))
    stage.start_target(2, TARGET_PORT, pem)

    assert await checked(stage, 2, protocol="HTTPS") == CheckResult(CheckKind.OK, 200)
    # This one waits for the rest of what it takes for a request line.
    assert (await checked(stage, 1, protocol="HTTPS")).kind is CheckKind.TIMEOUT
    assert (await checked(stage, 2, protocol="HTTP")).kind is CheckKind.FAILED


@pytest.mark.parametrize(
    ("status", "kind"), [(200, CheckKind.OK), (403, CheckKind.MISMATCH), (418, CheckKind.MISMATCH)]
)
async def test_an_http2_group_is_asked_in_http2(status: int, kind: CheckKind) -> None:
    stage = Stage()
    stage.start_http2_target(1, status)

    assert await checked(stage, version="HTTP2") == CheckResult(kind, status)


async def test_an_http2_check_of_a_target_that_speaks_http1_fails() -> None:
    stage = Stage(targets=1)

    assert (await checked(stage, version="HTTP2")).kind is CheckKind.FAILED


async def test_what_the_target_sees_is_a_check_of_the_load_balancer() -> None:
    stage = Stage()
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nbody without an end")
        await writer.drain()

    server = await asyncio.start_server(serve, "198.18.0.1", 8099)
    group = TargetGroupSpec("arn", "web", 80, health_check=HealthCheck(port=8099, path="/h?x=1"))
    result = await check(group, Target("198.18.0.1", 80, "", State.INITIAL), stage.open_socket())
    server.close()

    assert result == CheckResult(CheckKind.OK, 200)
    head = received[0].decode().lower()
    assert head.startswith("get /h?x=1 http/1.1\r\nhost: 198.18.0.1:8099\r\n")
    assert "user-agent: elb-healthchecker/2.0\r\n" in head
    assert "connection: close\r\n" in head
