"""Containers that start tasks themselves: RunTask gives the new task its roles, so the caller must be allowed to pass
them.

That a container starts tasks is told by the task definition that it is given and may run.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html (both read
2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import TASK_ID, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.tri_roles import PASS_ROLE, RUN_TASK
from seatrial.analyses.checklist.triggers import ECS_TASKS
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.uses import ask
from seatrial.analyses.iam import RoleView, access_denied_text, evaluate, question, request_of
from seatrial.model.finding import Severity

DEFINITION = "AWS::ECS::TaskDefinition"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role, started = item.role, item.resource
        if started.type != DEFINITION or not isinstance(role, RoleView) or role_refused(inquiry, role):
            continue
        if not ask(inquiry, role, RUN_TASK, started.arn).allowed:
            continue
        passed = [inquiry.role(started.get(key)) for key in ("ExecutionRoleArn", "TaskRoleArn")]
        context = {"aws:RequestedRegion": inquiry.system.scope.region, "iam:PassedToService": ECS_TASKS}
        denied = []
        for view in passed:
            if isinstance(view, RoleView) and (role.name, view.name) not in seen:
                seen.add((role.name, view.name))
                asked = question(inquiry.systems, role, PASS_ROLE, view.arn, context)
                decision = evaluate(*asked)
                if decision.allowed is False:
                    denied.append((view, asked, decision))
        if not denied:
            continue
        resource, path = role_place(inquiry, role, item.gift.definition)
        names = " and ".join(dict.fromkeys(resource_name(view) for view, _, _ in denied))
        arns = ", ".join(dict.fromkeys(typed(inquiry, view.arn) for view, _, _ in denied))
        view, asked, decision = denied[0]
        says = decision.reason
        mend = (
            f"allow {PASS_ROLE} on {arns} with Condition StringEquals iam:PassedToService: {ECS_TASKS} in a policy of "
        )
        mend += resource_name(role)
        near = told(inquiry, asked, decision, role) if len(denied) == 1 else None
        if near is not None:
            resource, path, says, mend = near.resource, near.path, near.says, near.mend
        yield Found(
            resource,
            path,
            f"{resource_name(role)} may run {started.logical_id}, but not pass {names}",
            f"containers of {item.gift.definition.logical_id} are given {started.logical_id} in {item.gift.variable} "
            f"and start its tasks as this role; RunTask needs {PASS_ROLE} for the task's roles, and {says}: every call "
            "is denied",
            mend,
            access_denied_text(request_of(role, PASS_ROLE, view.arn, session=TASK_ID), decision),
            fix=allow(inquiry, role, "seatrial-pass-roles", ((PASS_ROLE, view.arn) for view, _, _ in denied)),
        )


CHECK = Check(
    "APP070",
    Severity.ERROR,
    Question.REACH,
    "A container starts tasks, and its role may not pass their roles",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    _ask,
)
