"""Whether the task execution role may read a secret of which only the parameter is known that will name it.

Which secret it is nobody knows yet, but a role that may read none at all may not read that one.

Source (read 2026-12-01):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.sta_role_places import misplaced_role
from seatrial.analyses.iam import RoleView, Statement, mentions
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, Mistaken, Resolved, Unknown, Value, as_list, as_text, at

_SECRETS, _PARAMETERS = "secretsmanager:GetSecretValue", "ssm:GetParameters"
# The three parts behind a secret's ARN.
_PARTS = 3


class _Read(Struct, frozen=True):
    variable: str
    path: PropertyPath
    value: Unknown


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        reads = list(_reads(inquiry, definition))
        role = inquiry.role(definition.get("ExecutionRoleArn")) if reads else None
        if isinstance(role, RoleView) and not role_refused(inquiry, role) and not misplaced_role(inquiry, definition):
            yield from _judged(inquiry, definition, role, reads)


def _reads(inquiry: Inquiry, definition: Resource) -> Iterator[_Read]:
    """The secrets of containers whose name isn't known, and isn't a mistake that is told already."""
    for index, container in inquiry.containers(definition):
        for place, item in enumerate(as_list(at(container, "Secrets"))):
            value = at(item, "ValueFrom")
            if isinstance(value, Unknown) and not isinstance(value, Mistaken | Resolved):
                path = ("ContainerDefinitions", index, "Secrets", place, "ValueFrom")
                yield _Read(as_text(at(item, "Name")) or "a secret", path, value)


def _judged(inquiry: Inquiry, definition: Resource, role: RoleView, reads: Sequence[_Read]) -> Iterator[Said]:
    denied: dict[tuple[str, ...], list[_Read]] = {}
    for read in reads:
        actions = _actions(read.value)
        if not any(mentions(role, action) for action in actions):
            denied.setdefault(actions, []).append(read)
        elif not any(_may_mean(role, action, read.value) for action in actions):
            what = f"whether {resource_name(role)} may read {read.variable} of {definition.logical_id}"
            yield Doubt(definition, read.path, what, read.value.reason)
    for actions, lost in denied.items():
        variables = " and ".join(read.variable for read in lost)
        calls = " or ".join(actions)
        resource, path = _place(inquiry, role, definition, lost[0].value)
        near = f"add {actions[0]} to its Action" if path and path[-1] == "Action" else ""
        yield Found(
            resource,
            path,
            f"{resource_name(role)} may call {calls} on nothing, by which {variables} of {definition.logical_id} "
            f"{'is' if len(lost) == 1 else 'are'} read",
            "ECS reads it as the task execution role before the containers start, whichever it is: the task stops",
            near or f"allow {actions[0]} on what ValueFrom names in a policy of {resource_name(role)}",
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed",
        )


def _actions(value: Unknown) -> tuple[str, ...]:
    """By which of the two services a value of which a part is known will be read."""
    text = value.text
    if ":secretsmanager:" in text or text.rpartition(GAP)[2].count(":") == _PARTS:
        return (_SECRETS,)
    return (_PARAMETERS,) if ":ssm:" in text else (_SECRETS, _PARAMETERS)


def _may_mean(role: RoleView, action: str, value: Unknown) -> bool:
    """Whether a statement for an action is for everything, or for what comes of the same parameter."""
    for statement in _statements(role):
        listed = as_list(at(statement.content, "Resource"))
        if statement.may_allow(action) and any(item == "*" or _is_same(item, value) for item in listed):
            return True
    return False


def _is_same(item: Value, value: Unknown) -> bool:
    return isinstance(item, Unknown) and item.reason == value.reason


def _statements(role: RoleView) -> Iterator[Statement]:
    return (statement for policy in role.identity for statement in policy.statements())


def _place(inquiry: Inquiry, role: RoleView, definition: Resource, value: Unknown) -> tuple[Resource, PropertyPath]:
    """The actions of a statement for the same parameter; else the role, or who names it where another stack has it."""
    for statement in _statements(role):
        holder = statement.policy.resource
        listed = as_list(at(statement.content, "Resource"))
        if holder is not None and inquiry.owns(holder) and any(_is_same(item, value) for item in listed):
            return holder, (*statement.path, "Action")
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return definition, ("ExecutionRoleArn",)


CHECK = Check(
    "STA340",
    Severity.ERROR,
    Question.START,
    "The task execution role may read no secret at all, and a parameter will name one",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    _ask,
)
