"""What a service says: AWS's texts, the latest hundred, and no cause over and over.

A message about a cause that lasts (a task cannot be placed, the deployment configuration leaves no room) is said again
only after six hours, or once the cause was resolved in between.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html (how
many are kept, how long one is not repeated), …/service-event-messages-list.html and
…/service-rebalancing-event-messages-list.html (texts). Where the documents only show a pattern, the text is as
DescribeServices of running services answers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

EVENTS_KEPT = 100
REPEATED_AFTER_SECONDS = 6 * 3600.0


class ServiceEvent(Struct, frozen=True):
    """``number`` grows by one with every event of the service."""

    number: int
    created_at: float
    message: str


class Said(Struct, frozen=True):
    """A cause that was announced and is not resolved yet."""

    message: str
    at: float


class EventLog(Struct, frozen=True):
    events: tuple[ServiceEvent, ...] = ()
    standing: tuple[Said, ...] = ()

    @property
    def last_number(self) -> int:
        return self.events[-1].number if self.events else 0

    def after(self, number: int) -> tuple[ServiceEvent, ...]:
        return tuple(event for event in self.events if event.number > number)


def say(log: EventLog, message: str, now: float) -> EventLog:
    """The log with one more message: something that happened."""
    event = ServiceEvent(log.last_number + 1, now, message)
    return replace(log, events=(*log.events, event)[-EVENTS_KEPT:])


def say_cause(log: EventLog, message: str, now: float, speed: float = 1.0) -> EventLog:
    """The log with a message about a cause, unless it was said and still stands."""
    for said in log.standing:
        if said.message == message and now < said.at + REPEATED_AFTER_SECONDS / speed:
            return log
    others = tuple(said for said in log.standing if said.message != message)
    return replace(say(log, message, now), standing=(*others, Said(message, now)))


def resolved(log: EventLog) -> EventLog:
    """The log with every cause resolved."""
    return replace(log, standing=()) if log.standing else log


def resolved_but(log: EventLog, kept: str) -> EventLog:
    """The log with every cause resolved but the one with this message."""
    standing = tuple(said for said in log.standing if said.message == kept)
    return replace(log, standing=standing) if standing != log.standing else log


def steady_state(service: str) -> str:
    return f"(service {service}) has reached a steady state."


def started(service: str, task_ids: Sequence[str], replaced: int = 0) -> str:
    text = f"(service {service}) has started {len(task_ids)} tasks: {_tasks(task_ids)}."
    return f"{text} Amazon ECS replaced {replaced} tasks due to an unhealthy status." if replaced else text


def started_to_rebalance(service: str, zone: str, task_ids: Sequence[str]) -> str:
    return f"(service {service}) has started {len(task_ids)} tasks in {zone} to AZ Rebalance: {_tasks(task_ids)}."


def stopped(service: str, task_ids: Sequence[str]) -> str:
    return f"(service {service}) has stopped {len(task_ids)} running tasks: {_tasks(task_ids)}."


def stopped_pending(service: str, count: int) -> str:
    return f"(service {service}) stopped {count} pending tasks."


def stopped_to_rebalance(service: str, zone: str, task_ids: Sequence[str]) -> str:
    count = len(task_ids)
    return f"(service {service}) has stopped {count} running tasks in {zone} due to AZ rebalancing: {_tasks(task_ids)}."


def registered(service: str, count: int, target_group_arn: str) -> str:
    return f"(service {service}) registered {count} targets in (target-group {target_group_arn})"


def deregistered(service: str, count: int, target_group_arn: str) -> str:
    return f"(service {service}) deregistered {count} targets in (target-group {target_group_arn})"


def draining(service: str, count: int) -> str:
    return f"(service {service}) has begun draining connections on {count} tasks."


def failed_container_checks(service: str, task_id: str) -> str:
    return f"(service {service}) (task {task_id}) failed container health checks."


def unhealthy_target(service: str, task_id: str, port: int, target_group_arn: str, reason: str) -> str:
    place = f"(port {port}) is unhealthy in (target-group {target_group_arn})"
    return f"(service {service}) (task {task_id}) {place} due to (reason {reason})."


def deployment_completed(service: str, deployment_id: str) -> str:
    return f"(service {service}) (deployment {deployment_id}) deployment completed."


def deployment_failed(service: str, deployment_id: str, why: str = "tasks failed to start") -> str:
    return f"(service {service}) (deployment {deployment_id}) deployment failed: {why}."


def rolling_back(service: str, deployment_id: str) -> str:
    return f"(service {service}) rolling back to deployment {deployment_id}."


def unable_to_place(service: str, reason: str) -> str:
    return f"(service {service}) was unable to place a task. Reason: {reason.rstrip('.')}."


def failed_to_launch(service: str, error: str) -> str:
    return f"(service {service}) failed to launch a task with (error {error})."


def start_impaired(service: str) -> str:
    return f"(service {service}) is unable to consistently start tasks successfully."


def no_room(service: str) -> str:
    return (
        f"(service {service}) was unable to stop or start tasks during a deployment because of the service deployment "
        "configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )


def not_balanced(service: str, by_zone: Mapping[str, int]) -> str:
    return f"(service {service}) is not AZ balanced with {_zones(by_zone)}. AZ Rebalancing in progress."


def balanced(service: str, by_zone: Mapping[str, int]) -> str:
    return f"(service {service}) is AZ balanced with {_zones(by_zone)}."


def _tasks(task_ids: Sequence[str]) -> str:
    return " ".join(f"(task {task_id})" for task_id in task_ids)


def _zones(by_zone: Mapping[str, int]) -> str:
    ordered = sorted(by_zone.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} tasks in {zone}" for zone, count in ordered)
