"""Whether ECS Exec works where it is switched on: the task role, its rights, a way there, a writable container.

A session is opened from within the task, as the task role, and the SSM agent writes files of its own into the
container.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-29),
https://github.com/aws/containers-roadmap/issues/1359 (which directories the agent writes to; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_exec import SWITCH, actions_text, settings_of
from seatrial.analyses.checklist.app_network import rule_of, told_already
from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_flag, as_list, as_text, at

ACTIONS = tuple(
    f"ssmmessages:{name}"
    for name in ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
)
KEYS = ("AWS::KMS::Key", "AWS::KMS::Alias")
# Where the agent makes its directories.
_WRITTEN = ("/managed-agents", "/var/lib/amazon", "/var/log/amazon")
# As users of UpdateService quote it: https://github.com/aws/aws-cli/issues/6242 (read 2026-11-23).
_NO_ROLE = "a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."
_FAILS = "The execute command failed due to an internal error. Try again later."


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    read: set[str] = set()
    told = told_already(inquiry)
    for placement in inquiry.placements:
        path: PropertyPath = (SWITCH,) if placement.by.type == SERVICE else _place(placement)
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
    return placement.definition_path if placement.universal else (*placement.definition_path[:-1], SWITCH)


def _enabled(placement: Placement, path: PropertyPath) -> Value:
    return placement.get("EcsParameters", SWITCH) if placement.universal else placement.by.get(*path)


def _permissions(inquiry: Inquiry, placement: Placement, role: RoleView) -> Iterator[Found]:
    calls = [(action, "*") for action in ACTIONS]
    calls += [("kms:Decrypt", key) for key in _key(inquiry, placement)]
    missing = [(action, on) for action, on in calls if ask(inquiry, role, action, on).allowed is False]
    if missing and placement.definition is not None:
        resource, path = role_place(inquiry, role, placement.definition)
        actions = ", ".join(action for action, _ in missing)
        yield Found(
            resource,
            path,
            f"{resource_name(role)} lacks permissions for ECS Exec, which {placement.by.logical_id} enables",
            f"the SSM agent in the task calls {actions} as the task role; without them aws ecs execute-command fails",
            f"allow {actions_text(inquiry, missing)} in a policy of {resource_name(role)}",
            _FAILS,
        )


def _key(inquiry: Inquiry, placement: Placement) -> Iterator[str]:
    """The ARN of the key that sessions are encrypted with."""
    named = at(settings_of(inquiry, placement), "KmsKeyId")
    key = inquiry.find(named, *KEYS)
    if key is not None:
        target = inquiry.find(key.get("TargetKeyId"), KEYS[0]) or key
        if target.type == KEYS[0] and target.arn:
            yield target.arn
    elif ":key/" in as_text(named):
        yield as_text(named)


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


CHECK = Check(
    "APP010",
    Severity.WARNING,
    Question.REACH,
    "ECS Exec is enabled but cannot work",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html "
    "https://github.com/aws/containers-roadmap/issues/1359",
    _ask,
    gravest=Severity.ERROR,
)
