"""Throttling. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html"""

from __future__ import annotations

from cases.twin.scheduler.desk import Desk
from seatrial.runtimes.twin.decide.throttle import Throttle, failed_to_start


def test_tasks_that_fail_before_running_are_started_ever_more_rarely() -> None:
    desk = Desk(1)
    desk.decide()
    waits = []
    for _ in range(9):
        desk.fail_to_start(desk.ids()[0])
        decision = desk.decide()
        assert not decision.actions and decision.next_at is not None
        waits.append(decision.next_at - desk.now)
        desk.now = decision.next_at
        assert desk.started() == 1
    assert waits == [10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_after_three_failures_in_a_row_the_service_says_that_it_is_impaired() -> None:
    desk = Desk(1)
    desk.decide()
    for _ in range(3):
        desk.fail_to_start(desk.ids()[0])
        desk.decide()
        said = desk.said
        desk.now += 1000
        desk.decide()
    assert said == ["is unable to consistently start tasks successfully."]


def test_a_task_that_crashes_after_running_is_replaced_without_a_wait() -> None:
    desk = Desk(1)
    for _ in range(5):
        assert desk.started() == 1
        desk.run()
        desk.crash(desk.ids()[0])


def test_a_new_deployment_is_not_throttled() -> None:
    desk = Desk(1)
    desk.decide()
    desk.fail_to_start(desk.ids()[0])
    assert desk.started() == 0
    desk.deploy()
    assert desk.started() == 1


def test_the_speed_divides_the_wait() -> None:
    assert failed_to_start(Throttle(), task_created_at=0, now=100, speed=10).until == 101


def test_tasks_that_were_started_together_and_fail_together_are_one_failure() -> None:
    throttle = failed_to_start(Throttle(), task_created_at=0, now=10)
    again = failed_to_start(throttle, task_created_at=0, now=11)
    assert again == throttle
