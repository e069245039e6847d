"""Roles that an application takes on beside its task role.

A task role need not be allowed what a container is given: it may assume another role that is. A role of the same
account whose trust policy names the task role lets it in by that alone; where it names the account, the task role's own
policies must allow sts:AssumeRole as well.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html (role chaining),
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
(both read 2026-11-30)
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.use_table import Use
from seatrial.analyses.checklist.uses import allowance, ask
from seatrial.analyses.iam import RoleView
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

ROLE, ASSUME = "AWS::IAM::Role", "sts:AssumeRole"


def through_another(inquiry: Inquiry, role: RoleView, use: Use, resource: Resource) -> bool:
    """Whether a role that this one may assume may use the resource, or nobody can tell that it may not."""
    for system in inquiry.systems:
        for item in system.of_type(ROLE):
            other = inquiry.role(item.arn) if item.arn != role.arn else None
            if not isinstance(other, RoleView) or not _lets_in(inquiry, other, role):
                continue
            if allowance(inquiry, other, use, resource).anything is not False:
                return True
    return False


def _lets_in(inquiry: Inquiry, other: RoleView, role: RoleView) -> bool:
    named = [
        principal
        for statement in other.trust.statements()
        if not statement.denies
        for principal in as_list(at(statement.content, "Principal", "AWS"))
    ]
    if any(isinstance(item, Unknown) or item == role.arn for item in named):
        return True
    account = inquiry.system.scope.account
    whole = any(as_text(item) in ("*", account) or as_text(item).endswith(f":{account}:root") for item in named)
    return whole and ask(inquiry, role, ASSUME, other.arn).allowed is not False
