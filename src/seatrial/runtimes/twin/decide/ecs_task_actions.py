"""What is done for a task: one class for each thing, and each with its cause.

Every action is safe to repeat: its effect is named by the task's id and the container's name, so that doing it twice
does it once, and the observation that answers it is given again. Nothing is taken away while the action that makes it
is still under way, so actions need no order among themselves. ``key`` tells one action of a task from another.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class ProvisionInterface(Struct, frozen=True):
    """Answered by InterfaceReady or InterfaceFailed."""

    task_id: str
    subnet_id: str
    cause: str


class PrepareLaunch(Struct, frozen=True):
    """Reach and authorise the registry, the secrets and the logs from the task's interface; have the images.

    Answered by LaunchPrepared or LaunchFailed.
    """

    task_id: str
    cause: str


class CreateContainer(Struct, frozen=True):
    """Answered by ContainerCreated or ContainerStartFailed."""

    task_id: str
    container: str
    cause: str


class StartContainer(Struct, frozen=True):
    """Answered by ContainerStarted or ContainerStartFailed; the end of the container by ContainerExited.

    After a restart by restartPolicy it is the same container that starts again: ``restarts`` says how often it has.
    """

    task_id: str
    container: str
    cause: str
    restarts: int = 0


class CheckHealth(Struct, frozen=True):
    """Run the container's health check once, with its timeout. Answered by HealthChecked."""

    task_id: str
    container: str
    cause: str


class RegisterTargets(Struct, frozen=True):
    """Put the task's address into its target groups. Answered by TargetsRegistered."""

    task_id: str
    cause: str


class DeregisterTargets(Struct, frozen=True):
    """Answered by TargetsDraining at once, and by TargetsDrained when every group's deregistration delay is over."""

    task_id: str
    cause: str


class SignalContainer(Struct, frozen=True):
    """Send SIGTERM, or what the image's STOPSIGNAL names. Answered by ContainerExited, when it is."""

    task_id: str
    container: str
    cause: str


class KillContainer(Struct, frozen=True):
    """Send SIGKILL. Answered by ContainerExited."""

    task_id: str
    container: str
    cause: str


class RemoveContainers(Struct, frozen=True):
    """Remove the task's containers and volumes, once their logs are read. Answered by ContainersRemoved."""

    task_id: str
    cause: str


class ReleaseInterface(Struct, frozen=True):
    """Answered by InterfaceReleased, also where there was no interface."""

    task_id: str
    cause: str


TaskAction: TypeAlias = (
    ProvisionInterface
    | PrepareLaunch
    | CreateContainer
    | StartContainer
    | CheckHealth
    | RegisterTargets
    | DeregisterTargets
    | SignalContainer
    | KillContainer
    | RemoveContainers
    | ReleaseInterface
)


def key(action: TaskAction) -> str:
    """Names an action within its task."""
    container = getattr(action, "container", "")
    return f"{type(action).__name__} {container}".rstrip()
