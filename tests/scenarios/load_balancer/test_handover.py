"""What comes over a connection that is older than a reload."""

from __future__ import annotations

import http.client
import json

import pytest

from scenarios.load_balancer.stage import ADDRESS, CLIENT, Stage, balancer, group, listener
from seatrial.runtimes.twin.decide.elbv2_listener import FixedResponse, Rule
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Condition, Field

pytestmark = pytest.mark.scenario


async def test_an_idle_connection_follows_the_new_rules_and_targets() -> None:
    stage = Stage(targets=2)
    await stage.apply(None, group(1))
    idle, other = (http.client.HTTPConnection(ADDRESS, 80, timeout=5) for _ in range(2))
    for connection in (idle, other):
        connection.request("GET", "/")
        connection.getresponse().read()
    rule = Rule("r", 1, (Condition(Field.PATH_PATTERN, ("/new",)),), FixedResponse(200, body="new"))
    new = balancer(listener(None, rule))

    await stage.apply(new, group(1))
    await stage.apply(new, group(2))
    idle.request("GET", "/new")
    fixed = idle.getresponse().read()
    other.request("GET", "/")
    told = json.loads(other.getresponse().read())
    seen = dict(told["headers"])

    assert fixed == b"new"
    assert told["name"] == "target-2"
    assert seen["X-Forwarded-For"] == CLIENT
    assert seen["X-Amzn-Trace-Id"].startswith("Root=")
