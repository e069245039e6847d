"""The body of podman's create request, its SpecGenerator, for one container.

Everything that podman would choose by itself is said: no health check of the image's (ECS ignores it), no systemd mode,
no /etc/hosts of its own, and limits of files and processes that this host's hard limits allow.

Source: https://docs.podman.io/en/latest/_static/api.html (ContainerCreateLibpod; read 2026-11-23).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seatrial.runtimes.twin.act.podman_settings import hard_limits, init_program
from seatrial.runtimes.twin.decide.container_create import DOCKER_CAPABILITIES, ContainerCreate, fit_ulimits
from seatrial.runtimes.twin.decide.ecs_task_definition import Ulimit

MIB = 1024 * 1024


def of(spec: ContainerCreate, mounts: list[dict[str, Any]], log_file: Path) -> dict[str, Any]:
    """What to send for a container with these OCI mounts that logs to this file."""
    limits, _ = fit_ulimits(_limits(spec), hard_limits())
    return {
        "name": spec.name,
        "image": spec.image.image_id,
        "labels": dict(spec.labels),
        "entrypoint": list(spec.entrypoint),
        "command": list(spec.command),
        "env": dict(spec.environment),
        "user": spec.user,
        "work_dir": spec.working_directory,
        "hostname": spec.hostname,
        "netns": {"nsmode": "path", "value": f"/run/netns/{spec.network_namespace}"},
        **({"pidns": {"nsmode": "container", "value": spec.pid_of}} if spec.pid_of else {}),
        "cap_add": _capabilities(set(spec.capabilities) - set(DOCKER_CAPABILITIES)),
        "cap_drop": _capabilities(set(DOCKER_CAPABILITIES) - set(spec.capabilities)),
        "read_only_filesystem": spec.read_only_root,
        "r_limits": [{"type": limit.name, "soft": limit.soft, "hard": limit.hard} for limit in limits],
        "init": spec.init and bool(init_program()),
        "mounts": mounts,
        "image_volume_mode": "anonymous",
        "use_image_hosts": True,
        "use_image_resolve_conf": True,
        "sysctl": dict(spec.sysctls),
        "terminal": spec.terminal,
        "stdin": spec.stdin,
        "systemd": "false",
        "healthconfig": {"Test": ["NONE"]},
        "log_configuration": {"driver": "k8s-file", "path": str(log_file)},
        **_resources(spec),
    }


def bare(name: str, image_id: str) -> dict[str, Any]:
    """A container that is never started: a way to the image's files, those under its declared volumes included."""
    return {"name": name, "image": image_id, "image_volume_mode": "ignore", "netns": {"nsmode": "none"}}


def pause(spec: ContainerCreate, root: Path, log_file: Path) -> dict[str, Any]:
    """The pause container of a container's task, in the task's own network and control group."""
    labels = {name: spec.labels[name] for name in ("seatrial.stack", "seatrial.task") if name in spec.labels}
    limits, _ = fit_ulimits(_limits(spec), hard_limits())
    return {
        "name": spec.pid_of,
        "rootfs": str(root),
        "labels": labels,
        "entrypoint": ["/pause", "-P"],
        "env": {},
        "hostname": spec.hostname,
        "netns": {"nsmode": "path", "value": f"/run/netns/{spec.network_namespace}"},
        "cap_drop": _capabilities(set(DOCKER_CAPABILITIES)),
        "read_only_filesystem": True,
        "r_limits": [{"type": limit.name, "soft": limit.soft, "hard": limit.hard} for limit in limits],
        "use_image_hosts": True,
        "use_image_resolve_conf": True,
        "systemd": "false",
        "healthconfig": {"Test": ["NONE"]},
        "log_configuration": {"driver": "k8s-file", "path": str(log_file)},
        **({"cgroup_parent": spec.cgroup_parent} if spec.cgroup_parent else {}),
    }


def _limits(spec: ContainerCreate) -> tuple[Ulimit, ...]:
    """The wanted limits with one for processes, without which podman asks for more than this host gives."""
    given = {limit.name for limit in spec.ulimits}
    most = hard_limits()["nproc"]
    return spec.ulimits if "nproc" in given else (*spec.ulimits, Ulimit("nproc", most, most))


def _capabilities(names: set[str]) -> list[str]:
    return [f"CAP_{name}" for name in sorted(names)]


def _resources(spec: ContainerCreate) -> dict[str, Any]:
    """Limits of the container's own cgroup, inside its task's; nothing where cgroups are not ours to make."""
    if not spec.cgroup_parent:
        return {}
    memory: dict[str, int] = {}
    if spec.memory_mib:
        # Fargate has no swap: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
        memory |= {"limit": spec.memory_mib * MIB, "swap": spec.memory_mib * MIB}
    if spec.memory_reservation_mib:
        memory["reservation"] = spec.memory_reservation_mib * MIB
    return {
        "cgroup_parent": spec.cgroup_parent,
        "resource_limits": {"cpu": {"shares": spec.cpu_shares}, **({"memory": memory} if memory else {})},
    }
