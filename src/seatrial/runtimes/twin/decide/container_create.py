"""What is asked of the container runtime for one container of a task: the definition, the image and the place joined.

The rules are Docker's, which ECS passes them to: an entry point in the definition clears the image's command, the
definition's environment wins over the image's, capabilities are Docker's default set less what is dropped. What
Fargate adds to every container's environment is added here, and HOSTNAME cannot be overridden.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html;
environment: https://github.com/awsdocs/amazon-ecs-developer-guide/issues/50 and
https://github.com/aws/containers-roadmap/issues/1325.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.analyses.launch.image_reference import Found
from seatrial.runtimes.twin.decide.ecs_task_definition import (
    NOFILE_HARD,
    NOFILE_SOFT,
    ContainerSpec,
    MountPoint,
    TaskSpec,
    Ulimit,
)

METADATA_ADDRESS = "169.254.170.2"
# Docker's default set: https://docs.docker.com/engine/security/#linux-kernel-capabilities (read 2026-11-23)
DOCKER_CAPABILITIES = (
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)
# The smallest share that Linux knows; what ECS gives a container without a share of its own.
LEAST_CPU_SHARES = 2
# The value with which a definition asks for no limit at all.
UNLIMITED = -1


class TaskPlace(Struct, frozen=True):
    """Where a task runs. ``network_namespace`` is a name under /run/netns; ``metadata_tokens`` are by container."""

    task_id: str
    task_arn: str
    cluster_arn: str
    region: str
    private_ip: str
    network_namespace: str
    metadata_tokens: Mapping[str, str] = field(default_factory=dict)
    credentials_id: str = ""
    hosts_file: str = ""
    resolv_file: str = ""
    cgroup_parent: str = ""


class VolumeMount(Struct, frozen=True):
    """``volume`` is a name within the task; the runtime knows the folder."""

    volume: str
    destination: str
    read_only: bool = False


class ContainerCreate(Struct, frozen=True):
    """One container, complete. ``entrypoint`` and ``command`` together are its arguments; memory is in MiB."""

    name: str
    task_id: str
    container: str
    image: Found
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    environment: Mapping[str, str]
    labels: Mapping[str, str]
    hostname: str
    network_namespace: str
    user: str = ""
    working_directory: str = ""
    read_only_root: bool = False
    ulimits: tuple[Ulimit, ...] = ()
    init: bool = False
    capabilities: tuple[str, ...] = DOCKER_CAPABILITIES
    mounts: tuple[VolumeMount, ...] = ()
    hosts_file: str = ""
    resolv_file: str = ""
    sysctls: Mapping[str, str] = field(default_factory=dict)
    terminal: bool = False
    stdin: bool = False
    cgroup_parent: str = ""
    cpu_shares: int = LEAST_CPU_SHARES
    memory_mib: int | None = None
    memory_reservation_mib: int | None = None
    pid_of: str = ""
    """The pause container whose process namespace it shares; "" for one of its own."""


def container_create(
    task: TaskSpec,
    container: ContainerSpec,
    place: TaskPlace,
    image: Found,
    secrets: Mapping[str, str],
    stack: str = "",
) -> ContainerCreate:
    """What to create for one container. ``secrets`` are the fetched values of its ``Secrets``, by name."""
    hostname = private_dns_name(place.private_ip, place.region)
    return ContainerCreate(
        name=f"{task.family}-{task.revision}-{container.name}-{place.task_id}",
        task_id=place.task_id,
        container=container.name,
        image=image,
        entrypoint=container.entry_point or image.entrypoint,
        command=container.command or (() if container.entry_point else image.cmd),
        environment={
            **container.environment,
            **secrets,
            **fargate_environment(place, container.name, bool(task.task_role_arn)),
            "HOSTNAME": hostname,
        },
        labels={
            **container.docker_labels,
            **ecs_labels(task, container, place),
            **_own_labels(place, container, stack),
        },
        hostname=hostname,
        network_namespace=place.network_namespace,
        user=container.user or image.user,
        working_directory=container.working_directory or image.workdir,
        read_only_root=container.read_only_root,
        ulimits=ulimits(container),
        init=container.linux_parameters.init,
        capabilities=capabilities(container),
        mounts=tuple(VolumeMount(item.volume, item.container_path, item.read_only) for item in mounts(task, container)),
        hosts_file=place.hosts_file,
        resolv_file=place.resolv_file,
        sysctls=container.system_controls,
        terminal=container.pseudo_terminal,
        stdin=container.interactive,
        cgroup_parent=place.cgroup_parent,
        cpu_shares=max(container.cpu_units, LEAST_CPU_SHARES),
        memory_mib=container.memory_mib,
        memory_reservation_mib=container.memory_reservation_mib,
        pid_of=pause_name(place.task_id) if task.pid_shared else "",
    )


def pause_name(task_id: str) -> str:
    """The container that holds what all containers of a task share, as the ECS agent's does."""
    return f"ecs-pause-{task_id}"


