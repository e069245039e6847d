"""What the task execution role must be allowed, and isn't: one finding per role and kind of call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Doubt, Found, Said
from seatrial.analyses.checklist.fixes import allow_launch, helps
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.nearly import Told, both, told
from seatrial.analyses.checklist.sta_role_places import misplaced_role
from seatrial.analyses.checklist.sta_secrets import is_told_by_name, misnamed, parameter_nearly
from seatrial.analyses.checklist.typed import named, typed
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call, Cause, Failed, Passed, Stage
from seatrial.analyses.launch.secret_reference import ParameterReference
from seatrial.model.edit import Edit
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

MANAGED_POLICY = "service-role/AmazonECSTaskExecutionRolePolicy"
Denied = tuple[Step, Call, str]


def denied_at(*stages: Stage) -> Callable[[Inquiry], Iterator[Said]]:
    """Asks what the task execution role may not do at these stages of a launch."""

    def ask(inquiry: Inquiry) -> Iterator[Said]:
        yield from _doubts(inquiry, stages)
        for role, denied in _denied(inquiry):
            for near, items in _by_statement(inquiry, role, _told_with(inquiry, role, denied, stages)):
                yield _found(inquiry, role, near, items)

    return ask


def _doubts(inquiry: Inquiry, stages: tuple[Stage, ...]) -> Iterator[Said]:
    for step in inquiry.launches.steps:
        verdict = step.verdict
        if step.requirement.stage not in stages or not isinstance(verdict, Passed):
            continue
        role = inquiry.role(step.requirement.role)
        if isinstance(role, RoleView) and role_refused(inquiry, role):
            continue
        if verdict.note and verdict.denied is None:
            what = f"whether the task execution role may {step.requirement}"
            yield Doubt(step.definition, ("ExecutionRoleArn",), what, _reasons(verdict.note))


def _reasons(note: str) -> str:
    """Why it cannot be told, once each."""
    return "; ".join(dict.fromkeys(part.rpartition(", because ")[2] for part in note.split("; ")))


def _denied(inquiry: Inquiry) -> Iterator[tuple[RoleView, list[Denied]]]:
    """What each task execution role may not do, whoever it starts and however it is named there."""
    denied: dict[str, tuple[RoleView, list[Denied]]] = {}
    for step in inquiry.launches.steps:
        verdict = step.verdict
        if not isinstance(verdict, Failed) or verdict.cause is not Cause.PERMISSION or verdict.denied is None:
            continue
        role = inquiry.role(step.requirement.role)
        if step.requirement.stage is Stage.PARAMETERS and _misnamed(inquiry, step, verdict.denied):
            continue
        if (
            isinstance(role, RoleView)
            and not role_refused(inquiry, role)
            and not misplaced_role(inquiry, step.definition)
        ):
            calls = _also_denied(inquiry, role, step, verdict.denied)
            denied.setdefault(role.name, (role, []))[1].extend((step, call, verdict.reason) for call in calls)
    yield from denied.values()


def _also_denied(inquiry: Inquiry, role: RoleView, step: Step, first: Call) -> list[Call]:
    """The call that ends a step, and with a file those that would come after it: bucket and object are one thing."""
    if step.requirement.stage is not Stage.ENVIRONMENT_FILES:
        return [first]
    return [call for call in step.requirement.calls if call is first or inquiry.decide(role, call).allowed is False]


def _misnamed(inquiry: Inquiry, step: Step, call: Call) -> bool:
    """Whether the name of a parameter is wrong in itself, which is told at ValueFrom."""
    named = [item for item in step.requirement.references if isinstance(item, ParameterReference)]
    if misnamed(call.resource):
        return True
    asked = [item for item in named if item.arn == call.resource]
    return any(is_told_by_name(inquiry, item) or parameter_nearly(inquiry, item) is not None for item in asked)


def role_refused(inquiry: Inquiry, role: RoleView) -> bool:
    """Whether IAM refuses the role or a policy of it: what it may do is decided when that is mended."""
    policies = [item.resource.logical_id for item in role.identity if item.resource is not None]
    return not inquiry.refused.isdisjoint([role.resource.logical_id, *policies])


def _told_with(inquiry: Inquiry, role: RoleView, denied: list[Denied], stages: tuple[Stage, ...]) -> list[Denied]:
    """What is told in one finding: of one kind of call; or all that one managed policy mends, at the first of them."""
    if not role.identity or all("boundary" in inquiry.decide(role, item[1]).reason for item in denied):
        # It has no policy at all, or one permissions boundary keeps it from all of it.
        first = min(list(Stage).index(item[0].requirement.stage) for item in denied)
        return denied if list(Stage)[first] in stages else []
    plain = [item for item in denied if _is_managed(item[1]) and inquiry.decide(role, item[1]).statement is None]
    lacking = {item[1].action for item in plain}
    if {"ecr:GetAuthorizationToken", "logs:CreateLogStream"} <= lacking:
        rest = [item for item in denied if item not in plain]
        return [
            *(plain if Stage.REGISTRY_AUTH in stages else ()),
            *(item for item in rest if item[0].requirement.stage in stages),
        ]
    return [item for item in denied if item[0].requirement.stage in stages]


def _by_statement(inquiry: Inquiry, role: RoleView, denied: list[Denied]) -> Iterator[tuple[Told | None, list[Denied]]]:
    """What one statement lacks together, and what no statement comes near."""
    found: dict[object, tuple[Told | None, list[Denied]]] = {}
    for item in sorted(denied, key=lambda item: list(Stage).index(item[0].requirement.stage)):
        near = told(inquiry, inquiry.asked(role, item[1]), inquiry.decide(role, item[1]), role)
        place = (near.resource.logical_id, near.path) if near is not None else None
        first, items = found.setdefault(place, (near, []))
        items.append(item)
        if first is not None and near is not None and near.mend not in first.mend:
            found[place] = (both(first, near), items)
    yield from found.values()


def _is_managed(call: Call) -> bool:
    """Whether AmazonECSTaskExecutionRolePolicy allows a call."""
    return call.action.startswith(("ecr:", "logs:")) and call.action != "logs:CreateLogGroup"


def _found(inquiry: Inquiry, role: RoleView, near: Told | None, denied: list[Denied]) -> Found:
    step, first, reason = denied[0]
    calls = [call for _, call, _ in denied]
    actions = _and(dict.fromkeys(call.action for call in calls))
    subjects = _and(dict.fromkeys(_subject(inquiry, item, call) for item, call, _ in denied))
    definitions = list({item.definition.logical_id: item.definition for item, _, _ in denied}.values())
    resource, path = step_place(role, step, inquiry)
    says = f"none of its statements allows {first.action} there"
    mend = mend_of_calls(inquiry, role, calls)
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {actions} for {subjects}",
        f"ECS makes these calls as the task execution role before a task of {inquiry.names(definitions)} starts, and "
        f"{says}: the task stops before its containers "
        f"start{', unless somebody added to the role' if role.note else ''}",
        mend,
        reason,
        severity=Severity.WARNING if role.note else None,
        fix=_fix(inquiry, role, near, calls),
    )


def _fix(inquiry: Inquiry, role: RoleView, near: Told | None, calls: list[Call]) -> tuple[Edit, ...]:
    if near is not None and (near.fix or near.attached):
        return near.fix
    return allow_launch(inquiry, role, calls) if helps(inquiry, role, calls) else ()


def _and(names: Collection[str]) -> str:
    listed = list(names)
    return f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else "".join(listed)


def step_place(role: RoleView, step: Step, inquiry: Inquiry) -> tuple[Resource, PropertyPath]:
    """Where something about a role is said: at the role, or at who names it where another stack has it."""
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return step.definition, ("ExecutionRoleArn",)


def _subject(inquiry: Inquiry, step: Step, call: Call) -> str:
    resource = inquiry.find(call.resource) if call.resource != "*" else None
    return named(inquiry, call.resource) if resource is not None else step.requirement.subject


def mend_of_calls(inquiry: Inquiry, role: RoleView, calls: list[Call]) -> str:
    """What one can type so that a role may make these calls."""
    action = calls[0].action
    if action.startswith(("ecr:", "logs:")) and action != "logs:CreateLogGroup":
        partition = inquiry.system.scope.partition
        return f"add arn:{partition}:iam::aws:policy/{MANAGED_POLICY} to ManagedPolicyArns of {resource_name(role)}"
    by_action: dict[str, list[str]] = {}
    for call in calls if action.startswith("s3:") else [call for call in calls if call.action == action]:
        by_action.setdefault(call.action, []).append(typed(inquiry, call.resource))
    allow = _and([f"{action} on {_and(dict.fromkeys(on))}" for action, on in by_action.items()])
    return f"allow {allow} in a policy of {resource_name(role)}"
