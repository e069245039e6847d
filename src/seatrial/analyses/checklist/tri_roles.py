"""The calls that starting a task asks of a role, RunTask and PassRole on both roles, and how what it lacks is told.

Nothing of it is checked when the stack is made, except that Scheduler must be able to assume the role. At run time a
missing permission only shows as a count of failed invocations, or as a message in the dead-letter queue.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, told
from seatrial.analyses.checklist.task_overrides import overrides_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import ECS_TASKS, Trigger, triggers
from seatrial.analyses.iam import (
    Decision,
    RoleView,
    allowed,
    question,
)
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at

CLUSTER = "AWS::ECS::Cluster"
RUN_TASK, PASS_ROLE = "ecs:RunTask", "iam:PassRole"
_ROLES = (
    ("task execution role", "executionRoleArn", "ExecutionRoleArn"),
    ("task role", "taskRoleArn", "TaskRoleArn"),
)


def starts(
    inquiry: Inquiry, counts: Callable[[Trigger, Resource], bool] | None = None
) -> Iterator[tuple[Trigger, RoleView, Resource]]:
    """What starts tasks as a role that it may assume, with that and the task definition: the first one for each pair.

    ``counts`` says which of them there is something to ask about.
    """
    seen: set[tuple[str, str]] = set()
    for trigger in triggers(inquiry.placements):
        role, definition = trusted(inquiry, trigger), trigger.definition
        if role is None or definition is None or (role.name, definition.logical_id) in seen:
            continue
        if counts is None or counts(trigger, definition):
            seen.add((role.name, definition.logical_id))
            yield trigger, role, definition


def decision_on(inquiry: Inquiry, role: RoleView, action: str, on: str, context: dict[str, str | None]) -> Decision:
    """IAM's decision on one call of a role, in the stack's region."""
    return allowed(inquiry.systems, role, action, on, {"aws:RequestedRegion": inquiry.system.scope.region, **context})


def place_of_denial(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, decision: Decision
) -> tuple[Resource, PropertyPath]:
    """Where a denial is told: at the statement that denies, at the role, or at who names the role."""
    statement = decision.statement
    if statement is not None and statement.policy.resource is not None:
        return statement.policy.resource, statement.path
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return trigger.by, trigger.role_path


def calls_of(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> Iterator[tuple[str, str, Decision]]:
    """What starting a task asks of a role: each call, on what, and IAM's decision."""
    context = in_cluster(inquiry, trigger)
    decision = decision_on(inquiry, role, RUN_TASK, definition.arn, context)
    if decision.allowed is False and asks_newest(trigger):
        without = decision_on(inquiry, role, RUN_TASK, family_arn(definition), context)
        decision = decision if without.allowed is False else without
    yield RUN_TASK, definition.arn, decision
    for _, arn, passes in passed_roles(inquiry, trigger, role, definition):
        yield PASS_ROLE, arn, passes


def asks_newest(trigger: Trigger) -> bool:
    """Whether the newest revision of a family is asked for. Whether IAM then sees a revision isn't documented."""
    name = as_text(trigger.placement.named).rpartition("/")[2]
    return bool(name) and ":" not in name


def family_arn(definition: Resource) -> str:
    """The ARN of a task definition without its revision."""
    return definition.arn.rpartition(":")[0]


def in_cluster(inquiry: Inquiry, trigger: Trigger) -> dict[str, str | None]:
    """The condition key of the cluster that a task is started in."""
    cluster = inquiry.find(trigger.cluster, CLUSTER)
    arn = cluster.arn if cluster else as_text(trigger.cluster)
    return {"ecs:cluster": arn} if arn else {}


def passed_roles(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> Iterator[tuple[str, str, Decision]]:
    """Each role that a task of the definition gets: what it is, its ARN, and whether it may be passed."""
    for kind, value in _passed(trigger, definition):
        arn = _arn(inquiry, value)
        if arn:
            yield kind, arn, decision_on(inquiry, role, PASS_ROLE, arn, {"iam:PassedToService": ECS_TASKS})


def denied_passes(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> list[tuple[str, str, Decision]]:
    """The roles of a task that whoever starts it may not pass."""
    return [item for item in passed_roles(inquiry, trigger, role, definition) if item[2].allowed is False]


def _passed(trigger: Trigger, definition: Resource) -> Iterator[tuple[str, Value]]:
    """The roles that a task of the definition gets: its own, or those that override them."""
    overrides = overrides_of(trigger)
    content = overrides.content if overrides is not None else None
    for kind, key, name in _ROLES:
        given = at(content, key)
        yield kind, definition.get(name) if given in (None, "") else given


def _arn(inquiry: Inquiry, value: Value) -> str:
    found = inquiry.role(value) if value not in (None, "") else None
    if isinstance(found, RoleView):
        return found.arn
    return as_text(value) if Arn.parse(as_text(value)) is not None else ""


def nearly_allowing(
    inquiry: Inquiry, role: RoleView, action: str, on: str, context: dict[str, str | None], decision: Decision
) -> Told | None:
    """The statement that nearly allows it."""
    region: dict[str, str | None] = {"aws:RequestedRegion": inquiry.system.scope.region}
    return told(inquiry, question(inquiry.systems, role, action, on, {**region, **context}), decision, role)


def short_name(inquiry: Inquiry, arn: str) -> str:
    """A resource's logical id in place of its ARN, where a template has it."""
    found = inquiry.find(arn)
    return found.logical_id if found is not None else arn
