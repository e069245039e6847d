"""Whether a deployment will still come to its steady state, and AWS's words for why it won't.

CloudFormation waits for three hours; whoever sits before a terminal wants to know as soon as it can be told.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.runtimes.twin.decide.ecs_deployment import Deployment, RolloutState
from seatrial.runtimes.twin.decide.ecs_service_state import Service
from seatrial.runtimes.twin.decide.service_events import failed_to_launch
from seatrial.runtimes.twin.decide.service_round import FAILED_CHECKS
from seatrial.runtimes.twin.engine.berth import Berth

# A service without a circuit breaker would try for hours (CloudFormation waits for three): so many failures without a
# healthy task tell as much. The same number is the least at which a circuit breaker trips.
# While a task is healthy, a circuit breaker counts no other's failure: where only some can start, in one zone of two, a
# deployment would go on for ever. So many since the last task that became healthy tell that as well.
HOPELESS_FAILURES = 3


def has_failed(deployment: Deployment) -> bool:
    """Whether a deployment is over without having come to its steady state, or might as well be."""
    failed = deployment.rollout_state is RolloutState.FAILED
    return failed or (deployment.in_progress and deployment.failed_tasks >= HOPELESS_FAILURES)


def hopeless(service: Service, refused: str, berths: Sequence[Berth], deployment: str) -> str | None:
    """Why a deployment has failed; None while it may still succeed.

    ``refused`` is why RunTask makes no task of the PRIMARY deployment, "" where it does; ``berths`` are the service's.
    """
    cause = _cause(service, refused, berths, deployment)
    found = next((item for item in service.deployments if item.id == deployment), None)
    if refused and service.primary.id == deployment and service.last_completed is None:
        # Nothing changes that by itself, and there is nothing to go back to.
        return (
            f"Resource handler returned message: service {service.name} did not stabilize: "
            f"{failed_to_launch(service.name, refused)}"
        )
    if service.primary.id != deployment and not (found and found.in_progress):
        return f"ECS Deployment Circuit Breaker was triggered. {cause}"
    if found is not None and found.rollout_state is RolloutState.FAILED:
        return f"ECS Deployment Circuit Breaker was triggered. {cause}"
    breaks = service.settings.circuit_breaker.enable
    if found is not None and found.in_progress and not breaks and found.failed_tasks >= HOPELESS_FAILURES:
        return (
            f"Resource handler returned message: service {service.name} did not stabilize: "
            f"{found.failed_tasks} tasks failed. {cause}"
        )
    own = [berth for berth in berths if berth.task.started_by == deployment]
    stopped = [berth for berth in own if berth.over]
    failed = _uncounted(own, stopped, found) if found is not None and found.in_progress else 0
    if failed:
        return (
            f"Resource handler returned message: service {service.name} did not stabilize: {failed} tasks failed, "
            f"though others run. {cause}"
        )
    crashed = [berth for berth in stopped if berth.task.stop_code == "EssentialContainerExited"]
    if found is not None and found.in_progress and len(crashed) >= 2 * HOPELESS_FAILURES:
        return (
            f"Resource handler returned message: service {service.name} did not stabilize: "
            f"{len(crashed)} tasks ended by themselves. {cause}"
        )
    return None


def _uncounted(own: Sequence[Berth], stopped: Sequence[Berth], deployment: Deployment) -> int:
    """How many tasks failed that the circuit breaker leaves out, as others are healthy; 0 while they are few."""
    if deployment.failed_tasks:
        return 0
    failed = [
        berth
        for berth in stopped
        if berth.task.stop_code == "TaskFailedToStart" or berth.task.stopped_reason.startswith(FAILED_CHECKS)
    ]
    last_healthy = max((berth.task.started_at or 0 for berth in own if berth.task.id in deployment.proven), default=0)
    in_a_row = sum(berth.task.created_at > last_healthy for berth in failed)
    many = max(2 * HOPELESS_FAILURES, len(deployment.proven))
    return len(failed) if in_a_row >= HOPELESS_FAILURES or len(failed) >= many else 0


def _cause(service: Service, refused: str, berths: Sequence[Berth], deployment: str) -> str:
    """The last stopped task's reason, with its containers'."""
    berth = last_failed(berths, deployment)
    if berth is None:
        return failed_to_launch(service.name, refused) if refused else ""
    containers = [
        f"{item.name}: {item.reason or f'exit code {item.exit_code}'}"
        for item in berth.task.containers
        if item.reason or item.exit_code
    ]
    more = f" ({'; '.join(containers)})" if containers else ""
    return f"{berth.task.stopped_reason}{more}"


def last_failed(berths: Sequence[Berth], deployment: str) -> Berth | None:
    """The task of a deployment that failed last."""
    stopped = [
        berth
        for berth in berths
        if berth.task.started_by == deployment
        and berth.task.stop_code
        and not berth.task.stopped_reason.startswith("Scaling activity")
    ]
    return max(stopped, key=lambda berth: berth.task.stopping_at or 0, default=None)
