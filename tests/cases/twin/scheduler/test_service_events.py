"""What a service says. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html"""

from __future__ import annotations

from msgspec.structs import replace

from cases.twin.scheduler.desk import GROUP, Desk
from seatrial.runtimes.twin.decide import service_events
from seatrial.runtimes.twin.decide.ecs_task_state import Targets
from seatrial.runtimes.twin.decide.service_events import EventLog


def test_the_latest_hundred_events_are_kept() -> None:
    log = EventLog()
    for number in range(150):
        log = service_events.say(log, f"message {number}", number)
    assert len(log.events) == 100
    assert log.events[-1].message == "message 149"
    assert log.last_number == 150


def test_a_cause_is_told_again_once_it_was_resolved_in_between() -> None:
    log = service_events.say_cause(EventLog(), "no room", 0)
    log = service_events.say_cause(log, "no room", 60)
    assert len(log.events) == 1
    log = service_events.say_cause(service_events.resolved(log), "no room", 120)
    assert len(log.events) == 2


def test_a_steady_service_says_so_every_six_hours() -> None:
    desk = Desk(1)
    desk.settle()
    assert desk.service.steady_said_at is not None
    desk.now = desk.service.steady_said_at + 6 * 3600 - 1
    assert desk.decide().messages == ()
    desk.now += 1
    assert desk.decide().messages == ("(service web) has reached a steady state.",)


def test_targets_are_told_of_when_they_come_and_go() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.decide()
    desk.run()
    desk.decide()
    assert desk.said == [f"registered 2 targets in (target-group {GROUP})"]
    one = desk.ids()[0]
    desk.tasks[one] = replace(desk.tasks[one], targets=Targets.DRAINING)
    desk.decide()
    assert desk.said[:2] == [
        f"deregistered 1 targets in (target-group {GROUP})",
        "has begun draining connections on 1 tasks.",
    ]
    assert not any("deregistered" in text for text in desk.decide().messages)


def test_a_task_that_cannot_start_tells_the_reason() -> None:
    desk = Desk(1)
    desk.decide()
    desk.fail_to_start(desk.ids()[0])
    desk.decide()
    assert desk.said == ["was unable to place a task. Reason: CannotPullContainerError: pull failed."]
