"""Whether the directory that an EFS access point opens is there, or is made.

A file system that the template makes is empty. Amazon EFS makes the directory of an access point when a client first
mounts it, but only with CreationInfo; without, the mount fails. Whatever else is given the file system may have made
the directory by then, as an instance does whose user data mounts it before the service is created
(https://github.com/waterstreamio/waterstream-aws-ecs-cloudformation/blob/main/templates/waterstream_template.yml).

Source (read 2026-11-29): https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import ACCESS_POINT, FILE_SYSTEM, Volume, volumes
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text, at

# What names a file system and cannot make a directory in it, beside the tasks, whose mounts are looked at.
_MAKES_NOTHING = (
    "AWS::EFS::",
    "AWS::ECS::",
    "AWS::IAM::",
    "AWS::Backup::",
    "AWS::CloudWatch::",
)


def _directories(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    everything = list(volumes(inquiry))
    for volume in everything:
        point = inquiry.find(at(volume.content, "AuthorizationConfig", "AccessPointId"), ACCESS_POINT)
        if point is None or point.logical_id in seen or not inquiry.owns(point) or not inquiry.owns(volume.system):
            continue
        seen.add(point.logical_id)
        path = point.get("RootDirectory", "Path")
        if not isinstance(path, str) or path.strip("/") == "" or point.get("RootDirectory", "CreationInfo") is not None:
            continue
        if not _made_otherwise(inquiry, point, path, [item for item in everything if item.system is volume.system]):
            yield _missing(volume, point, path)


def _made_otherwise(inquiry: Inquiry, point: Resource, path: str, others: list[Volume]) -> bool:
    """Whether something else may make the directory: another access point, or who is given more of the file system."""
    system = inquiry.find(point.get("FileSystemId"), FILE_SYSTEM)
    if system is not None and any(
        one.target == system.logical_id and not inquiry.system.resources[one.source].type.startswith(_MAKES_NOTHING)
        for one in inquiry.system.references
        if one.source in inquiry.system.resources
    ):
        return True
    for other in inquiry.system.of_type(ACCESS_POINT):
        same = other.get("FileSystemId") == point.get("FileSystemId") and other is not point
        directory = as_text(other.get("RootDirectory", "Path")) or "/"
        if same and path.startswith(directory):
            return True
    return any(not as_text(at(item.content, "AuthorizationConfig", "AccessPointId")) for item in others)


def _missing(volume: Volume, point: Resource, path: str) -> Found:
    return Found(
        point,
        ("RootDirectory", "Path"),
        f"{path}, the root directory of {point.logical_id}, does not exist in {volume.system.logical_id}",
        f"the file system is empty when it is created, and without CreationInfo Amazon EFS does not create {path}: "
        f"{volume.name} of {volume.definition.logical_id} cannot be mounted, and the task stops before its containers "
        "start",
        'add CreationInfo: { OwnerUid: "1000", OwnerGid: "1000", Permissions: "0755" } to RootDirectory of '
        f"{point.logical_id}, with the user that the container runs as",
    )


CHECK = Check(
    "STA034",
    Severity.ERROR,
    Question.START,
    "The root directory of an EFS access point does not exist, and nothing creates it",
    "https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html",
    _directories,
)
