"""What a task is told about itself at 169.254.170.2: the task metadata documents, versions 4 and 3.

Field names, their order of magnitude (vCPUs for the task's CPU, CPU units for a container's) and what is left out when
empty are those of Fargate: it alone gives ClockDrift, EphemeralStorageMetrics and Snapshotter, and no VPCID.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html and
https://github.com/aws/amazon-ecs-agent, ecs-agent/tmds/handlers (v2, v4/state)
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct, field

from seatrial.model.arn import Arn
from seatrial.model.units import CPU_UNITS_PER_VCPU

Document = dict[str, object]

MIB_PER_GIB = 1024
# Fargate reports 16 MiB more than the task's ephemeral storage:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-examples.html
RESERVED_EXTRA_MIB = 16
# What a container without a CPU share of its own is said to have (same page).
LEAST_CPU = 2


class TaskInterface(Struct, frozen=True):
    """The task's elastic network interface. ``subnet_gateway`` is an address without prefix."""

    private_ip: str
    mac_address: str
    subnet_cidr: str
    subnet_gateway: str
    private_dns_name: str
    name_servers: tuple[str, ...] = ()
    search: tuple[str, ...] = ()


class ContainerHealth(Struct, frozen=True):
    """``status`` is UNKNOWN, HEALTHY or UNHEALTHY; ``since`` seconds since the epoch."""

    status: str
    since: float
    exit_code: int | None = None
    output: str = ""


class ContainerState(Struct, frozen=True):
    """One container at this moment. Times are seconds since the epoch, 0 while they haven't come."""

    name: str
    image: str
    image_digest: str
    labels: Mapping[str, str] = field(default_factory=dict)
    desired_status: str = "RUNNING"
    known_status: str = "RUNNING"
    exit_code: int | None = None
    cpu_units: int = 0
    memory_mib: int | None = None
    created_at: float = 0
    started_at: float = 0
    finished_at: float = 0
    health: ContainerHealth | None = None
    log_driver: str = ""
    log_options: Mapping[str, str] = field(default_factory=dict)
    restart_count: int | None = None


class TaskState(Struct, frozen=True):
    """One task at this moment. Times are seconds since the epoch, 0 while they haven't come."""

    task_arn: str
    cluster_arn: str
    family: str
    revision: int
    cpu_units: int
    memory_mib: int
    availability_zone: str
    interface: TaskInterface
    containers: tuple[ContainerState, ...]
    desired_status: str = "RUNNING"
    known_status: str = "RUNNING"
    service_name: str = ""
    pull_started_at: float = 0
    pull_stopped_at: float = 0
    execution_stopped_at: float = 0
    ephemeral_storage_gib: int = 20
    ephemeral_storage_used_mib: int = 0
    fault_injection: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def task_id(self) -> str:
        return self.task_arn.rpartition("/")[2]


def task_document(task: TaskState, now: float, *, version: int = 4, with_tags: bool = False) -> Document:
    """``${ECS_CONTAINER_METADATA_URI_V4}/task``."""
    document: Document = {
        "Cluster": task.cluster_arn,
        "TaskARN": task.task_arn,
        "Family": task.family,
        "Revision": str(task.revision),
        "DesiredStatus": task.desired_status,
        "KnownStatus": task.known_status,
        "Limits": {"CPU": task.cpu_units / CPU_UNITS_PER_VCPU, "Memory": task.memory_mib},
        **_times(
            PullStartedAt=task.pull_started_at,
            PullStoppedAt=task.pull_stopped_at,
            ExecutionStoppedAt=task.execution_stopped_at,
        ),
        "AvailabilityZone": task.availability_zone,
        **({"TaskTags": dict(task.tags)} if with_tags and task.tags else {}),
        "LaunchType": "FARGATE",
        "Containers": [container_document(task, item, version=version) for item in task.containers],
    }
    if version < 4:
        return document
    return document | {
        **({"ServiceName": task.service_name} if task.service_name else {}),
        "ClockDrift": {
            "ClockErrorBound": 0.5,
            "ReferenceTimestamp": time_text(now, places=0),
            "ClockSynchronizationStatus": "SYNCHRONIZED",
        },
        "EphemeralStorageMetrics": {
            "Utilized": task.ephemeral_storage_used_mib,
            "Reserved": task.ephemeral_storage_gib * MIB_PER_GIB + RESERVED_EXTRA_MIB,
        },
        "FaultInjectionEnabled": task.fault_injection,
    }


