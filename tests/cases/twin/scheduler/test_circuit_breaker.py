"""The circuit breaker. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cases.twin.scheduler.desk import BREAKER, Desk
from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker, ThresholdType, threshold
from seatrial.runtimes.twin.decide.ecs_deployment import RolloutState


@pytest.mark.parametrize(("desired", "failures"), [(1, 3), (6, 3), (7, 4), (25, 13), (400, 200), (800, 200)])
def test_the_threshold_is_half_the_desired_count_between_3_and_200(desired: int, failures: int) -> None:
    assert threshold(CircuitBreaker(), desired) == failures


@pytest.mark.parametrize(
    ("kind", "value", "desired", "failures"),
    [
        (ThresholdType.COUNT, 5, 800, 5),
        (ThresholdType.BOUNDED_PERCENT, 100, 2, 3),
        (ThresholdType.UNBOUNDED_PERCENT, 50, 800, 400),
        (ThresholdType.UNBOUNDED_PERCENT, 50, 2, 1),
    ],
)
def test_the_threshold_can_be_a_count_or_a_percentage_without_bounds(
    kind: ThresholdType, value: int, desired: int, failures: int
) -> None:
    assert threshold(CircuitBreaker(threshold_type=kind, threshold_value=value), desired) == failures


def fail(desk: Desk, times: int) -> None:
    """So many tasks of the newest deployment fail to start, one after the other."""
    for _ in range(times):
        desk.fail_to_start(desk.ids(desk.service.primary.revision.task_definition_arn)[0])
        desk.decide()
        desk.now += 3600
        desk.decide()


def test_tasks_that_fail_to_start_trip_it_and_the_last_completed_deployment_comes_back() -> None:
    desk = Desk(1, behind_load_balancer=True, breaker=BREAKER)
    desk.settle()
    good, task = desk.service.primary.id, desk.ids()[0]
    desk.deploy()
    desk.decide()
    bad = desk.service.primary.id
    fail(desk, 2)
    assert desk.service.primary.failed_tasks == 2
    desk.fail_to_start(desk.ids("web:2")[0])
    desk.decide()
    assert desk.said[-2:] == [
        f"(deployment {bad}) deployment failed: tasks failed to start.",
        f"rolling back to deployment {good}.",
    ]
    primary, failed = desk.service.primary, desk.service.last_failed
    assert (primary.id, primary.rollout_state) == (good, RolloutState.IN_PROGRESS)
    assert primary.rollout_state_reason == f"ECS deployment circuit breaker: rolling back to deploymentId {good}"
    assert failed is not None and (failed.id, failed.failed_tasks) == (bad, 3)
    assert failed.rollout_state_reason == "ECS deployment circuit breaker: tasks failed to start."
    desk.now += 1
    desk.decide()
    assert desk.ids() == [task], "the old task never stopped"
    assert desk.service.primary.rollout_state is RolloutState.COMPLETED


def test_without_rollback_a_failed_deployment_starts_nothing_more_and_leaves_the_old_tasks() -> None:
    desk = Desk(1, behind_load_balancer=True, breaker=replace(BREAKER, rollback=False))
    desk.settle()
    desk.deploy()
    desk.decide()
    fail(desk, 2)
    desk.fail_to_start(desk.ids("web:2")[0])
    desk.decide()
    assert desk.service.primary.rollout_state is RolloutState.FAILED
    assert desk.service.primary.rollout_state_reason == "ECS deployment circuit breaker: tasks failed to start."
    desk.now += 3600
    assert desk.started() == 0
    assert [task.task_definition_arn for task in desk.live()] == ["web:1"]


def test_a_first_deployment_has_nothing_to_go_back_to() -> None:
    desk = Desk(1, breaker=BREAKER)
    desk.decide()
    fail(desk, 2)
    desk.fail_to_start(desk.ids()[0])
    desk.decide()
    assert desk.service.primary.rollout_state is RolloutState.FAILED
    assert not any("rolling back" in text for text in desk.said)


def test_a_failed_deployment_stops_its_pending_tasks() -> None:
    desk = Desk(4, behind_load_balancer=True, breaker=BREAKER)
    desk.settle()
    desk.deploy()
    desk.decide()
    first, second, third, _ = desk.ids("web:2")
    for id in (first, second, third):
        desk.fail_to_start(id)
    desk.decide()
    assert "stopped 1 pending tasks." in desk.said
    assert desk.live("web:2") == []


def test_tasks_that_run_and_fail_their_health_checks_trip_it() -> None:
    desk = Desk(1, checked=True, breaker=BREAKER)
    desk.settle()
    desk.deploy()
    for failures in (1, 2, 3):
        desk.decide()
        desk.run()
        desk.unhealthy(desk.ids("web:2")[0])
        desk.decide()
        if failures < 3:
            assert desk.service.primary.failed_tasks == failures
    assert any("deployment failed: tasks failed to start." in text for text in desk.said)


def test_a_task_that_crashes_before_it_was_healthy_is_a_failure() -> None:
    desk = Desk(1, behind_load_balancer=True, breaker=BREAKER)
    desk.settle()
    desk.deploy()
    desk.decide()
    desk.run()
    desk.crash(desk.ids("web:2")[0])
    desk.decide()
    assert desk.service.primary.failed_tasks == 1


def test_a_task_without_health_checks_that_crashes_is_none() -> None:
    """https://github.com/aws/containers-roadmap/issues/1206"""
    desk = Desk(1, breaker=BREAKER)
    desk.settle()
    desk.deploy()
    for _ in range(5):
        desk.decide()
        desk.run()
        desk.decide()
        desk.crash(desk.ids("web:2")[0])
    desk.decide()
    assert desk.service.primary.failed_tasks == 0
    assert desk.service.primary.in_progress


