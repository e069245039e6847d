"""What a target sees of a request, and what a client sees where no target answers."""

from __future__ import annotations

import re

import pytest

from scenarios.load_balancer.stage import CLIENT, Stage, ask, balancer, group, listener

pytestmark = pytest.mark.scenario
TRACE = r"1-[0-9a-f]{8}-[0-9a-f]{24}"


async def test_a_request_reaches_the_target_with_the_load_balancers_headers() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    reply = await ask("/some/path?a=b", headers=[("Host", "example.com")])

    assert reply.status == 200
    assert reply.told["target"] == "/some/path?a=b"
    assert reply.seen("host") == ["example.com"]
    assert reply.seen("x-forwarded-for") == [CLIENT]
    assert reply.seen("x-forwarded-proto") == ["http"]
    assert reply.seen("x-forwarded-port") == ["80"]
    (trace,) = reply.seen("x-amzn-trace-id")
    assert re.fullmatch(f"Root={TRACE}", trace)
    assert reply.all("server") == ["target"]


async def test_header_names_are_written_as_an_application_load_balancer_writes_them() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    reply = await ask(headers=[("Host", "example.com"), ("User-Agent", "a"), ("If-None-Match", "b"), ("x-own", "c")])

    told = [key for key, _ in reply.told["headers"]]
    for name in ("Host", "User-Agent", "If-None-Match", "X-Forwarded-For", "X-Forwarded-Proto", "X-Amzn-Trace-Id"):
        assert name in told, told
    assert "x-own" in told
    assert {"Server", "Content-Length"} <= {key for key, _ in reply.headers}
    missing = await ask(port=80, method="TRACE")
    assert {"Server", "Date", "Content-Type"} <= {key for key, _ in missing.headers}


async def test_forwarded_headers_of_the_client_are_appended_to_and_overwritten() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    sent = [("X-Forwarded-For", "192.0.2.1, 192.0.2.2"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Port", "1")]

    reply = await ask(headers=sent)

    assert reply.seen("x-forwarded-for") == [f"192.0.2.1, 192.0.2.2, {CLIENT}"]
    assert reply.seen("x-forwarded-proto") == ["http"]
    assert reply.seen("x-forwarded-port") == ["80"]


async def test_a_trace_of_the_client_is_kept_and_gets_a_self() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))
    root = "Root=1-67891233-abcdef012345678912345678"

    first = await ask(headers=[("X-Amzn-Trace-Id", f"{root};CalledFrom=app")])
    second = await ask(headers=[("X-Amzn-Trace-Id", f"Self=1-67891234-12456789abcdef0123456789;{root}")])
    third = await ask(headers=[("X-Amzn-Trace-Id", "CalledFrom=app")])

    assert re.fullmatch(f"Self={TRACE};{root};CalledFrom=app", first.seen("x-amzn-trace-id")[0])
    (again,) = second.seen("x-amzn-trace-id")
    assert re.fullmatch(f"Self={TRACE};{root}", again)
    assert "12456789abcdef" not in again
    assert re.fullmatch(f"Root={TRACE};CalledFrom=app", third.seen("x-amzn-trace-id")[0])


async def test_attributes_decide_about_forwarded_for_host_and_invalid_headers() -> None:
    stage = Stage(targets=1)
    sent = [("Host", "example.com"), ("X-Forwarded-For", "192.0.2.1"), ("bad_name", "x"), ("good-name", "y")]

    await stage.apply(balancer(listener(port=8081)), group(1))
    default = await ask(headers=sent, port=8081)
    changed = balancer(
        listener(port=8081), xff_mode="preserve", drop_invalid_header_fields=True, preserve_host_header=True
    )
    await stage.apply(changed, group(1))
    preserved = await ask(headers=sent, port=8081)
    await stage.apply(balancer(listener(port=8081), xff_mode="remove"), group(1))
    removed = await ask(headers=sent, port=8081)
    await stage.apply(balancer(listener(port=8081), xff_client_port=True), group(1))
    with_port = await ask(headers=[("Host", "example.com")], port=8081)

    assert default.seen("host") == ["example.com:8081"]
    assert default.seen("bad_name") == ["x"]
    assert preserved.seen("x-forwarded-for") == ["192.0.2.1"]
    assert preserved.seen("host") == ["example.com"]
    assert (preserved.seen("bad_name"), preserved.seen("good-name")) == ([], ["y"])
    assert removed.seen("x-forwarded-for") == []
    assert re.fullmatch(rf"{CLIENT}:\d+", with_port.seen("x-forwarded-for")[0])


async def test_a_group_without_targets_is_a_503_of_the_load_balancer() -> None:
    stage = Stage()
    await stage.apply(None, group())

    reply = await ask()

    assert (reply.status, reply.reason) == (503, "Service Temporarily Unavailable")
    assert reply.header("server") == "awselb/2.0"
    assert reply.header("content-type") == "text/html"
    assert b"<center><h1>503 Service Temporarily Unavailable</h1></center>" in reply.body


async def test_a_target_that_refuses_closes_or_answers_nonsense_is_a_502() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    closed, malformed = await ask("/close"), await ask("/malformed")
    await stage.apply(None, group(1, port=9))
    refused = await ask()

    for reply in (closed, malformed, refused):
        assert (reply.status, reply.reason) == (502, "Bad Gateway")
        assert reply.header("server") == "awselb/2.0"
        assert b"<h1>502 Bad Gateway</h1>" in reply.body
        assert reply.all("seatrial-connect-failed") == []


async def test_a_target_that_does_not_answer_in_the_idle_timeout_is_a_504() -> None:
    stage = Stage(targets=1)
    await stage.apply(balancer(idle_timeout_seconds=1), group(1))

    reply = await ask("/hang")

    assert (reply.status, reply.reason) == (504, "Gateway Time-out")
    assert b"<h1>504 Gateway Time-out</h1>" in reply.body


async def test_a_target_that_cannot_be_connected_to_in_ten_seconds_is_a_504() -> None:
    stage = Stage()
    stage.drop_packets_to(5)
    await stage.apply(None, group(5))

    reply = await ask(seconds=15.0)

    assert (reply.status, reply.reason) == (504, "Gateway Time-out")
    assert b"<h1>504 Gateway Time-out</h1>" in reply.body


async def test_a_503_of_the_target_stays_the_targets() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    reply = await ask("/?status=503")

    assert (reply.status, reply.reason, reply.header("server")) == (503, "Said", "target")
    assert reply.name == "target-1"


async def test_what_the_load_balancer_refuses_by_itself_reaches_no_target() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    assert (await ask(method="TRACE")).status == 405
    assert (await ask("/" + "a" * 17000)).status == 414
    assert (await ask(headers=[("X-Forwarded-For", ",".join(["192.0.2.1"] * 31))])).status == 463
    assert (await ask(headers=[(f"h{number}", "a" * 9000) for number in range(4)])).status == 400
    assert (await ask(headers=[(f"h{number}", "a" * 9000) for number in range(3)])).status == 200
