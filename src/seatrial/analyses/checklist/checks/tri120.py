"""Whether the role of a function that starts tasks may do so: run the task definition, and pass the task's roles.

That a function starts tasks is told by the task definition that its variables name, and by its code where that stands
in the template, or by a statement of its role that nearly allows the call. Whoever deploys the code apart may well have
another purpose, so nothing else is taken for sure.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html#IAM_run_policies,
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, told
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.tri_roles import PASS_ROLE, RUN_TASK
from seatrial.analyses.checklist.triggers import ECS_TASKS
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import ContextValue, Decision, RoleView, can_assume, evaluate, question
from seatrial.analyses.refusals.awslambda import FUNCTION
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

DEFINITION, CLUSTER = "AWS::ECS::TaskDefinition", "AWS::ECS::Cluster"
LAMBDA = "lambda.amazonaws.com"
# How the SDKs write the call.
_STARTS = re.compile(r"\brun_?task\b|\bRunTaskCommand\b|\bRunTaskRequest\b", re.IGNORECASE)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for function in inquiry.system.of_type(FUNCTION):
        value = function.get("Role")
        role = inquiry.role(value) if isinstance(value, str) and value else None
        if not isinstance(role, RoleView) or not inquiry.owns(role.resource) or role_refused(inquiry, role):
            continue
        if function.logical_id in inquiry.refused or can_assume(role, LAMBDA).allowed is False:
            continue
        for variable, definition in _given(inquiry, function):
            found = _run(inquiry, function, role, variable, definition)
            yield from found or _passes(inquiry, function, role, variable, definition)


def _given(inquiry: Inquiry, function: Resource) -> Iterator[tuple[str, Resource]]:
    variables = function.get("Environment", "Variables")
    for name, value in variables.items() if isinstance(variables, dict) else ():
        definition = inquiry.find(value, DEFINITION) if isinstance(value, str) else None
        if definition is not None:
            yield name, definition


def _decide(
    inquiry: Inquiry, function: Resource, role: RoleView, action: str, arn: str
) -> tuple[Decision, Told | None]:
    context: dict[str, ContextValue] = {"aws:RequestedRegion": inquiry.system.scope.region}
    if action == PASS_ROLE:
        context["iam:PassedToService"] = ECS_TASKS
    clusters = _clusters(inquiry, function)
    if action == RUN_TASK and len(clusters) == 1:
        context["ecs:cluster"] = clusters[0].arn
    asked = question(inquiry.systems, role, action, arn, context)
    decision = evaluate(*asked)
    return decision, told(inquiry, asked, decision, role) if decision.allowed is False else None


def _clusters(inquiry: Inquiry, function: Resource) -> list[Resource]:
    variables = function.get("Environment", "Variables")
    values = list(variables.values()) if isinstance(variables, dict) else []
    given = [one for value in values if isinstance(value, str) and (one := inquiry.find(value, CLUSTER)) is not None]
    return given or list(inquiry.system.of_type(CLUSTER))


def _says_so(function: Resource) -> bool:
    """Whether the function's code stands in the template, and starts tasks."""
    return _STARTS.search(as_text(function.get("Code", "ZipFile"))) is not None


def _run(inquiry: Inquiry, function: Resource, role: RoleView, variable: str, definition: Resource) -> list[Said]:
    decision, near = _decide(inquiry, function, role, RUN_TASK, definition.arn)
    family = definition.arn.rpartition(":")[0]
    if decision.allowed is not False or (near is None and not _says_so(function)):
        return []
    if any(_decide(inquiry, function, role, RUN_TASK, arn)[0].allowed is not False for arn in (family, f"{family}:*")):
        return []
    name, whose = definition.logical_id, resource_name(role)
    return [
        Found(
            near.resource if near is not None else role.resource,
            near.path if near is not None else (),
            f"{whose} may not run {name}",
            f"{function.logical_id} is given {name} in {variable} and starts its tasks as this role, and "
            f"{near.says if near is not None else decision.reason}: no task ever starts",
            near.mend if near is not None else f"allow {RUN_TASK} on !Ref {name} in a policy of {whose}",
            fix=() if near is not None else allow(inquiry, role, "seatrial-run-tasks", ((RUN_TASK, definition.arn),)),
        )
    ]


def _passes(
    inquiry: Inquiry, function: Resource, role: RoleView, variable: str, definition: Resource
) -> Iterator[Said]:
    """Which roles of a task that it may run, or says that it runs, the function may not pass."""
    if not _says_so(function) and not _decide(inquiry, function, role, RUN_TASK, definition.arn)[0].allowed:
        return
    denied: list[tuple[RoleView, Decision, Told | None]] = []
    for key in ("ExecutionRoleArn", "TaskRoleArn"):
        passed = inquiry.role(definition.get(key)) if definition.get(key) is not None else None
        if isinstance(passed, RoleView) and passed.arn not in [view.arn for view, _, _ in denied]:
            decision, near = _decide(inquiry, function, role, PASS_ROLE, passed.arn)
            if decision.allowed is False:
                denied.append((passed, decision, near))
    if not denied:
        return
    names = " and ".join(resource_name(view) for view, _, _ in denied)
    arns = ", ".join(typed(inquiry, view.arn) for view, _, _ in denied)
    whose = resource_name(role)
    _, decision, near = denied[0]
    near = near if len(denied) == 1 else None
    yield Found(
        near.resource if near is not None else role.resource,
        near.path if near is not None else (),
        f"{whose} may run {definition.logical_id}, but not pass {names}",
        f"{function.logical_id} is given {definition.logical_id} in {variable} and starts its tasks as this role; "
        f"RunTask needs {PASS_ROLE} for the task's roles, and "
        f"{near.says if near is not None else decision.reason}: no task ever starts",
        near.mend if near is not None else f"allow {PASS_ROLE} on {arns} in a policy of {whose}",
        fix=()
        if near is not None
        else allow(inquiry, role, "seatrial-pass-roles", ((PASS_ROLE, view.arn) for view, _, _ in denied)),
    )


CHECK = Check(
    "TRI120",
    Severity.ERROR,
    Question.TRIGGER,
    "A function that starts tasks may not run them, or not pass their roles",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html",
    _ask,
)
