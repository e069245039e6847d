"""What of a task definition the twin does not act out, each as a finding with its place: never in silence.

Only what AWS would accept and run is named here. What Fargate itself refuses is found by ``check`` and by the refusals
of RegisterTaskDefinition.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at, leaves

CODE_LOG_DRIVER = "TWN101"
CODE_VOLUME = "TWN102"
CODE_PLATFORM = "TWN103"
CODE_ENVIRONMENT_FILE = "TWN104"
CODE_UNKNOWN_VALUE = "TWN105"
CODE_FIRELENS = "TWN106"
CODE_FAULT_INJECTION = "TWN107"
CODE_STORAGE = "TWN108"

KEPT_DRIVERS = ("", "awslogs")
# Properties of a container that decide what runs; an unknown value in another only changes what is shown.
RUNNING = ("Image", "Command", "EntryPoint", "Environment", "Secrets", "User", "WorkingDirectory", "HealthCheck")
VOLUME_KINDS = {
    "EFSVolumeConfiguration": "an EFS file system",
    "FSxWindowsFileServerVolumeConfiguration": "an FSx file server",
}


def not_run_here(definition: Resource) -> tuple[Finding, ...]:
    """Findings about what of an ``AWS::ECS::TaskDefinition`` is not acted out here, and what that means."""
    return (*_task(definition), *_containers(definition))


def _task(definition: Resource) -> Iterator[Finding]:
    system = as_text(definition.get("RuntimePlatform", "OperatingSystemFamily"))
    if system.startswith("WINDOWS"):
        path = ("RuntimePlatform", "OperatingSystemFamily")
        yield _finding(
            definition,
            CODE_PLATFORM,
            path,
            f"{definition.logical_id} needs {system}, and containers here are Linux containers",
            "its tasks don't start here; on AWS they do",
            "set RuntimePlatform.OperatingSystemFamily: LINUX, or try this task on AWS",
        )
    for index, volume in enumerate(as_list(definition.get("Volumes"))):
        for kind, what in VOLUME_KINDS.items():
            if at(volume, kind) is not None:
                yield _finding(
                    definition,
                    CODE_VOLUME,
                    ("Volumes", index, kind),
                    f"volume {as_text(at(volume, 'Name'))} is {what}, which is not run here",
                    "the containers of a task share an empty folder in its place, which is gone with the task",
                    "nothing needs mending for AWS; fill the folder from a container where the task needs files in it",
                )
    if as_flag(definition.get("EnableFaultInjection")):
        yield _finding(
            definition,
            CODE_FAULT_INJECTION,
            ("EnableFaultInjection",),
            "the fault injection endpoints do not answer here",
            "calls of them from the task get 404",
            "nothing needs mending for AWS",
        )
    if definition.get("EphemeralStorage") is not None:
        yield _finding(
            definition,
            CODE_STORAGE,
            ("EphemeralStorage", "SizeInGiB"),
            "ephemeral storage is reported to the task but not limited here",
            "a task that fills its storage fails on AWS and goes on here",
            "nothing needs mending for AWS",
        )


def _containers(definition: Resource) -> Iterator[Finding]:
    for index, container in enumerate(as_list(definition.get("ContainerDefinitions"))):
        name = as_text(at(container, "Name")) or f"number {index + 1}"
        place: PropertyPath = ("ContainerDefinitions", index)
        driver = as_text(at(container, "LogConfiguration", "LogDriver"))
        if driver not in KEPT_DRIVERS:
            yield _finding(
                definition,
                CODE_LOG_DRIVER,
                (*place, "LogConfiguration", "LogDriver"),
                f"log driver {driver} of container {name} is not run here",
                "what the container prints is kept and shown by `seatrial logs`, and sent nowhere",
                "nothing needs mending for AWS",
            )
        if at(container, "FirelensConfiguration") is not None:
            yield _finding(
                definition,
                CODE_FIRELENS,
                (*place, "FirelensConfiguration"),
                f"container {name} runs, but no other container's log is sent through it",
                "the router starts without the configuration that ECS would generate, and gets no records",
                "nothing needs mending for AWS",
            )
        if as_list(at(container, "EnvironmentFiles")):
            yield _finding(
                definition,
                CODE_ENVIRONMENT_FILE,
                (*place, "EnvironmentFiles"),
                f"the environment files of container {name} lie in S3, which does not answer here",
                "their variables are missing in the container",
                "give the variables that matter in Environment",
            )
        yield from _unknown_values(definition, place, container, name)


def _unknown_values(definition: Resource, place: PropertyPath, container: Value, name: str) -> Iterator[Finding]:
    for part in RUNNING:
        for path, value in leaves(at(container, part)):
            if isinstance(value, Unknown):
                yield _finding(
                    definition,
                    CODE_UNKNOWN_VALUE,
                    (*place, part, *path),
                    f"a value that container {name} is started with is not known",
                    f"cannot tell it, because {value.reason}; the container gets an empty text in its place",
                    "give it with --param or --import where it is a parameter or an import",
                )


def _finding(definition: Resource, code: str, path: PropertyPath, what: str, why: str, mend: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING if code in (CODE_PLATFORM, CODE_UNKNOWN_VALUE) else Severity.NOTE,
        what=what,
        why=why,
        mend=mend,
        span=definition.span(*path),
        logical_id=definition.logical_id,
        path=path,
    )