def fargate_environment(place: TaskPlace, container: str, has_task_role: bool) -> dict[str, str]:
    """What Fargate sets in every container."""
    token = place.metadata_tokens.get(container, "")
    found = {
        "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
        "AWS_REGION": place.region,
        "AWS_DEFAULT_REGION": place.region,
        "ECS_CONTAINER_METADATA_URI": f"http://{METADATA_ADDRESS}/v3/{token}",
        "ECS_CONTAINER_METADATA_URI_V4": f"http://{METADATA_ADDRESS}/v4/{token}",
        "ECS_AGENT_URI": f"http://{METADATA_ADDRESS}/api/{token}",
    }
    if has_task_role and place.credentials_id:
        found["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = f"/v2/credentials/{place.credentials_id}"
    return found


def ecs_labels(task: TaskSpec, container: ContainerSpec, place: TaskPlace) -> dict[str, str]:
    """The labels that ECS puts on every container."""
    return {
        "com.amazonaws.ecs.cluster": place.cluster_arn,
        "com.amazonaws.ecs.container-name": container.name,
        "com.amazonaws.ecs.task-arn": place.task_arn,
        "com.amazonaws.ecs.task-definition-family": task.family,
        "com.amazonaws.ecs.task-definition-version": str(task.revision),
    }


def _own_labels(place: TaskPlace, container: ContainerSpec, stack: str) -> dict[str, str]:
    return {"seatrial.stack": stack, "seatrial.task": place.task_id, "seatrial.container": container.name}


def private_dns_name(address: str, region: str) -> str:
    """The host name of an interface: ``ip-10-0-1-5.ec2.internal``; elsewhere ``ip-10-0-1-5.REGION.compute.internal``.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html (read 2026-11-23).
    """
    return f"ip-{address.replace('.', '-')}.{internal_domain(region)}"


def internal_domain(region: str) -> str:
    return "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"


def hosts_text(address: str, region: str) -> str:
    """A task's /etc/hosts."""
    return f"127.0.0.1 localhost\n{address} {private_dns_name(address, region)}\n"


def resolv_text(name_servers: tuple[str, ...], search: tuple[str, ...]) -> str:
    """A task's /etc/resolv.conf."""
    lines = [f"nameserver {server}" for server in name_servers]
    return "\n".join([*([f"search {' '.join(search)}"] if search else []), *lines]) + "\n"


def ulimits(container: ContainerSpec) -> tuple[Ulimit, ...]:
    """The container's limits, with Fargate's own for open files where none is given."""
    if any(limit.name == "nofile" for limit in container.ulimits):
        return container.ulimits
    return (*container.ulimits, Ulimit("nofile", NOFILE_SOFT, NOFILE_HARD))


def fit_ulimits(wanted: tuple[Ulimit, ...], host_hard: Mapping[str, int]) -> tuple[tuple[Ulimit, ...], tuple[str, ...]]:
    """Limits lowered to what this host's hard limits allow, with a sentence for each that was.

    ``host_hard`` has -1 for unlimited; what it doesn't name is left as it is.
    """
    fitted, notes = [], []
    for limit in wanted:
        most = host_hard.get(limit.name, UNLIMITED)
        soft, hard = (_lower(value, most) for value in (limit.soft, limit.hard))
        soft = _lower(soft, hard)
        fitted.append(Ulimit(limit.name, soft, hard))
        if hard != limit.hard or soft != limit.soft:
            notes.append(
                f"{limit.name} is {soft}:{hard} instead of {limit.soft}:{limit.hard}: this host allows no more"
            )
    return tuple(fitted), tuple(notes)


def _lower(value: int, most: int) -> int:
    if most == UNLIMITED:
        return value
    return most if value == UNLIMITED else min(value, most)


def capabilities(container: ContainerSpec) -> tuple[str, ...]:
    """Docker's default set, less what is dropped (``ALL`` drops every one), with what Fargate lets one add."""
    dropped = {name.removeprefix("CAP_") for name in container.linux_parameters.drop_capabilities}
    kept = () if "ALL" in dropped else (name for name in DOCKER_CAPABILITIES if name not in dropped)
    added = (name for name in container.linux_parameters.add_capabilities if name not in dropped)
    return tuple(sorted({*kept, *added}))


def mounts(task: TaskSpec, container: ContainerSpec) -> tuple[MountPoint, ...]:
    """The container's own mount points, then those it takes from others; its own win at the same path."""
    found = {point.container_path: point for point in container.mount_points if point.volume in task.volumes}
    for source in container.volumes_from:
        other = task.container(source.container)
        for point in other.mount_points if other else ():
            if point.volume in task.volumes:
                taken = MountPoint(point.volume, point.container_path, point.read_only or source.read_only)
                found.setdefault(point.container_path, taken)
    return tuple(found.values())
