"""Whether the task role may mount the file system.

Who may mount is decided by the file system's policy and the task role's policies together; without a policy of the file
system everybody may who gets there.

Source (read 2026-11-23): https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_volumes import EFS_UTILS, MOUNT, TASK_STOPS, decision_for, volumes
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, at


def _permissions(inquiry: Inquiry) -> Iterator[Said]:
    """What a policy of the file system leaves to the task role."""
    for volume in volumes(inquiry):
        document = volume.system.get("FileSystemPolicy")
        if as_text(at(volume.content, "AuthorizationConfig", "IAM")) != "ENABLED":
            continue
        if volume.definition.get("TaskRoleArn") is None:
            yield Found(
                volume.definition,
                (*volume.path, "AuthorizationConfig", "IAM"),
                f"{volume.name} is mounted as the task role, but {volume.definition.logical_id} has none",
                f"with IAM: ENABLED the mount is signed by the task role's credentials, {TASK_STOPS}",
                f"add TaskRoleArn to {volume.definition.logical_id}, or remove IAM: ENABLED",
                f"{EFS_UTILS} AWS Access Key ID and Secret Access Key are not found",
            )
            continue
        if document is None:
            continue
        role = inquiry.role(volume.definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView):
            continue
        decision = decision_for(inquiry, volume, role, MOUNT)
        if decision.allowed is not False:
            continue
        statement = decision.statement
        at_statement = statement is not None and statement.policy.resource is not None
        place = statement.policy.resource if at_statement and statement is not None else None
        yield Found(
            place or volume.definition,
            statement.path if place is not None and statement is not None else ("TaskRoleArn",),
            f"{resource_name(role)} may not mount {volume.system.logical_id}",
            f"{volume.name} is mounted as the task role, and {decision.reason}, {TASK_STOPS}",
            (
                "narrow that statement so that it no longer denies the mount"
                if statement is not None
                else f"allow {MOUNT} and elasticfilesystem:ClientWrite on {volume.system.logical_id} in a policy of "
                f"{resource_name(role)}"
            ),
            "mount.nfs4: access denied by server while mounting 127.0.0.1:/",
        )


CHECK = Check(
    "STA020",
    Severity.ERROR,
    Question.START,
    "The task role may not mount the file system",
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
    _permissions,
)
