"""A stack as ``seatrial status --json`` shows it. Scripts rely on these names: add, don't rename.

Statuses and reasons are AWS's words. ``settled`` is whether the last operation is through, ``failed`` whether it did
not do what was asked; ``version`` grows with every change and is what ``WaitForChange`` waits on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seatrial.kinds import CARDS
from seatrial.model.layer import Layer
from seatrial.model.value import Sensitive, as_text
from seatrial.runtimes.twin.decide.ecs_task_state import Container, ContainerStatus
from seatrial.runtimes.twin.engine.berth import Berth
from seatrial.runtimes.twin.engine.stack import Stack

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

MIB = 1024 * 1024
# Stopped tasks that status shows.
STOPPED_SHOWN = 20
# Two looks closer together than this say little of a processor.
LEAST_SAMPLE_SECONDS = 1.0


async def describe_stack(harbour: Harbour, stack: Stack) -> dict[str, Any]:
    """Everything that there is to see of a stack."""
    world = stack.world
    balancers = frozenset(item.arn for item in world.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"))
    berths = list(reversed(harbour.tasks.of_stack(stack.name)))
    alive = [berth for berth in berths if not berth.over]
    stopped = [berth for berth in berths if berth.over][:STOPPED_SHOWN]
    return {
        "stack": stack.name,
        "status": stack.status,
        "status_reason": stack.status_reason,
        "region": stack.system.scope.region,
        "account": stack.system.scope.account,
        "speed": stack.speed,
        "version": harbour.chronicle.version(stack.name),
        "settled": stack.settled,
        "failed": stack.failed,
        "failures": [failure.as_json() for failure in stack.failures],
        "last_event": harbour.chronicle.last_event[stack.name],
        "operation_began_after_event": stack.operation_began_after_event,
        "layers": _layers(harbour, stack),
        "services": harbour.services.described(stack),
        "tasks": [_task(harbour, berth) for berth in (*alive, *stopped)],
        "target_groups": harbour.traffic.groups_of(stack.name),
        "listeners": harbour.traffic.listeners_of(balancers),
        "skipped": [
            {"logical_id": name, "type": stack.system.resources[name].type, "why": why}
            for name, why in sorted(stack.skipped.items())
            if name in stack.system.resources
        ],
        "outputs": {
            output.name: "****" if isinstance(output.value, Sensitive) else as_text(output.value, str(output.value))
            for output in stack.system.outputs.values()
        },
        "certificate_authority": str(harbour.yard.authority / "ca.pem") if _has_https(harbour, balancers) else "",
        "notes": [harbour.cgroups.why_not] if harbour.cgroups.why_not else [],
    }


def _layers(harbour: Harbour, stack: Stack) -> dict[str, dict[str, int]]:
    """How many resources of each layer are wanted, and how many are there; a service is there when it is steady."""
    steady = {item["logical_id"] for item in harbour.services.described(stack) if item["steady"]}
    found = {str(layer): {"total": 0, "created": 0} for layer in Layer}
    for name, resource in stack.system.resources.items():
        card = CARDS.get(resource.type)
        counts = found[str(card.layer if card else Layer.OTHER)]
        counts["total"] += 1
        there = name in stack.created and (resource.type != "AWS::ECS::Service" or name in steady)
        counts["created"] += there
    return {layer: counts for layer, counts in found.items() if counts["total"]}


def _has_https(harbour: Harbour, balancers: frozenset[str]) -> bool:
    return any(item["protocol"] == "HTTPS" for item in harbour.traffic.listeners_of(balancers))


def _task(harbour: Harbour, berth: Berth) -> dict[str, Any]:
    task = berth.task
    return {
        "id": task.id,
        "arn": task.arn,
        "service": berth.ask.service,
        "family": task.family,
        "revision": task.revision,
        "deployment": task.started_by,
        "capacity_provider": task.capacity_provider,
        "desired_status": str(task.desired_status),
        "last_status": str(task.last_status),
        "health_status": str(task.health_status),
        "availability_zone": task.availability_zone,
        "subnet": task.subnet_id,
        "private_ip": task.private_ip,
        "public_ip": berth.interface.public_address if berth.interface else "",
        "created_at": task.created_at,
        "started_at": task.started_at,
        "stopped_at": task.stopped_at,
        "stop_code": task.stop_code,
        "stopped_reason": task.stopped_reason,
        "containers": [_container(item) for item in task.containers],
        "use": _use(harbour, berth),
    }


def _container(item: Container) -> dict[str, Any]:
    return {
        "name": item.name,
        "last_status": item.status.shown,
        "exit_code": item.exit_code,
        "reason": item.reason,
        "health_status": str(item.health.status),
        "started_at": item.started_at,
        "stopped_at": item.stopped_at,
        "restarts": item.restarts,
    }


def _use(harbour: Harbour, berth: Berth) -> dict[str, float]:
    """Processor time and memory of a running task: percent of its size since it was looked at before, and MiB now."""
    cpu, memory, running = 0.0, 0, False
    began = berth.task.started_at or berth.task.created_at
    for item in berth.task.containers:
        if item.status is not ContainerStatus.RUNNING or not item.runtime_id:
            continue
        pid = harbour.podman.pid(item.runtime_id)
        usage = harbour.cgroups.usage(pid) if pid else None
        if usage is not None:
            running = True
            cpu += usage.cpu_nanoseconds / 1e9
            memory += usage.memory_bytes
    if not running:
        return {}
    at, before = berth.used if berth.used[0] else (began, 0.0)
    now = harbour.now()
    if now - berth.used[0] >= LEAST_SAMPLE_SECONDS:
        berth.used = (now, cpu)
    share = berth.spec.cpu_units / 1024
    return {
        "cpu_percent": round(100 * max(cpu - before, 0.0) / max(now - at, 0.001) / share, 2),
        "memory_mib": round(memory / MIB, 1),
        "memory_limit_mib": berth.spec.memory_mib,
    }
