"""Whether ECS Exec works where it is switched on: a session is opened from within the task, as the task role.

The cluster may have sessions encrypted and recorded, which the SSM agent in the task does as the task role too; and it
writes files of its own into the container.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-29),
https://github.com/aws/containers-roadmap/issues/1359 (which directories the agent writes to; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seatrial.analyses.checklist.app_network import rule_of, told_already
from seatrial.analyses.checklist.app_permissions import place, resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

ACTIONS = tuple(
    f"ssmmessages:{name}"
    for name in ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
)
_KEY = "EnableExecuteCommand"
BUCKET = "AWS::S3::Bucket"
CLUSTER, KEYS, LOG_GROUP = "AWS::ECS::Cluster", ("AWS::KMS::Key", "AWS::KMS::Alias"), "AWS::Logs::LogGroup"
# Where the agent makes its directories.
_WRITTEN = ("/managed-agents", "/var/lib/amazon", "/var/log/amazon")
_CONFIGURATION = ("Configuration", "ExecuteCommandConfiguration")
# As users of UpdateService quote it: https://github.com/aws/aws-cli/issues/6242 (read 2026-11-23).
_NO_ROLE = "a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."
_FAILS = "The execute command failed due to an internal error. Try again later."


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    read: set[str] = set()
    told = told_already(inquiry)
    for placement in inquiry.placements:
        path: PropertyPath = (_KEY,) if placement.by.type == SERVICE else _place(placement)
        if placement.definition is None or not as_flag(_enabled(placement, path)):
            continue
        value = placement.definition.get("TaskRoleArn")
        if value in (None, ""):
            yield Found(
                placement.by,
                path,
                f"{placement.by.logical_id} enables ECS Exec without a task role",
                "ECS Exec uses the task role: without one, ECS refuses CreateService and RunTask",
                f"set TaskRoleArn of {placement.definition.logical_id} to a role that may call {', '.join(ACTIONS)}",
                _NO_ROLE,
                severity=Severity.ERROR if placement.by.type == SERVICE else None,
            )
            continue
        if placement.definition.logical_id not in read:
            read.add(placement.definition.logical_id)
            yield from _read_only(inquiry, placement, path)
        role = inquiry.role(value)
        if isinstance(role, RoleView) and role.name not in seen:
            seen.add(role.name)
            yield from _permissions(inquiry, placement, role)
        yield from _way(inquiry, placement, path, told)


def _place(placement: Placement) -> PropertyPath:
    return placement.definition_path if placement.universal else (*placement.definition_path[:-1], _KEY)


def _enabled(placement: Placement, path: PropertyPath) -> Value:
    return placement.get("EcsParameters", _KEY) if placement.universal else placement.by.get(*path)


def _permissions(inquiry: Inquiry, placement: Placement, role: RoleView) -> Iterator[Found]:
    calls = [(action, "*") for action in ACTIONS]
    calls += [("kms:Decrypt", key) for key in _key(inquiry, placement)]
    missing = [(action, on) for action, on in calls if ask(inquiry, role, action, on).allowed is False]
    if missing and placement.definition is not None:
        resource, path = place(inquiry, role, placement.definition)
        actions = ", ".join(action for action, _ in missing)
        yield Found(
            resource,
            path,
            f"{resource_name(role)} lacks permissions for ECS Exec, which {placement.by.logical_id} enables",
            f"the SSM agent in the task calls {actions} as the task role; without them aws ecs execute-command fails",
            f"allow {_on(inquiry, missing)} in a policy of {resource_name(role)}",
            _FAILS,
        )


def _on(inquiry: Inquiry, calls: Iterable[tuple[str, str]]) -> str:
    """Actions for a mend, each with what it is on."""
    by_resource: dict[str, list[str]] = {}
    for action, on in calls:
        shown = "*" if on == "*" else typed(inquiry, on)
        by_resource.setdefault(shown.replace("/session.log", "/*"), []).append(action)
    return ", and ".join(f"{', '.join(actions)} on {on}" for on, actions in by_resource.items())


def _settings(inquiry: Inquiry, placement: Placement) -> Value:
    """What the cluster says of sessions; None where it is not known."""
    place = ("Cluster",) if placement.by.type == SERVICE else (*placement.at, "Arn")
    cluster = inquiry.find(placement.by.get(*place), CLUSTER)
    return cluster.get(*_CONFIGURATION) if cluster is not None else None


def _key(inquiry: Inquiry, placement: Placement) -> Iterator[str]:
    """The ARN of the key that sessions are encrypted with."""
    named = at(_settings(inquiry, placement), "KmsKeyId")
    key = inquiry.find(named, *KEYS)
    if key is not None:
        target = inquiry.find(key.get("TargetKeyId"), KEYS[0]) or key
        if target.type == KEYS[0] and target.arn:
            yield target.arn
    elif ":key/" in as_text(named):
        yield as_text(named)


def _records(inquiry: Inquiry) -> Iterator[Said]:
    """Sessions that are to be recorded where the task role may not write."""
    yield from _unencrypted(inquiry)
    seen: set[str] = set()
    for placement in inquiry.placements:
        path: PropertyPath = (_KEY,) if placement.by.type == SERVICE else (*placement.definition_path[:-1], _KEY)
        settings = _settings(inquiry, placement)
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
            resource, place_of_role = place(inquiry, role, placement.definition)
            yield Found(
                resource,
                place_of_role,
                f"{resource_name(role)} may not write where the cluster of {placement.by.logical_id} records sessions "
                "of ECS Exec",
                f"the SSM agent in the task calls {', '.join(dict.fromkeys(action for action, _ in missing))} for that "
                "as the task role: sessions are not recorded",
                f"allow {_on(inquiry, missing)} in a policy of {resource_name(role)}",
            )


def _unencrypted(inquiry: Inquiry) -> Iterator[Said]:
    """Sessions that are only to be recorded where they are encrypted, and a group that has no key."""
    for cluster in inquiry.system.of_type(CLUSTER):
        path: PropertyPath = (*_CONFIGURATION, "LogConfiguration", "CloudWatchEncryptionEnabled")
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


def _read_only(inquiry: Inquiry, placement: Placement, path: PropertyPath) -> Iterator[Found]:
    """Containers that the agent can't write into."""
    if placement.definition is None:
        return
    for index, container in inquiry.containers(placement.definition):
        mounts = [as_text(at(item, "ContainerPath")) for item in as_list(at(container, "MountPoints"))]
        written = any(mount.startswith(_WRITTEN) or _WRITTEN[1].startswith(f"{mount.rstrip('/')}/") for mount in mounts)
        if not as_flag(at(container, "ReadonlyRootFilesystem")) or not as_flag(at(container, "Essential"), True):
            continue
        if not written:
            name = as_text(at(container, "Name"))
            yield Found(
                placement.definition,
                ("ContainerDefinitions", index, "ReadonlyRootFilesystem"),
                f"{placement.by.logical_id} enables ECS Exec, but the file system of {name} is read-only",
                f"the SSM agent makes directories in the container: aws ecs execute-command into {name} fails",
                f"mount writable volumes at /var/lib/amazon and /var/log/amazon in {name}, or set "
                f"{'.'.join(map(str, path))}: false",
                _FAILS,
            )


