"""Whether two inline policies of one role have the same name.

Inline policies are put into a role by name. A second one of the same name replaces the first, whichever of them
CloudFormation makes later, and the role lacks what the other one allowed.

Source (read 2026-11-23): https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html: "Adds or updates
an inline policy document that is embedded in the specified IAM role".
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

ROLE = "AWS::IAM::Role"


def _inline_policies(inquiry: Inquiry) -> Iterator[Said]:
    seen: dict[tuple[str, str], Resource] = {}
    for policy, path, role, name in _inline(inquiry):
        first = seen.get((role.logical_id, name))
        if first is None:
            seen[role.logical_id, name] = policy
            continue
        yield Found(
            policy,
            path,
            f"{role.logical_id} has two inline policies named {name}: of {first.logical_id} and of {policy.logical_id}",
            "inline policy names are unique within a role: the later policy replaces the earlier one, and what that "
            "allowed is silently lost",
            f"give the policy of {policy.logical_id} a PolicyName of its own",
        )


def _inline(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Resource, str]]:
    """Every inline policy of a role with its place: those within roles first, as CloudFormation puts them first."""
    for role in inquiry.system.of_type(ROLE):
        for index, item in enumerate(as_list(role.get("Policies"))):
            name = at(item, "PolicyName")
            if isinstance(name, str):
                yield role, ("Policies", index, "PolicyName"), role, name
    for policy in inquiry.system.of_type("AWS::IAM::Policy", "AWS::IAM::RolePolicy"):
        name = policy.get("PolicyName")
        for value in (*as_list(policy.get("Roles")), policy.get("RoleName")):
            owner = inquiry.find(value, ROLE)
            if owner is not None and isinstance(name, str):
                yield policy, ("PolicyName",), owner, name


CHECK = Check(
    "CRE015",
    Severity.WARNING,
    Question.CREATE,
    "Two inline policies of one role have the same name",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
    _inline_policies,
)
