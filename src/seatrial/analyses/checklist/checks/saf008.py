"""Whether the task role is allowed every action of a service on all resources.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.value import Value, as_list, as_text, at

# Services whose actions know no resources: "*" is all that can be said.
WITHOUT_RESOURCES = ("ssmmessages:*", "xray:*", "cloudwatch:*")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (properties of the resource
# and of the request; read 2026-11-30)
_OF_WHAT_IS_ASKED = ("aws:resource", "aws:requesttag", "aws:tagkeys", "aws:calledvia")


def _wildcards(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for definition in inquiry.definitions:
        role = inquiry.role(definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView) or role.name in seen:
            continue
        seen.add(role.name)
        for policy in role.identity:
            for statement in policy.statements():
                actions = [as_text(item) for item in as_list(at(statement.content, "Action"))]
                everything = [item for item in actions if item == "*" or item.endswith(":*")]
                everything = [item for item in everything if item not in WITHOUT_RESOURCES]
                anywhere = "*" in [as_text(item) for item in as_list(at(statement.content, "Resource"))]
                if statement.denies or not everything or not anywhere or _is_narrowed(statement.content):
                    continue
                inside = policy.resource is not None and bool(statement.path)
                yield Found(
                    policy.resource if inside and policy.resource is not None else role.resource,
                    statement.path if inside else ("ManagedPolicyArns",),
                    f"{role.resource.logical_id}, the task role of {definition.logical_id}, is allowed "
                    f"{' and '.join(everything)} "
                    "on all resources",
                    f"anyone who gets into a container can do the same ({statement})",
                    "list the actions that the application calls, and the ARNs of the resources that it uses",
                )


def _is_narrowed(statement: Value) -> bool:
    """Whether conditions say which resources or requests are meant: by their tags, or by keys of the service."""
    conditions = at(statement, "Condition")
    groups = conditions.values() if isinstance(conditions, dict) else ()
    keys = [key.lower() for group in groups if isinstance(group, dict) for key in group]
    return any(key.startswith(_OF_WHAT_IS_ASKED) or not key.startswith("aws:") for key in keys)


CHECK = Check(
    "SAF008",
    Severity.WARNING,
    Question.SEEMLY,
    "The task role is allowed every action of a service on all resources",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    _wildcards,
)