def _way(inquiry: Inquiry, placement: Placement, path: PropertyPath, told: set[tuple[object, ...]]) -> Iterator[Found]:
    region = inquiry.system.scope.region
    host = f"ssmmessages.{region}.{dns_suffix_of(region)}"
    for source in placement.interfaces(inquiry.paper):
        if source.native:
            # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-30)
            yield Found(
                placement.by,
                path,
                f"{placement.by.logical_id} enables ECS Exec for tasks in {source.subnet.logical_id}, which has IPv6 "
                "alone",
                "ECS Exec is not supported for tasks without IPv4 addresses: aws ecs execute-command fails",
                "set EnableExecuteCommand: false, or use subnets with both kinds of addresses",
                _FAILS,
            )
            return
        way = inquiry.paper.to_host(source, host)
        if way.verdict is Verdict.NO and rule_of(way) not in told:
            yield Found(
                placement.by,
                path,
                f"{placement.by.logical_id} enables ECS Exec, but its tasks cannot reach {host}",
                f"{way.why}: aws ecs execute-command fails",
                "add an interface endpoint for ssmmessages, or set EnableExecuteCommand: false",
                _FAILS,
            )
            return


CHECKS = (
    Check(
        "APP010",
        Severity.WARNING,
        Question.REACH,
        "ECS Exec is enabled but cannot work",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html "
        "https://github.com/aws/containers-roadmap/issues/1359",
        _ask,
    ),
    Check(
        "STA050",
        Severity.WARNING,
        Question.REACH,
        "Sessions of ECS Exec are to be recorded where the task role may not write",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        _records,
    ),
)
