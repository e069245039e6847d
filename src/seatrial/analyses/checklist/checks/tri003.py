"""Whether the role that starts a task may pass the task's roles to ECS.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html (read 2026-11-23),
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import both
from seatrial.analyses.checklist.tri_roles import (
    PASS_ROLE,
    RUN_TASK,
    decision_on,
    denied_passes,
    in_cluster,
    nearly_allowing,
    passed_roles,
    place_of_denial,
    short_name,
    starts,
)
from seatrial.analyses.checklist.triggers import ECS_TASKS, Trigger
from seatrial.analyses.iam import (
    Decision,
    RoleView,
    access_denied_text,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text


def _pass_role(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, role, definition in starts(inquiry):
        for kind, _, decision in passed_roles(inquiry, trigger, role, definition):
            if decision.allowed is None:
                what = f"whether {resource_name(role)} may pass the {kind} of {definition.logical_id}"
                yield Doubt(trigger.by, trigger.role_path, what, decision.reason.partition(", because ")[2])
        denied = denied_passes(inquiry, trigger, role, definition)
        run = decision_on(inquiry, role, RUN_TASK, definition.arn, in_cluster(inquiry, trigger))
        if run.allowed is False and not run.statement:
            # Told together with what lacks it.
            denied = [item for item in denied if item[2].statement]
        if denied:
            yield _no_pass(inquiry, trigger, role, definition, denied)


def _no_pass(
    inquiry: Inquiry,
    trigger: Trigger,
    role: RoleView,
    definition: Resource,
    denied: list[tuple[str, str, Decision]],
) -> Found:
    kinds = " and ".join(f"the {kind} {short_name(inquiry, arn)}" for kind, arn, _ in denied)
    arns = ", ".join(dict.fromkeys(short_name(inquiry, arn) for _, arn, _ in denied))
    _, first, decision = denied[0]
    resource, path = place_of_denial(inquiry, trigger, role, decision)
    other = decision_on(inquiry, role, PASS_ROLE, first, {}).allowed is None
    why = "its Condition iam:PassedToService does not allow ecs-tasks.amazonaws.com" if other else decision.reason
    mend = (
        f"allow {PASS_ROLE} on {arns} with Condition StringEquals iam:PassedToService: {ECS_TASKS} in a policy of "
        f"{resource_name(role)}"
    )
    nears = [
        nearly_allowing(inquiry, role, PASS_ROLE, arn, {"iam:PassedToService": ECS_TASKS}, said)
        for _, arn, said in denied
    ]
    if nears[0] is not None and all(item is not None and item.path == nears[0].path for item in nears):
        near = nears[0]
        for item in nears[1:]:
            near = both(near, item) if item is not None and item.mend not in near.mend else near
        resource, path, why, mend = near.resource, near.path, near.says, near.mend
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not pass {kinds}",
        f"starting a task of {definition.logical_id} needs iam:PassRole for its roles, and {why}; {trigger.silent}",
        mend,
        access_denied_text(request_of(role, PASS_ROLE, first), decision),
        severity=None if _surely_passed(definition, denied) else Severity.WARNING,
        fix=allow(inquiry, role, "seatrial-pass-roles", ((PASS_ROLE, arn) for _, arn, _ in denied)),
    )


def _surely_passed(definition: Resource, denied: list[tuple[str, str, Decision]]) -> bool:
    """Whether the start is surely refused without the roles. The guide asks for both, yet the CDK leaves the task role
    out where a task is for EC2 alone: https://github.com/aws/aws-cdk (aws-events-targets/lib/ecs-task.ts, read
    2026-11-30).
    """
    made_for = [as_text(item) for item in as_list(definition.get("RequiresCompatibilities"))]
    return not made_for or "FARGATE" in made_for or any(kind != "task role" for kind, _, _ in denied)


CHECK = Check(
    "TRI003",
    Severity.ERROR,
    Question.TRIGGER,
    "The role that starts a task may not pass the task's roles",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html "
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    _pass_role,
)
