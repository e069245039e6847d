"""Whether sessions of ECS Exec can be recorded where the cluster says: the task role may write there.

The SSM agent in the task records and encrypts sessions as the task role.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_exec import CLUSTER, SETTINGS, SWITCH, actions_text, settings_of
from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

BUCKET = "AWS::S3::Bucket"
LOG_GROUP = "AWS::Logs::LogGroup"


def _records(inquiry: Inquiry) -> Iterator[Said]:
    """Sessions that are to be recorded where the task role may not write."""
    yield from _unencrypted(inquiry)
    seen: set[str] = set()
    for placement in inquiry.placements:
        path: PropertyPath = (SWITCH,) if placement.by.type == SERVICE else (*placement.definition_path[:-1], SWITCH)
        settings = settings_of(inquiry, placement)
        if placement.definition is None or not as_flag(placement.by.get(*path)) or at(settings, "Logging") == "NONE":
            continue
        role = inquiry.role(placement.definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView) or role.name in seen:
            continue
        seen.add(role.name)
        calls = [*_to_logs(inquiry, at(settings, "LogConfiguration", "CloudWatchLogGroupName"))]
        calls += _to_bucket(inquiry, at(settings, "LogConfiguration"))
        missing = [(action, on) for action, on in calls if ask(inquiry, role, action, on).allowed is False]
        if missing:
            resource, place_of_role = role_place(inquiry, role, placement.definition)
            yield Found(
                resource,
                place_of_role,
                f"{resource_name(role)} may not write where the cluster of {placement.by.logical_id} records sessions "
                "of ECS Exec",
                f"the SSM agent in the task calls {', '.join(dict.fromkeys(action for action, _ in missing))} for that "
                "as the task role: sessions are not recorded",
                f"allow {actions_text(inquiry, missing)} in a policy of {resource_name(role)}",
            )


def _unencrypted(inquiry: Inquiry) -> Iterator[Said]:
    """Sessions that are only to be recorded where they are encrypted, and a group that has no key."""
    for cluster in inquiry.system.of_type(CLUSTER):
        path: PropertyPath = (*SETTINGS, "LogConfiguration", "CloudWatchEncryptionEnabled")
        group = inquiry.find(cluster.get(*path[:-1], "CloudWatchLogGroupName"), LOG_GROUP)
        if not as_flag(cluster.get(*path)) or group is None or group.get("KmsKeyId") not in (None, ""):
            continue
        yield Found(
            cluster,
            path,
            f"{cluster.logical_id} records sessions of ECS Exec only where they are encrypted, and {group.logical_id} "
            "has no key",
            "the SSM agent looks at the log group before it opens a session: aws ecs execute-command fails, or the "
            "session is not recorded",
            f"set KmsKeyId of {group.logical_id}, or leave CloudWatchEncryptionEnabled out",
        )


def _to_logs(inquiry: Inquiry, name: Value) -> Iterator[tuple[str, str]]:
    if not isinstance(name, str) or not name:
        return
    scope = inquiry.system.scope
    arn = str(Arn(scope.partition, "logs", scope.region, scope.account, f"log-group:{name}:log-stream:session"))
    yield "logs:DescribeLogGroups", "*"
    for action in ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"):
        yield action, arn


def _to_bucket(inquiry: Inquiry, settings: Value) -> Iterator[tuple[str, str]]:
    bucket, prefix = at(settings, "S3BucketName"), at(settings, "S3KeyPrefix")
    if not isinstance(bucket, str) or not bucket or isinstance(prefix, Unknown):
        return
    arn = f"arn:{inquiry.system.scope.partition}:s3:::{bucket}"
    inside = "/".join(part for part in (as_text(prefix).strip("/"), "session.log") if part)
    yield "s3:PutObject", f"{arn}/{inside}"
    if as_flag(at(settings, "S3EncryptionEnabled")):
        yield "s3:GetEncryptionConfiguration", arn
    own = inquiry.find(bucket, BUCKET)
    key = key_behind(inquiry, own, USES[BUCKET].key) if own is not None else None
    if key is not None:
        yield "kms:GenerateDataKey", key.arn


CHECK = Check(
    "STA050",
    Severity.WARNING,
    Question.REACH,
    "Sessions of ECS Exec are to be recorded where the task role may not write",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    _records,
)
