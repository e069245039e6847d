"""What RunTask may change of a task definition for one task.

Shapes are the ECS API's own (camelCase). An override for a container that isn't in the definition is refused by AWS in
the words of ``unknown_container``; nothing else is checked here.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from seatrial.model.units import cpu_units, memory_mib
from seatrial.model.value import Value, as_list, as_number, as_text, at
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, TaskSpec


def with_overrides(task: TaskSpec, overrides: Mapping[str, Value]) -> TaskSpec:
    """The task as RunTask's ``overrides`` change it."""
    given = dict(overrides)
    by_name = {as_text(at(item, "name")): item for item in as_list(given.get("containerOverrides"))}
    return replace(
        task,
        cpu_units=cpu_units(as_text(given.get("cpu"))) or task.cpu_units,
        memory_mib=memory_mib(as_text(given.get("memory"))) or task.memory_mib,
        execution_role_arn=as_text(given.get("executionRoleArn")) or task.execution_role_arn,
        task_role_arn=as_text(given.get("taskRoleArn")) or task.task_role_arn,
        ephemeral_storage_gib=as_number(at(given, "ephemeralStorage", "sizeInGiB"), task.ephemeral_storage_gib),
        containers=tuple(_overridden(item, by_name.get(item.name)) for item in task.containers),
    )


def unknown_container(task: TaskSpec, overrides: Mapping[str, Value]) -> str:
    """AWS's refusal where an override names no container of the definition; "" where all do."""
    for item in as_list(dict(overrides).get("containerOverrides")):
        name = as_text(at(item, "name"))
        if task.container(name) is None:
            return f"Override for container named {name} is not a container in the TaskDefinition."
    return ""


def _overridden(container: ContainerSpec, override: Value) -> ContainerSpec:
    if override is None:
        return container
    command = tuple(as_text(word) for word in as_list(at(override, "command")))
    added = {as_text(at(item, "name")): as_text(at(item, "value")) for item in as_list(at(override, "environment"))}
    return replace(
        container,
        command=command or container.command,
        environment={**container.environment, **added},
        cpu_units=as_number(at(override, "cpu"), container.cpu_units),
        memory_mib=as_number(at(override, "memory"), container.memory_mib or 0) or None,
        memory_reservation_mib=as_number(at(override, "memoryReservation"), container.memory_reservation_mib or 0)
        or None,
    )
