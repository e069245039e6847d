"""Replacing tasks. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html"""

from __future__ import annotations

from cases.twin.scheduler.desk import GROUP, Desk
from seatrial.runtimes.twin.decide.ecs_service import StartTask, StopTask, decide_service
from seatrial.runtimes.twin.decide.service_health import TargetHealth
from seatrial.runtimes.twin.decide.target_health import NOT_IN_USE, ZONE_NOT_ENABLED


def test_a_task_that_ends_is_replaced() -> None:
    desk = Desk(2)
    desk.settle()
    desk.crash(desk.ids()[0])
    assert desk.started() == 1


def test_the_replacement_of_an_unhealthy_task_starts_first() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    ill = desk.ids()[0]
    desk.unhealthy(ill)
    decision = desk.decide()
    (start,) = decision.actions
    assert isinstance(start, StartTask)
    assert desk.said == [
        f"has started 1 tasks: (task {start.task_id}). Amazon ECS replaced 1 tasks due to an unhealthy status."
    ]
    desk.healthy(start.task_id)
    desk.unhealthy(ill)
    (stop,) = desk.decide().actions
    assert desk.said[0] == f"registered 1 targets in (target-group {GROUP})"
    assert isinstance(stop, StopTask)
    assert (stop.task_id, stop.stop_code) == (ill, "ServiceSchedulerInitiated")
    assert stop.reason == f"Task failed ELB health checks in (target-group {GROUP})"
    assert desk.said[1:3] == [
        f"(task {ill}) (port 80) is unhealthy in (target-group {GROUP}) due to "
        "(reason Health checks failed with these codes: [503]).",
        f"has stopped 1 running tasks: (task {ill}).",
    ]


def test_a_task_that_fails_container_health_checks_says_so() -> None:
    desk = Desk(1, checked=True)
    desk.settle()
    ill = desk.ids()[0]
    desk.unhealthy(ill)
    desk.decide()
    desk.healthy(desk.ids()[1])
    desk.unhealthy(ill)
    (stop,) = desk.decide().actions
    assert isinstance(stop, StopTask)
    assert stop.reason == "Task failed container health checks"
    assert desk.said[0] == f"(task {ill}) failed container health checks."


def test_an_unhealthy_replacement_takes_the_place_of_the_unhealthy_task() -> None:
    desk = Desk(1, checked=True)
    desk.settle()
    first = desk.ids()[0]
    desk.unhealthy(first)
    desk.decide()
    second = desk.ids()[1]
    desk.run()
    desk.unhealthy(second)
    desk.decide()
    assert first not in desk.ids(), "the total goes back to the desired count"
    assert len(desk.live()) == 2, "and the next replacement starts"


def test_an_unhealthy_replacement_is_not_joined_by_another_even_where_there_is_room() -> None:
    desk = Desk(1, maximum=500, checked=True)
    desk.settle()
    desk.unhealthy(desk.ids()[0])
    for _ in range(4):
        desk.decide()
        desk.run()
        desk.unhealthy(desk.ids()[-1])
        desk.decide()
        assert len(desk.live()) == 2, "one that is unhealthy, and its replacement"


def test_where_the_maximum_leaves_no_room_an_unhealthy_task_stops_first_one_at_a_time() -> None:
    desk = Desk(4, minimum=50, maximum=100, checked=True)
    desk.settle()
    ill = desk.ids()[:2]
    for id in ill:
        desk.unhealthy(id)
    decision = desk.decide()
    assert [type(action) for action in decision.actions] == [StopTask, StartTask]
    desk.decide()
    assert sum(id in desk.ids() for id in ill) == 1, "the other waits until the replacement is healthy"
    desk.healthy(desk.live()[-1].id)
    desk.unhealthy(next(id for id in ill if id in desk.ids()))
    desk.decide()
    assert not any(id in desk.ids() for id in ill)


def test_the_minimum_healthy_percent_keeps_an_unhealthy_task_where_nothing_can_start() -> None:
    desk = Desk(2, minimum=100, maximum=100, checked=True)
    desk.settle()
    desk.unhealthy(desk.ids()[0])
    assert not desk.decide().actions


def test_an_unhealthy_task_is_left_alone_in_its_grace_period() -> None:
    desk = Desk(1, behind_load_balancer=True, grace=60)
    desk.decide()
    desk.run()
    desk.unhealthy(desk.ids()[0])
    decision = desk.decide()
    assert not decision.actions
    assert decision.next_at == desk.now + 60
    desk.now += 60
    assert desk.started() == 1


def test_the_speed_divides_the_grace_period() -> None:
    desk = Desk(1, behind_load_balancer=True, grace=60)
    desk.decide()
    desk.run()
    desk.unhealthy(desk.ids()[0])
    decision = decide_service(desk.service, desk.tasks.values(), desk.targets.values(), desk.now, speed=10)
    assert decision.next_at == desk.now + 6


def test_an_unhealthy_task_of_a_new_deployment_goes_at_once_while_the_old_tasks_are_healthy() -> None:
    desk = Desk(1, checked=True)
    desk.settle()
    old = desk.ids()[0]
    desk.deploy()
    desk.decide()
    desk.run()
    ill = desk.ids("web:2")[0]
    desk.unhealthy(ill)
    desk.decide()
    assert ill not in desk.ids() and old in desk.ids() and len(desk.live("web:2")) == 1
    assert desk.said[0].endswith("Amazon ECS replaced 1 tasks due to an unhealthy status.")
    assert desk.said[1] == f"(task {ill}) failed container health checks."


def test_a_target_in_a_zone_that_the_load_balancer_does_not_serve_is_unhealthy() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    lost, other = desk.ids()
    code, why = ZONE_NOT_ENABLED
    assert code == "Target.NotInUse"
    desk.targets[lost] = TargetHealth(lost, GROUP, 80, "unused", why)
    (start,) = desk.decide().actions
    assert isinstance(start, StartTask) and desk.said == [
        f"has started 1 tasks: (task {start.task_id}). Amazon ECS replaced 1 tasks due to an unhealthy status."
    ]
    desk.targets[other] = TargetHealth(other, GROUP, 80, "unused", NOT_IN_USE[1])
    assert not desk.decide().actions, "one whose group no listener uses yet is waited for"


def test_a_replacement_goes_to_the_zone_of_the_task_that_it_replaces() -> None:
    for ill in (0, 1):
        desk = Desk(2, behind_load_balancer=True)
        desk.settle()
        lost = desk.ids()[ill]
        desk.unhealthy(lost)
        (start,) = desk.decide().actions
        assert isinstance(start, StartTask)
        assert start.availability_zone == desk.tasks[lost].availability_zone
