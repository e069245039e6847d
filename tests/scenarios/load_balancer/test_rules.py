"""Rules, redirects, weights, cookies, web sockets: what the template says is what HAProxy does."""

from __future__ import annotations

import asyncio
import os
import socket
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from scenarios.load_balancer.stage import (
    ADDRESS,
    CLIENT,
    GROUP,
    OTHER_GROUP,
    Reply,
    Stage,
    ask,
    balancer,
    group,
    listener,
    until,
)
from seatrial.runtimes.twin.decide.elbv2_listener import (
    Action,
    FixedResponse,
    Forward,
    Redirect,
    Rule,
    WeightedGroup,
)
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Condition, Field, QueryPair
from seatrial.runtimes.twin.decide.elbv2_target_group import Stickiness

pytestmark = pytest.mark.scenario
Headers = tuple[tuple[str, str], ...]


def rules(*conditions: tuple[Condition, ...]) -> tuple[Rule, ...]:
    """Rules that answer with their own number."""
    return tuple(
        Rule(f"rule-{number}", number, condition, FixedResponse(200, body=str(number)))
        for number, condition in enumerate(conditions, start=1)
    )


async def chosen(path: str = "/", method: str = "GET", headers: Headers = ()) -> str:
    return (await ask(path, method, headers)).body.decode()


async def test_every_kind_of_condition_chooses_its_rule() -> None:
    stage = Stage()
    both = (
        Condition(Field.HOST_HEADER, ("*.example.com", "exa?ple.org")),
        Condition(Field.PATH_PATTERN, ("/img/*", "*.png", "/a*b?c")),
    )
    found = rules(
        both,
        (Condition(Field.HTTP_HEADER, ("*chrome*", "exact"), header_name="User-Agent"),),
        (Condition(Field.HTTP_REQUEST_METHOD, ("PUT", "CUSTOM-METHOD")),),
        (Condition(Field.QUERY_STRING, pairs=(QueryPair("version", "v?"), QueryPair(None, "any*"))),),
        (Condition(Field.PATH_PATTERN, (), ("^/re/[a-z]+$",)),),
        (Condition(Field.SOURCE_IP, ("192.0.2.0/24", f"{CLIENT}/32")), Condition(Field.PATH_PATTERN, ("/mine",))),
        (Condition(Field.SOURCE_IP, ("192.0.2.0/24",)),),
    )
    await stage.apply(balancer(listener(FixedResponse(200, body="default"), *found)))

    host: Headers = (("Host", "www.EXAMPLE.com:80"),)
    assert await chosen("/img/a", headers=host) == "1"
    assert await chosen("/x.png", headers=host) == "1"
    assert await chosen("/aXXbYc", headers=(("Host", "exabple.org"),)) == "1"
    assert await chosen("/IMG/a", headers=host) == "default"
    assert await chosen("/img/a", headers=(("Host", "example.com"),)) == "default"
    assert await chosen("/x?y=.png", headers=host) == "default"
    assert await chosen(headers=(("User-Agent", "Mozilla, like CHROME, really"),)) == "2"
    assert await chosen(headers=(("user-agent", "other"), ("User-Agent", "EXACT"))) == "2"
    assert await chosen(headers=(("User-Agent", "inexact"),)) == "default"
    assert await chosen(method="CUSTOM-METHOD") == "3"
    assert await chosen(method="put") == "default"
    assert await chosen("/?a=b&VERSION=V2") == "4"
    assert await chosen("/?version=v22") == "default"
    assert await chosen("/?x=anything") == "4"
    assert await chosen("/?x=not-anything") == "default"
    assert await chosen("/re/abc") == "5"
    assert await chosen("/re/abc1") == "default"
    assert await chosen("/mine") == "6"
    assert await chosen("/theirs") == "default"


