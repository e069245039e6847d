"""A container's health, from the checks that its task definition asks for.

The first check begins one interval after the container has started, each further one an interval after the end of the
one before. A failure inside the start period doesn't count while the container has not yet been healthy; ``retries``
counted failures in a row make it UNHEALTHY, one success makes it HEALTHY again. A check that doesn't answer within its
timeout is a failure. The image's own HEALTHCHECK is never asked.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html; what happens
between the checks is Docker's: https://docs.docker.com/reference/dockerfile/#healthcheck.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.ecs_task_definition import HealthCheck

# What is kept of a check's output. Docker keeps as much.
OUTPUT_CHARACTERS = 4096


class HealthStatus(StrEnum):
    UNKNOWN = "UNKNOWN"
    HEALTHY = "HEALTHY"
    UNHEALTHY = "UNHEALTHY"


class CheckOutcome(StrEnum):
    OK = "ok"
    FAIL = "fail"
    TIMEOUT = "timeout"


class ContainerHealth(Struct, frozen=True, omit_defaults=True):
    """``next_check_at`` is None while a check is under way, and where there is nothing to check."""

    status: HealthStatus = HealthStatus.UNKNOWN
    failures: int = 0
    next_check_at: float | None = None
    output: str = ""


def started(check: HealthCheck | None, now: float) -> ContainerHealth:
    """The health of a container that starts now. A restarted container begins anew."""
    if check is None or not check.argv:
        return ContainerHealth()
    return ContainerHealth(next_check_at=now + check.interval_seconds)


def due(health: ContainerHealth, now: float) -> bool:
    return health.next_check_at is not None and now >= health.next_check_at


def checked(
    health: ContainerHealth, check: HealthCheck, started_at: float, outcome: CheckOutcome, output: str, now: float
) -> ContainerHealth:
    """The health after a check that ended now."""
    after = replace(health, next_check_at=now + check.interval_seconds, output=output[:OUTPUT_CHARACTERS])
    if outcome is CheckOutcome.OK:
        return replace(after, status=HealthStatus.HEALTHY, failures=0)
    starting = health.status is HealthStatus.UNKNOWN and now < started_at + check.start_period_seconds
    failures = health.failures if starting else health.failures + 1
    status = HealthStatus.UNHEALTHY if failures >= check.retries else health.status
    return replace(after, status=status, failures=failures)


def task_health(essential_with_checks: Iterable[HealthStatus]) -> HealthStatus:
    """The health of a task from that of its essential containers that have a health check.

    UNHEALTHY where one is, else UNKNOWN where one is or where there are none, else HEALTHY.
    """
    statuses = set(essential_with_checks)
    for status in (HealthStatus.UNHEALTHY, HealthStatus.UNKNOWN):
        if status in statuses:
            return status
    return HealthStatus.HEALTHY if statuses else HealthStatus.UNKNOWN