def test_a_healthy_task_resets_the_count() -> None:
    desk = Desk(1, checked=True, breaker=BREAKER)
    desk.decide()
    fail(desk, 2)
    desk.healthy()
    desk.decide()
    assert desk.service.primary.failed_tasks == 0


def test_while_a_task_of_the_deployment_is_healthy_no_failure_counts() -> None:
    desk = Desk(2, checked=True, breaker=BREAKER)
    desk.decide()
    one, other = desk.ids()
    desk.healthy(one)
    desk.decide()
    desk.fail_to_start(other)
    desk.decide()
    assert desk.service.primary.failed_tasks == 0


def test_a_healthy_task_resets_nothing_where_it_shall_not() -> None:
    desk = Desk(2, checked=True, breaker=replace(BREAKER, reset_on_healthy_task=False))
    desk.decide()
    one, other = desk.ids()
    desk.fail_to_start(one)
    desk.decide()
    desk.healthy(other)
    desk.decide()
    assert desk.service.primary.failed_tasks == 1


def test_a_completed_deployment_is_not_watched_any_more() -> None:
    desk = Desk(1, checked=True, breaker=BREAKER)
    desk.settle()
    for _ in range(5):
        desk.unhealthy(desk.ids()[0])
        desk.settle()
    assert desk.service.primary.rollout_state is RolloutState.COMPLETED


def test_a_task_stopped_by_a_user_or_by_spot_is_no_failure() -> None:
    desk = Desk(1, checked=True, breaker=BREAKER)
    desk.decide()
    desk.run()
    desk.stop(desk.ids()[0], "UserInitiated", "Task stopped by user")
    desk.decide()
    desk.run()
    desk.stop(desk.ids()[0], "SpotInterruption", "Your Spot Task was interrupted.")
    desk.decide()
    assert desk.service.primary.failed_tasks == 0


def test_a_role_that_cannot_be_assumed_makes_no_task_and_is_told_once() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.refused = {"web:1": "ECS was unable to assume the role 'r'."}
    assert desk.started() == 0
    assert desk.said == ["failed to launch a task with (error ECS was unable to assume the role 'r'.)."]
    assert desk.service.primary.failed_tasks == 2
    # It is tried again when the throttle opens, and once the role can be assumed tasks start.
    assert desk.started() == 0 and desk.said == []
    desk.now += 11
    assert desk.started() == 0 and desk.service.primary.failed_tasks == 4
    desk.refused, desk.now = {}, desk.now + 3600
    assert desk.started() == 2


def test_launches_that_fail_trip_the_circuit_breaker() -> None:
    desk = Desk(2, behind_load_balancer=True, breaker=BREAKER)
    desk.settle()
    good = desk.service.primary.id
    desk.deploy()
    desk.refused = {"web:2": "no"}
    for _ in range(4):
        decision = desk.decide()
        desk.now = decision.next_at or desk.now
    assert desk.service.primary.id == good and len(desk.live()) == 2
    assert desk.service.last_failed is not None and desk.service.last_failed.failed_tasks >= 3
