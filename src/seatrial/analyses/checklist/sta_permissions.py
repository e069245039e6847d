"""What the task execution role must be allowed, and isn't: one finding per role and kind of call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call, Cause, Failed, Stage
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

MANAGED_POLICY = "service-role/AmazonECSTaskExecutionRolePolicy"


def _ask(*stages: Stage) -> Callable[[Inquiry], Iterator[Said]]:
    def ask(inquiry: Inquiry) -> Iterator[Said]:
        denied: dict[str, list[tuple[Step, Call, str]]] = {}
        for step in inquiry.launches.steps:
            if step.requirement.stage not in stages:
                continue
            verdict = step.verdict
            if isinstance(verdict, Failed):
                if verdict.cause is Cause.PERMISSION and verdict.denied is not None:
                    found = denied.setdefault(as_text(step.requirement.role), [])
                    found.append((step, verdict.denied, verdict.reason))
            elif verdict.note:
                yield Doubt(step.definition, ("ExecutionRoleArn",), f"whether it may {step.requirement}", verdict.note)
        for name, found in denied.items():
            role = inquiry.role(name)
            if isinstance(role, RoleView) and not _refused(inquiry, role):
                yield _found(inquiry, role, found)

    return ask


def _refused(inquiry: Inquiry, role: RoleView) -> bool:
    """Whether IAM refuses the role or a policy of it: what it may do is decided when that is mended."""
    policies = [item.resource.logical_id for item in role.identity if item.resource is not None]
    return not inquiry.refused.isdisjoint([role.resource.logical_id, *policies])


def _found(inquiry: Inquiry, role: RoleView, denied: list[tuple[Step, Call, str]]) -> Found:
    denied.sort(key=lambda item: list(Stage).index(item[0].requirement.stage))
    step, first, reason = denied[0]
    actions = " and ".join(dict.fromkeys(call.action for _, call, _ in denied))
    subjects = list(dict.fromkeys(_subject(inquiry, item, call) for item, call, _ in denied))
    definitions = list({item.definition.logical_id: item.definition for item, _, _ in denied}.values())
    decision = inquiry.decide(role, first)
    resource, path = _place(role, step, inquiry)
    says = decision.reason if decision.statement is not None else f"no statement of it allows {first.action} there"
    if decision.statement is not None and decision.statement.policy.resource is not None:
        resource, path = decision.statement.policy.resource, decision.statement.path
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {actions} for {' and '.join(subjects)}",
        f"ECS does that as the task execution role before a task of {inquiry.names(definitions)} starts, and {says}: "
        "the task stops before its containers start",
        _mend(role, first.action, [call for _, call, _ in denied], decision.statement is not None),
        reason,
    )


def resource_name(role: RoleView) -> str:
    return role.resource.logical_id or role.name


def _place(role: RoleView, step: Step, inquiry: Inquiry) -> tuple[Resource, PropertyPath]:
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return step.definition, ("ExecutionRoleArn",)


def _subject(inquiry: Inquiry, step: Step, call: Call) -> str:
    resource = inquiry.find(call.resource) if call.resource != "*" else None
    return resource.logical_id if resource is not None else step.requirement.subject


def _mend(role: RoleView, action: str, calls: list[Call], by_statement: bool) -> str:
    if by_statement:
        return f"take {action} out of that statement, or narrow its Resource"
    service = action.partition(":")[0]
    if service in ("ecr", "logs") and action != "logs:CreateLogGroup":
        return f"add arn:aws:iam::aws:policy/{MANAGED_POLICY} to ManagedPolicyArns of {resource_name(role)}"
    resources = ", ".join(sorted({call.resource.removesuffix("-??????") for call in calls}))
    return f"allow {action} on {resources} in a policy of {resource_name(role)}"


_ROLE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"
_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
CHECKS = (
    Check(
        "STA006",
        Severity.ERROR,
        Question.START,
        "The task execution role may not pull the image from Amazon ECR",
        _ROLE,
        _ask(Stage.REGISTRY_AUTH, Stage.IMAGE),
    ),
    Check(
        "STA007",
        Severity.ERROR,
        Question.START,
        "The task execution role may not read a secret, or not decrypt it",
        _GUIDE + "secrets-envvar-secrets-manager.html",
        _ask(Stage.SECRET),
    ),
    Check(
        "STA008",
        Severity.ERROR,
        Question.START,
        "The task execution role may not read a parameter of the Parameter Store",
        _GUIDE + "secrets-envvar-ssm-paramstore.html",
        _ask(Stage.PARAMETERS),
    ),
    Check(
        "STA009",
        Severity.ERROR,
        Question.START,
        "The task execution role may not write logs",
        _ROLE,
        _ask(Stage.LOGS),
    ),
)