async def test_the_rule_with_the_lowest_priority_number_wins() -> None:
    stage = Stage(targets=1)
    everything = (Condition(Field.PATH_PATTERN, ("/*",)),)
    ordered = (
        Rule("a", 1, (Condition(Field.PATH_PATTERN, ("/first*",)),), Forward((WeightedGroup(GROUP),))),
        Rule("b", 2, everything, FixedResponse(418, body="teapot")),
    )
    await stage.apply(balancer(listener(Redirect(302, path="/never"), *ordered)), group(1))

    assert (await ask("/first/thing")).name == "target-1"
    assert (await ask("/second")).status == 418


@pytest.mark.parametrize(
    ("action", "path", "location"),
    [
        (Redirect(301, "HTTPS", port="443"), "/a/b?c=d", "https://example.com:443/a/b?c=d"),
        (Redirect(302, "HTTPS", port="443"), "/", "https://example.com:443/"),
        (Redirect(302, path="/new/#{path}"), "/a?x", "http://example.com:80/new/a?x"),
        (Redirect(302, host="www.#{host}", query=""), "/a?x", "http://www.example.com:80/a"),
        (Redirect(302, path="/", query="from=#{path}&#{query}"), "/a?b=1", "http://example.com:80/?from=a&b=1"),
        (
            Redirect(302, path="/%41#{port}/{x}%[env(HOME)]", query=""),
            "/",
            "http://example.com:80/%4180/{x}%[env(HOME)]",
        ),
    ],
)
async def test_a_redirect_fills_in_the_parts_of_the_request(action: Redirect, path: str, location: str) -> None:
    stage = Stage()
    await stage.apply(balancer(listener(action)))

    reply = await ask(path, headers=[("Host", "example.com")])

    assert reply.status == action.status_code
    assert reply.header("location") == location
    assert reply.header("server") == "awselb/2.0"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "%[env(HOME)] %% \\ \\n \" ' # $HOME ${HOME} `id`",
        "line\r\nline\n\ttab",
        "ü ☃ 𝄞",
        "}\n}\nglobal\n  maxconn 1\n",
    ],
)
async def test_hostile_texts_mean_themselves(text: str) -> None:
    stage = Stage()
    printable = "".join(character for character in text if character.isprintable() and character.isascii())
    one_line = printable.strip() or "-"
    condition = Condition(Field.HTTP_HEADER, (one_line,), header_name="x-test")
    rule = Rule("r", 1, (condition,), FixedResponse(201, body=text))
    headers = {"Content-Security-Policy": one_line}
    await stage.apply(balancer(listener(FixedResponse(200, "text/html", text), rule, response_headers=headers)))

    default, matched = await ask(), await ask(headers=[("x-test", one_line)])

    assert (default.status, default.body.decode()) == (200, text)
    assert default.header("content-type") == "text/html"
    assert default.header("content-security-policy") == one_line
    assert matched.status == 201


async def test_weights_divide_requests_between_target_groups() -> None:
    stage = Stage(targets=2)
    action = Forward((WeightedGroup(GROUP, 1), WeightedGroup(OTHER_GROUP, 3)))
    await stage.apply(balancer(listener(action)), group(1), group(2, arn=OTHER_GROUP))

    names = [(await ask()).name for _ in range(200)]

    # Three quarters with a standard deviation of 6: five of them.
    assert 120 <= names.count("target-2") <= 180


async def test_a_group_of_weight_zero_gets_nothing() -> None:
    stage = Stage(targets=2)
    action = Forward((WeightedGroup(GROUP, 0), WeightedGroup(OTHER_GROUP, 1)))
    await stage.apply(balancer(listener(action)), group(1), group(2, arn=OTHER_GROUP))

    assert {(await ask()).name for _ in range(20)} == {"target-2"}


def cookies(reply: Reply) -> dict[str, str]:
    return {text.split("=", 1)[0]: text.split(";")[0] for text in reply.all("set-cookie")}


