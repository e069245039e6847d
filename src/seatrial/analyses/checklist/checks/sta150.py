"""Whether a task for Windows asks for what only Linux containers have.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import only_fargate
from seatrial.analyses.refusals.ecs_platform import is_windows
from seatrial.analyses.refusals.world import is_given
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_flag, as_list, as_text, at

# "This parameter is not supported for Windows containers":
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (read 2026-11-30)
OF_LINUX = ("LinuxParameters", "ReadonlyRootFilesystem", "Ulimits", "User")


def _windows(inquiry: Inquiry) -> Iterator[Said]:
    """What Linux alone has, in a task for Windows."""
    for definition in inquiry.definitions:
        if not is_windows(definition) or definition.logical_id in inquiry.refused:
            continue
        name = definition.logical_id
        # Not EphemeralStorage: Windows has it from platform version 1.0.0 on, its only one:
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html (read 2026-11-30).
        if is_given(definition.get("PidMode")):
            yield _not_of_windows(definition, ("PidMode",), f"PidMode of {name} is not for Windows")
        for index, volume in enumerate(as_list(definition.get("Volumes"))):
            if is_given(at(volume, "EFSVolumeConfiguration")):
                path: PropertyPath = ("Volumes", index, "EFSVolumeConfiguration")
                what = f"{name}, which is for Windows, mounts the EFS volume {as_text(at(volume, 'Name'))}"
                yield Found(
                    definition,
                    path,
                    what,
                    "Fargate mounts no file systems of Amazon EFS for Windows containers: the tasks don't start",
                    "leave the volume and its MountPoints out, or write OperatingSystemFamily: LINUX",
                    severity=Severity.ERROR,
                )
            elif as_flag(at(volume, "ConfiguredAtLaunch")) and only_fargate(definition):
                yield Found(
                    definition,
                    ("Volumes", index, "ConfiguredAtLaunch"),
                    f"{name}, which is for Windows, has the EBS volume {as_text(at(volume, 'Name'))}",
                    "Fargate attaches no volumes of Amazon EBS to Windows containers: the tasks don't start",
                    "leave the volume and its MountPoints out, or write OperatingSystemFamily: LINUX",
                    severity=Severity.ERROR,
                )
        for index, container in inquiry.containers(definition):
            for key in OF_LINUX:
                if is_given(at(container, key)) and at(container, key) is not False:
                    what = f"{key} of {as_text(at(container, 'Name'))} in {name} is not for Windows"
                    yield _not_of_windows(definition, ("ContainerDefinitions", index, key), what)


def _not_of_windows(definition: Resource, path: PropertyPath, what: str) -> Found:
    family = as_text(definition.get("RuntimePlatform", "OperatingSystemFamily"))
    return Found(
        definition,
        path,
        what,
        f"OperatingSystemFamily is {family}, and Windows containers don't support it: ECS refuses it, or it has no "
        "effect",
        f"leave {path[-1]} out",
    )


CHECK = Check(
    "STA150",
    Severity.WARNING,
    Question.START,
    "A task for Windows asks for what only Linux containers have",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html",
    _windows,
    gravest=Severity.ERROR,
)
