"""The volumes of tasks on Amazon EFS, and what a role may do to them.

Who may mount is decided by the file system's policy and the task role's policies together; without a policy of the file
system everybody may who gets there.

Source (read 2026-11-23): https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import Decision, Policies, Policy, PolicyKind, RoleView, evaluate, request_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

FILE_SYSTEM, ACCESS_POINT = "AWS::EFS::FileSystem", "AWS::EFS::AccessPoint"
MOUNT = "elasticfilesystem:ClientMount"
EFS_UTILS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr:"
TASK_STOPS = "so ECS cannot mount the volume, and the task stops before its containers start"


class Volume(Struct, frozen=True):
    """One volume of a task definition on a file system that is known here. ``path`` is that of its configuration."""

    definition: Resource
    path: PropertyPath
    name: str
    content: Value
    system: Resource


def volumes(inquiry: Inquiry) -> Iterator[Volume]:
    """The volumes of task definitions on file systems that are known."""
    for definition in inquiry.definitions:
        for index, item in enumerate(as_list(definition.get("Volumes"))):
            content = at(item, "EFSVolumeConfiguration")
            system = inquiry.find(at(content, "FilesystemId"), FILE_SYSTEM)
            if system is not None:
                path: PropertyPath = ("Volumes", index, "EFSVolumeConfiguration")
                yield Volume(definition, path, as_text(at(item, "Name")), content, system)


def decision_for(inquiry: Inquiry, volume: Volume, role: RoleView, action: str) -> Decision:
    """Whether a role may mount a volume, or write to it."""
    name = f"the policy of {volume.system.logical_id}"
    document = volume.system.get("FileSystemPolicy")
    policies: tuple[Policy, ...] = ()
    if document is not None:
        policies = (Policy(name, document, PolicyKind.RESOURCE, volume.system, ("FileSystemPolicy",)),)
    request = request_of(role, action, volume.system.arn, context_of_mount(inquiry, volume), session="TASK-ID")
    limits = (role.boundary,) if role.boundary is not None else ()
    return evaluate(request, Policies(role.identity, policies, limits, role.doubts))


def context_of_mount(inquiry: Inquiry, volume: Volume) -> dict[str, str | None]:
    """What a policy may ask of a mount, but for who mounts."""
    given = at(volume.content, "AuthorizationConfig", "AccessPointId")
    point = inquiry.find(given, ACCESS_POINT)
    encrypted = as_text(at(volume.content, "TransitEncryption")) == "ENABLED"
    context: dict[str, str | None] = {
        "elasticfilesystem:AccessedViaMountTarget": "true",
        "aws:SecureTransport": "true" if encrypted else "false",
    }
    if point is not None or given is None:
        context["elasticfilesystem:AccessPointArn"] = point.arn if point is not None else None
    return context
