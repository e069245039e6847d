"""Whether the roles that ECS and CodeDeploy act as for a service allow what a deployment or a volume needs.

What is surely called is an error; what AWS's own policy allows beside that is a warning.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_deploys import Needed
from seatrial.analyses.checklist.arr_roles import CODE_DEPLOY, ECS, Task, known_roles
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView, allowed, can_assume, mentions
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity

PASS_ROLE, ECS_TASKS = "iam:PassRole", "ecs-tasks.amazonaws.com"
# More calls than these are counted.
_MOST = 3


def _permissions(inquiry: Inquiry) -> Iterator[Said]:
    for task, role in known_roles(inquiry):
        if can_assume(role, task.service).allowed is False or inquiry.refused_at(role.resource):
            continue
        missing = _lost(inquiry, role, task.calls)
        nothing = (not task.calls or task.service == CODE_DEPLOY) and not role.identity and not role.doubts
        minor = [] if missing or nothing else _lost(inquiry, role, task.beside)
        if not missing and not nothing and not minor:
            if task.service == CODE_DEPLOY and role.doubts:
                yield Doubt(task.by, task.path, f"whether CodeDeploy may deploy as {role.name}", role.doubts[0])
            continue
        yield _lacking(inquiry, task, role, [] if nothing else missing or minor, certain=not minor)


def _lacking(inquiry: Inquiry, task: Task, role: RoleView, missing: list[str], *, certain: bool) -> Found:
    name = role.resource.logical_id
    more = f" and {len(missing) - _MOST} more" if len(missing) > _MOST else ""
    shown = f"{', '.join(missing[:_MOST])}{more}" if more else " and ".join(missing)
    what = "has no policy" if not role.identity else ""
    what += f"{', and ' if what and missing else ''}{f'may not call {shown}' if missing else ''}"
    arn = f"arn:{inquiry.system.scope.partition}:iam::aws:policy/{task.policy}"
    policy = f"add {arn} to ManagedPolicyArns of {name}"
    statement = f"allow {' and '.join(missing)} in a policy of {name}"
    keys = [action for action in missing if action.startswith("kms:")]
    maybe = "" if certain else "AWS's own policy for this allows them, and without them it may be that "
    by_hand = not task.policy or missing in ([PASS_ROLE], keys)
    return Found(
        role.resource,
        (),
        f"{name}, the {task.noun} of {task.by.logical_id}, {what}",
        f"{maybe}{task.fails}" if task.service == ECS else "deployments fail: CodeDeploy acts as this role",
        statement if by_hand else policy,
        severity=None if certain else Severity.WARNING,
    )


def _lost(inquiry: Inquiry, role: RoleView, calls: tuple[Needed, ...]) -> list[str]:
    lost = [action for action, on in calls if all(_denied(inquiry, role, action, one) for one in on)]
    return list(dict.fromkeys(lost))


def _denied(inquiry: Inquiry, role: RoleView, action: str, on: str) -> bool:
    if not on:
        return not mentions(role, action)
    region = inquiry.system.scope.region
    context = {"aws:RequestedRegion": region}
    if action.startswith("kms:"):
        context |= {"kms:ViaService": f"ec2.{region}.{dns_suffix_of(region)}", "kms:GrantIsForAWSResource": "true"}
    if action == PASS_ROLE:
        context["iam:PassedToService"] = ECS_TASKS
    return allowed(inquiry.systems, role, action, on, context).allowed is False


CHECK = Check(
    "ARR041",
    Severity.ERROR,
    Question.ARRIVE,
    "A role for deployments or volumes may not do what ECS needs",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
    "AmazonECSInfrastructureRolePolicyForLoadBalancers.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html",
    _permissions,
)