def container_document(task: TaskState, container: ContainerState, *, version: int = 4) -> Document:
    """``${ECS_CONTAINER_METADATA_URI_V4}``."""
    limits: Document = {"CPU": container.cpu_units or LEAST_CPU}
    if container.memory_mib:
        limits["Memory"] = container.memory_mib
    document: Document = {
        "DockerId": docker_id(task.task_id, container.name),
        "Name": container.name,
        "DockerName": container.name,
        "Image": container.image,
        "ImageID": container.image_digest,
        **({"Labels": dict(container.labels)} if container.labels else {}),
        "DesiredStatus": container.desired_status,
        "KnownStatus": container.known_status,
        **({"ExitCode": container.exit_code} if container.exit_code is not None else {}),
        "Limits": limits,
        **_times(CreatedAt=container.created_at, StartedAt=container.started_at, FinishedAt=container.finished_at),
        "Type": "NORMAL",
        **({"Health": _health(container.health)} if container.health else {}),
    }
    if container.log_driver:
        document |= {"LogDriver": container.log_driver, "LogOptions": dict(container.log_options)}
    document["ContainerARN"] = container_arn(task.task_arn, container.name)
    document["Networks"] = [_network(task.interface, version)]
    if version >= 4:
        document["Snapshotter"] = "overlayfs"
        if container.restart_count is not None:
            document["RestartCount"] = container.restart_count
    return document


def docker_id(task_id: str, container: str) -> str:
    """Fargate's id of a container: the task's id and ten digits."""
    number = int(hashlib.sha256(f"{task_id}/{container}".encode()).hexdigest(), 16) % 10**10
    return f"{task_id}-{number:010d}"


def container_arn(task_arn: str, container: str) -> str:
    """A container's ARN: the task's with another resource type and a UUID of the container."""
    arn = Arn.parse(task_arn)
    if arn is None:
        return ""
    place = arn.resource.partition("/")[2]
    unique = uuid.uuid5(uuid.NAMESPACE_URL, f"{task_arn}/{container}")
    return str(Arn(arn.partition, arn.service, arn.region, arn.account, f"container/{place}/{unique}"))


def time_text(seconds: float, places: int = 9) -> str:
    """A time as AWS writes it: RFC 3339 in UTC, with nanoseconds or none."""
    whole = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{round((seconds % 1) * 1_000_000) % 1_000_000:06d}".ljust(places, "0")
    return f"{whole}.{fraction}Z" if places else f"{whole}Z"


def _times(**times: float) -> Document:
    return {name: time_text(seconds) for name, seconds in times.items() if seconds}


def _health(health: ContainerHealth) -> Document:
    found: Document = {"status": health.status, "statusSince": time_text(health.since)}
    if health.exit_code is not None:
        found["exitCode"] = health.exit_code
    if health.output:
        found["output"] = health.output
    return found


def _network(interface: TaskInterface, version: int) -> Document:
    found: Document = {"NetworkMode": "awsvpc", "IPv4Addresses": [interface.private_ip]}
    if version < 4:
        return found
    prefix = interface.subnet_cidr.partition("/")[2]
    return found | {
        "AttachmentIndex": 0,
        "MACAddress": interface.mac_address,
        "IPv4SubnetCIDRBlock": interface.subnet_cidr,
        **({"DomainNameServers": list(interface.name_servers)} if interface.name_servers else {}),
        **({"DomainNameSearchList": list(interface.search)} if interface.search else {}),
        "PrivateDNSName": interface.private_dns_name,
        "SubnetGatewayIpv4Address": f"{interface.subnet_gateway}/{prefix}",
    }
