"""Container health checks. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"""

from __future__ import annotations

import pytest

from seatrial.runtimes.twin.decide.container_health import (
    CheckOutcome,
    ContainerHealth,
    HealthStatus,
    checked,
    due,
    started,
    task_health,
)
from seatrial.runtimes.twin.decide.ecs_task_definition import HealthCheck

HEALTHY, UNHEALTHY, UNKNOWN = HealthStatus.HEALTHY, HealthStatus.UNHEALTHY, HealthStatus.UNKNOWN


def after(check: HealthCheck, outcomes: str, began: float = 0.0) -> ContainerHealth:
    """The health after checks that come out so (``+`` passes, ``-`` fails, ``t`` times out), one each interval."""
    kinds = {"+": CheckOutcome.OK, "-": CheckOutcome.FAIL, "t": CheckOutcome.TIMEOUT}
    health, now = started(check, began), began
    for outcome in outcomes:
        now += check.interval_seconds
        assert due(health, now)
        health = checked(health, check, began, kinds[outcome], "", now)
    return health


CHECK = HealthCheck(("CMD-SHELL", "true"), interval_seconds=30, retries=3)


def test_the_first_check_comes_one_interval_after_the_start() -> None:
    health = started(CHECK, 100)
    assert not due(health, 129)
    assert due(health, 130)


def test_the_next_check_comes_one_interval_after_the_end_of_the_one_before() -> None:
    health = checked(started(CHECK, 0), CHECK, 0, CheckOutcome.TIMEOUT, "", 35)
    assert health.next_check_at == 65


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ("", UNKNOWN),
        ("+", HEALTHY),
        ("-", UNKNOWN),
        ("--", UNKNOWN),
        ("---", UNHEALTHY),
        ("ttt", UNHEALTHY),
        ("-t-", UNHEALTHY),
        ("--+--", HEALTHY),
        ("+--", HEALTHY),
        ("+---", UNHEALTHY),
        ("---+", HEALTHY),
    ],
)
def test_retries_failures_in_a_row_make_it_unhealthy_and_one_success_healthy(outcomes: str, status: str) -> None:
    assert after(CHECK, outcomes).status == status


SLOW = HealthCheck(("CMD", "true"), interval_seconds=10, retries=2, start_period_seconds=45)


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [("----", UNKNOWN), ("-----", UNKNOWN), ("------", UNHEALTHY), ("+--", UNHEALTHY), ("-+", HEALTHY)],
)
def test_failures_in_the_start_period_count_only_after_a_success(outcomes: str, status: str) -> None:
    assert after(SLOW, outcomes).status == status


def test_without_a_check_there_is_nothing_to_know() -> None:
    assert started(None, 0) == ContainerHealth()
    assert started(HealthCheck(("NONE",)), 0).next_check_at is None


@pytest.mark.parametrize(
    ("containers", "task"),
    [
        ((UNHEALTHY, UNKNOWN), UNHEALTHY),
        ((UNHEALTHY, HEALTHY), UNHEALTHY),
        ((HEALTHY, UNKNOWN), UNKNOWN),
        ((HEALTHY, HEALTHY), HEALTHY),
        ((UNHEALTHY, UNKNOWN, HEALTHY), UNHEALTHY),
        ((HEALTHY, UNKNOWN, HEALTHY), UNKNOWN),
        ((HEALTHY, HEALTHY, HEALTHY), HEALTHY),
        ((), UNKNOWN),
    ],
)
def test_the_health_of_a_task_follows_the_table_of_the_api_reference(
    containers: tuple[HealthStatus, ...], task: HealthStatus
) -> None:
    assert task_health(containers) is task
