"""Whether whoever mounts a file system to write may write to it: the task role, and the user of the access point.

A role that may only ClientMount gets the file system read-only. A directory that an access point makes for one user is
no use to another one whom its permissions don't let write.

Sources: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html (read 2026-11-29),
https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import ACCESS_POINT, MOUNT, Volume, decision_for, volumes
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import RoleView
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_list, as_text, at, is_whole

WRITE = "elasticfilesystem:ClientWrite"
_PERMISSIONS = re.compile(r"[0-7]{3,4}")
# To make a file in a directory takes the rights to write to it and to enter it.
_MAKE_FILES = 0o3


def _writing(inquiry: Inquiry) -> Iterator[Said]:
    """Volumes that a container mounts to write, as a role that may only read."""
    for volume in volumes(inquiry):
        role = inquiry.role(volume.definition.get("TaskRoleArn"))
        named = as_text(at(volume.content, "AuthorizationConfig", "IAM")) == "ENABLED"
        if not named or not isinstance(role, RoleView) or not _is_written(inquiry, volume):
            continue
        if volume.system.get("FileSystemPolicy") is None or not decision_for(inquiry, volume, role, MOUNT).allowed:
            continue
        decision = decision_for(inquiry, volume, role, WRITE)
        if decision.allowed is not False:
            continue
        owned = inquiry.owns(role.resource)
        yield Found(
            role.resource if owned else volume.definition,
            () if owned else ("TaskRoleArn",),
            f"{role.resource.logical_id} may mount {volume.system.logical_id}, but not write to it",
            f"{volume.name} is mounted to write, and {decision.reason}: the file system is mounted read-only, and what "
            "the containers write there fails",
            f"allow {WRITE} on {typed(inquiry, volume.system.arn)} in a policy of {role.resource.logical_id}, or set "
            "ReadOnly: true in its mount points",
        )


def _owners(inquiry: Inquiry) -> Iterator[Said]:
    """Directories that an access point makes for one user, and opens as another who may not write there."""
    seen: set[str] = set()
    for volume in volumes(inquiry):
        point = inquiry.find(at(volume.content, "AuthorizationConfig", "AccessPointId"), ACCESS_POINT)
        if point is None or point.logical_id in seen or not inquiry.owns(point) or not inquiry.owns(volume.system):
            continue
        user, made = point.get("PosixUser"), point.get("RootDirectory", "CreationInfo")
        path, permissions = point.get("RootDirectory", "Path"), as_text(at(made, "Permissions"))
        if not isinstance(path, str) or not path.strip("/") or not _PERMISSIONS.fullmatch(permissions):
            continue
        ids = [as_text(item) for item in (at(user, "Uid"), at(user, "Gid"), at(made, "OwnerUid"), at(made, "OwnerGid"))]
        if not all(is_whole(item) for item in ids) or int(ids[0]) == 0 or not _is_written(inquiry, volume):
            continue
        groups = {as_text(item) for item in [ids[1], *as_list(at(user, "SecondaryGids"))]}
        bits = permissions[-3 if ids[0] == ids[2] else -2 if ids[3] in groups else -1]
        if int(bits) & _MAKE_FILES == _MAKE_FILES:
            continue
        seen.add(point.logical_id)
        yield Found(
            point,
            ("RootDirectory", "CreationInfo"),
            f"{point.logical_id} makes {path} for user {ids[2]} and group {ids[3]} with {permissions}, and opens it as "
            f"user {ids[0]} and group {ids[1]}",
            f"whoever mounts the access point is user {ids[0]}, who may not write there: what the containers of "
            f"{volume.definition.logical_id} write to {volume.name} fails",
            f'write OwnerUid: "{ids[0]}" and OwnerGid: "{ids[1]}" in CreationInfo of {point.logical_id}',
            fix=(
                set_property(point.logical_id, "RootDirectory", "CreationInfo", "OwnerUid", to=ids[0]),
                set_property(point.logical_id, "RootDirectory", "CreationInfo", "OwnerGid", to=ids[1]),
            ),
        )


def _is_written(inquiry: Inquiry, volume: Volume) -> bool:
    return any(
        as_text(at(mount, "SourceVolume")) == volume.name and not as_flag(at(mount, "ReadOnly"))
        for _, container in inquiry.containers(volume.definition)
        for mount in as_list(at(container, "MountPoints"))
    )


CHECK = Check(
    "APP030",
    Severity.WARNING,
    Question.REACH,
    "A file system is mounted to write, and whoever mounts it may not write to it",
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html "
    "https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html",
    lambda inquiry: chain(_writing(inquiry), _owners(inquiry)),
)
