"""Whether what a container mounts has an absolute place of its own.

Nobody was seen to be refused on Fargate for another, so that it is a warning: Docker starts no container with "mount
path must be absolute" or "Duplicate mount point", as its users quote it; another runtime may take the one from the
root, and mount the other over the first.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at


def _mounts(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for number, container in inquiry.containers(definition):
            seen: set[str] = set()
            for index, point in enumerate(as_list(at(container, "MountPoints"))):
                place = at(point, "ContainerPath")
                path: PropertyPath = ("ContainerDefinitions", number, "MountPoints", index, "ContainerPath")
                if not isinstance(place, str) or not place:
                    continue
                own = f"{as_text(at(container, 'Name'))} of {definition.logical_id}"
                if not place.startswith("/") and not _is_windows(definition):
                    yield Found(
                        definition,
                        path,
                        f"{own} mounts a volume at {place}, which is no absolute path",
                        "a place of a mount is counted from the root of the container: its start fails, or the volume "
                        "is elsewhere than the application looks for it",
                        f"write ContainerPath: /{place}",
                    )
                elif place.rstrip("/") in seen:
                    yield Found(
                        definition,
                        path,
                        f"{own} mounts two volumes at {place}",
                        "the one hides the other, or the container does not start",
                        "leave one of the two MountPoints out, or give it another ContainerPath",
                    )
                seen.add(place.rstrip("/"))


def _is_windows(definition: Resource) -> bool:
    return as_text(definition.get("RuntimePlatform", "OperatingSystemFamily")).startswith("WINDOWS")


CHECK = Check(
    "CRE082",
    Severity.WARNING,
    Question.START,
    "A container mounts a volume at a relative path, or two at one place",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
    _mounts,
)
