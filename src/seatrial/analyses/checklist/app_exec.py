"""Whether ECS Exec works where it is switched on: a session is opened from within the task, as the task role.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_network import rule_of, told_already
from seatrial.analyses.checklist.app_permissions import place, resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView
from seatrial.analyses.reach import Verdict
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_flag

ACTIONS = tuple(
    f"ssmmessages:{name}"
    for name in ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
)
_KEY = "EnableExecuteCommand"
# As users of UpdateService quote it: https://github.com/aws/aws-cli/issues/6242 (read 2026-11-23).
_NO_ROLE = "a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."
_FAILS = "The execute command failed due to an internal error. Try again later."


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
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
    missing = [action for action in ACTIONS if ask(inquiry, role, action, "*").allowed is False]
    if missing and placement.definition is not None:
        resource, path = place(inquiry, role, placement.definition)
        yield Found(
            resource,
            path,
            f"{resource_name(role)} lacks permissions for ECS Exec, which {placement.by.logical_id} enables",
            f"the SSM agent in the task calls {', '.join(missing)} as the task role; without them aws ecs "
            "execute-command "
            "fails",
            f"allow {', '.join(missing)} on * in a policy of {resource_name(role)}",
            _FAILS,
        )


def _way(inquiry: Inquiry, placement: Placement, path: PropertyPath, told: set[tuple[object, ...]]) -> Iterator[Found]:
    region = inquiry.system.scope.region
    host = f"ssmmessages.{region}.{dns_suffix_of(region)}"
    for source in placement.interfaces(inquiry.paper):
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
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        _ask,
    ),
)
