"""A role at the wrong place: the two roles of a task exchanged, or another role where the task execution role belongs.

Everything that the role lacks follows from that, so it is told instead. What gives it away is a role that has it all:
the task role, or one that nothing uses.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html (read
2026-11-29).
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.uses import allowance
from seatrial.analyses.iam import RoleView, can_assume
from seatrial.analyses.launch import Call, Failed
from seatrial.analyses.launch.verdict import ECS_TASKS, assumed_for
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

ROLE = "AWS::IAM::Role"
AS_WHOM = (
    "ECS pulls images, reads secrets and writes logs as the task execution role, and the code calls AWS as the task "
    "role"
)


def misplaced_role(inquiry: Inquiry, definition: Resource) -> bool:
    """Whether what the roles of a definition lack is told by the place where they stand. Worked out once for each."""
    found = inquiry.misplaced_roles.get(definition.logical_id)
    if found is None:
        found = mixed_up(inquiry, definition) or meant_role(inquiry, definition) is not None
        inquiry.misplaced_roles[definition.logical_id] = found
    return found


def meant_instead(inquiry: Inquiry, role: RoleView, key: str) -> RoleView | None:
    """What is meant where a role stands that is made for another service: the one that ECS may assume and that nothing
    uses, or other task definitions use at the same place.
    """
    if role.trust.resource is None or not _trusts_another(role):
        return None
    others = {
        item.target
        for definition in inquiry.definitions
        for item in definition.references
        if item.path == (key,) and definition.get(key) not in (role.arn, role.name)
    }
    free = others or {item.logical_id for item in inquiry.system.of_type(ROLE)} - inquiry.roles_in_use["any"]
    named = [item for item in inquiry.system.of_type(ROLE) if item.logical_id in free]
    roles = [found for item in named if isinstance(found := inquiry.role(item.physical_id), RoleView)]
    meant = [item for item in roles if can_assume(item, ECS_TASKS, assumed_for(inquiry.system.scope)).allowed]
    return meant[0] if len(meant) == 1 else None


def _trusts_another(role: RoleView) -> bool:
    """Whether a role's trust policy names a service, and ECS under none of its names."""
    document = role.resource.get("AssumeRolePolicyDocument", "Statement")
    services = [as_text(name) for one in as_list(document) for name in as_list(at(one, "Principal", "Service"))]
    return bool(services) and not any("ecs" in name for name in services)


def mixed_up(inquiry: Inquiry, definition: Resource) -> bool:
    """Whether the task role may do all that the task execution role lacks: each stands in the other's place."""
    execution = inquiry.role(definition.get("ExecutionRoleArn"))
    task = inquiry.role(definition.get("TaskRoleArn"))
    if not isinstance(execution, RoleView) or not isinstance(task, RoleView) or execution.name == task.name:
        return False
    lacking = [call for call, _ in lacking_calls(inquiry, definition)]
    # Who only has a policy that was meant for the other is not in the other's place.
    if not lacking or not _has(inquiry, task, [*lacking, *_needed(inquiry, definition)], least=1):
        return False
    if _serves_as_task_role(inquiry, definition, execution):
        return False
    return _has(inquiry, task, lacking) or _has_what_is_used(inquiry, definition, execution)


def _serves_as_task_role(inquiry: Inquiry, definition: Resource, execution: RoleView) -> bool:
    """Whether the task role may use all that containers are given, and the task execution role some of it not: it has
    both its own rights and those of the other, whose policy is attached to it by mistake.
    """
    items = [item for item in inquiry.used if item.gift.definition is definition and item.allowance is not None]
    own = [item.allowance.anything for item in items if item.allowance is not None]
    theirs = [allowance(inquiry, execution, item.use, item.resource).anything for item in items]
    return bool(own) and all(own) and False in theirs


def _has_what_is_used(inquiry: Inquiry, definition: Resource, execution: RoleView) -> bool:
    """Whether the task execution role may use all that the task role may not."""
    denied = [
        item
        for item in inquiry.used
        if item.gift.definition is definition and item.allowance is not None and item.allowance.anything is False
    ]
    return bool(denied) and all(allowance(inquiry, execution, item.use, item.resource).anything for item in denied)


def _needed(inquiry: Inquiry, definition: Resource) -> list[Call]:
    """What ECS asks for as the task execution role, of that which AmazonECSTaskExecutionRolePolicy allows."""
    return [
        call
        for step in inquiry.launches.steps
        for call in step.requirement.calls
        if step.definition is definition and call.action in ("ecr:GetAuthorizationToken", "ecr:BatchGetImage")
    ]


def lacking_calls(inquiry: Inquiry, definition: Resource) -> list[tuple[Call, str]]:
    """The calls that the task execution role of a definition may not make, with AWS's texts."""
    return [
        (step.verdict.denied, step.verdict.reason)
        for step in inquiry.launches.steps
        if step.definition is definition and isinstance(step.verdict, Failed) and step.verdict.denied is not None
    ]


def _has(inquiry: Inquiry, role: RoleView, calls: list[Call], least: int = 2) -> bool:
    """Whether a role has what another lacks: more than one call, and none of it is denied."""
    answers = [inquiry.decide(role, call).allowed for call in calls]
    return len([answer for answer in answers if answer]) >= least and False not in answers


def meant_role(inquiry: Inquiry, definition: Resource) -> RoleView | None:
    """The role that has all that the task execution role lacks, and that nothing uses; or only as such a role, where
    the task role stands in both places.
    """
    own = inquiry.role(definition.get("ExecutionRoleArn"))
    calls = [call for call, _ in lacking_calls(inquiry, definition)]
    if len(calls) < 2 or not isinstance(own, RoleView):
        return None
    twice = definition.get("TaskRoleArn") in (own.arn, own.name)
    used = inquiry.roles_in_use["other" if twice else "any"]
    for resource in inquiry.system.of_type(ROLE):
        role = inquiry.role(resource.physical_id) if resource.logical_id not in used else None
        if isinstance(role, RoleView) and role.name != own.name and _has(inquiry, role, calls):
            return role if can_assume(role, ECS_TASKS, assumed_for(inquiry.system.scope)).allowed else None
    return None
