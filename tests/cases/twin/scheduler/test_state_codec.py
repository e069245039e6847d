"""State values survive the journal."""

from __future__ import annotations

import json

from cases.twin.scheduler.desk import BREAKER, Desk
from seatrial.runtimes.twin.decide.ecs_service_state import Service
from seatrial.runtimes.twin.decide.ecs_task_state import Container, Task
from seatrial.runtimes.twin.decide.state_codec import as_json, from_json


def test_a_service_in_the_middle_of_a_rollback_reads_as_it_was_written() -> None:
    desk = Desk(3, behind_load_balancer=True, checked=True, breaker=BREAKER)
    desk.settle()
    desk.deploy()
    desk.decide()
    for id in desk.ids("web:2"):
        desk.fail_to_start(id)
    desk.decide()
    assert desk.service.primary.rolling_back
    text = json.dumps(as_json(desk.service))
    assert from_json(Service, json.loads(text)) == desk.service


def test_every_task_reads_as_it_was_written() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    for task in desk.tasks.values():
        assert from_json(Task, json.loads(json.dumps(as_json(task)))) == task


def test_what_a_later_version_adds_takes_its_default() -> None:
    assert from_json(Container, {"name": "web", "unheard_of": 1}) == Container("web")


def test_defaults_are_not_written() -> None:
    assert as_json(Container("web")) == {"name": "web", "health": {}}