async def test_a_load_balancer_cookie_keeps_a_client_at_its_target() -> None:
    stage = Stage(targets=3)
    sticky = Stickiness(60)
    await stage.apply(None, group(1, 2, 3, stickiness=sticky))

    first = await ask()
    given = cookies(first)
    again = [await ask(headers=[("Cookie", given["AWSALB"])]) for _ in range(6)]
    others = [int(name[-1]) for name in ("target-1", "target-2", "target-3") if name != first.name]
    await stage.apply(None, group(*others, draining=[int(first.name[-1])], stickiness=sticky))
    moved = await ask(headers=[("Cookie", given["AWSALB"])])

    assert set(given) == {"AWSALB", "AWSALBCORS"}
    assert {reply.name for reply in again} == {first.name}
    (text,) = [text for text in first.all("set-cookie") if text.startswith("AWSALB=")]
    expires = parsedate_to_datetime(text.split("Expires=")[1].split(";")[0])
    assert 50 <= (expires - parsedate_to_datetime(await now(stage))).total_seconds() <= 61
    assert "SameSite=None" in next(text for text in first.all("set-cookie") if text.startswith("AWSALBCORS="))
    assert moved.name != first.name
    assert cookies(moved)["AWSALB"] != given["AWSALB"]


async def now(stage: Stage) -> str:
    """The load balancer's own time."""
    await stage.apply(balancer(listener(FixedResponse(200))))
    return (await ask()).header("date")


async def test_an_application_cookie_makes_a_session_only_together_with_the_load_balancers() -> None:
    stage = Stage(targets=3)
    await stage.apply(None, group(1, 2, 3, stickiness=Stickiness(60, "session")))

    without = await ask()
    first = await ask("/?cookie=session=1")
    both = [("Cookie", f"{cookies(first)['AWSALBAPP-0']}; session=1")]
    kept = [await ask(headers=both) for _ in range(6)]
    one_alone = {(await ask(headers=[("Cookie", cookies(first)["AWSALBAPP-0"])])).name for _ in range(6)}

    assert cookies(without) == {}
    assert {reply.name for reply in kept} == {first.name}
    assert all("AWSALBAPP-0" in cookies(reply) for reply in kept)
    assert len(one_alone) == 3


async def test_a_cookie_keeps_a_client_at_its_target_group() -> None:
    stage = Stage(targets=2)
    action: Action = Forward((WeightedGroup(GROUP, 1), WeightedGroup(OTHER_GROUP, 1)), 60)
    await stage.apply(balancer(listener(action)), group(1), group(2, arn=OTHER_GROUP))

    first = await ask()
    again = {(await ask(headers=[("Cookie", cookies(first)["AWSALBTG"])])).name for _ in range(12)}

    assert set(cookies(first)) == {"AWSALBTG", "AWSALBTGCORS"}
    assert again == {first.name}


async def test_a_web_socket_goes_through() -> None:
    stage = Stage(targets=1)
    await stage.apply(None, group(1))

    with socket.create_connection((ADDRESS, 80), 5) as connection:
        connection.sendall(
            b"GET /web-socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        head = connection.recv(4096)
        connection.sendall(b"hello")
        echo = connection.recv(4096)
        # A reload leaves it in peace.
        await stage.apply(balancer(idle_timeout_seconds=50), group(1))
        connection.sendall(b"again")
        more = connection.recv(4096)

    assert head.startswith(b"HTTP/1.1 101 ")
    assert (echo, more) == (b"target-1:hello", b"target-1:again")


async def test_a_forward_to_a_group_that_is_not_there_is_a_503() -> None:
    stage = Stage()
    await stage.apply(balancer(listener(Forward((WeightedGroup("arn:of:nothing"),)))))

    assert (await ask()).status == 503


async def test_round_robin_takes_turns_and_least_outstanding_requests_avoids_the_busy(tmp_path: Path) -> None:
    stage, answer = Stage(targets=2), tmp_path / "answer"
    os.mkfifo(answer)
    await stage.apply(None, group(1, 2))
    turns = [(await ask()).name for _ in range(10)]
    await stage.apply(None, group(1, 2, algorithm="least_outstanding_requests"))
    slow = asyncio.create_task(ask(f"/?until={answer}"))
    quick = set()
    for _ in range(10):
        await until(stage.one_is_busy)
        quick.add((await ask()).name)
    answer.write_bytes(b"now")

    assert turns.count("target-1") == turns.count("target-2") == 5
    assert quick == {"target-1", "target-2"} - {(await slow).name}
