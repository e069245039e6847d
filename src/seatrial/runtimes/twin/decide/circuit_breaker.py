"""The deployment circuit breaker: how many failed tasks make a deployment FAILED.

A task fails for the breaker in one of two stages: it never reaches RUNNING; or it is RUNNING and then fails a
container, load balancer or service discovery health check, or ends before it has passed one. By default a task that
becomes healthy sets the count back to 0 (``resetOnHealthyTask``), so that only failures in a row count, and while a
task of the deployment is healthy nothing is counted; without it every failure of the deployment counts.

Tasks that have no health check of any kind are healthy as soon as they are RUNNING, so a program that starts and then
crashes doesn't trip the breaker: AWS has it so too (https://github.com/aws/containers-roadmap/issues/1206).

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html.
"""

from __future__ import annotations

import math
from enum import StrEnum

from msgspec import Struct

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentCircuitBreaker.html
LEAST_THRESHOLD = 3
MOST_THRESHOLD = 200
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html
DEFAULT_PERCENT = 50


class ThresholdType(StrEnum):
    COUNT = "COUNT"
    BOUNDED_PERCENT = "BOUNDED_PERCENT"
    UNBOUNDED_PERCENT = "UNBOUNDED_PERCENT"


class CircuitBreaker(Struct, frozen=True):
    """``DeploymentConfiguration.DeploymentCircuitBreaker`` of a service."""

    enable: bool = False
    rollback: bool = False
    reset_on_healthy_task: bool = True
    threshold_type: ThresholdType = ThresholdType.BOUNDED_PERCENT
    threshold_value: int = DEFAULT_PERCENT


def threshold(breaker: CircuitBreaker, desired_count: int) -> int:
    """The number of failed tasks at which a deployment has failed; percentages are rounded up."""
    if breaker.threshold_type is ThresholdType.COUNT:
        return max(1, breaker.threshold_value)
    share = math.ceil(desired_count * breaker.threshold_value / 100)
    if breaker.threshold_type is ThresholdType.UNBOUNDED_PERCENT:
        return max(1, share)
    return min(MOST_THRESHOLD, max(LEAST_THRESHOLD, share))


def tripped(breaker: CircuitBreaker, failed_tasks: int, desired_count: int) -> bool:
    return breaker.enable and failed_tasks >= threshold(breaker, desired_count)
