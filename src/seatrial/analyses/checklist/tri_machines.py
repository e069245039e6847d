"""What is said where a role that starts something may not make its calls, and where it is said."""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Doubt, Found
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.triggers import Caller
from seatrial.analyses.iam import ContextValue, Decision, RoleView, allowed, question
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

DECRYPT = "kms:Decrypt"
RULE_CALLS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")


def decide(inquiry: Inquiry, role: RoleView, action: str, on: str) -> Decision:
    """IAM's decision on one call of a role."""
    return allowed(inquiry.systems, role, action, on, {"aws:RequestedRegion": inquiry.system.scope.region})


def denied(
    inquiry: Inquiry,
    caller: Caller,
    role: RoleView,
    first: tuple[str, str, Decision],
    *,
    what: str,
    why: str,
    then: str,
    mend: str,
    all_of: list[tuple[str, str]],
    aws: str = "",
    severity: Severity | None = None,
    several: bool = False,
    context: Mapping[str, ContextValue] | None = None,
) -> Found:
    """What is said of calls that a role may not make: at the statement that nearly allows the first, or at the role.

    With ``several`` the calls are on different things, and one statement doesn't mend them.
    """
    action, on, decision = first
    keys = {"aws:RequestedRegion": inquiry.system.scope.region, **(context or {})}
    asked = question(inquiry.systems, role, action, on, keys)
    near = told(inquiry, asked, decision, role) if not several else None
    reason = decision.reason
    place: tuple[Resource, PropertyPath] = (caller.by, caller.role_path)
    if near is not None:
        place, reason, mend = (
            (near.resource, near.path),
            near.says,
            near.mend.replace(action, " and ".join(call for call, _ in all_of) or action),
        )
    elif inquiry.owns(role.resource):
        place = (role.resource, ())
    return Found(
        *place,
        what,
        f"{why}, and {reason}; {then}",
        mend,
        aws,
        severity=severity,
        fix=allow(inquiry, role, f"seatrial-{caller.by.logical_id.lower()}", all_of) if near is None else (),
    )


def may_not_decrypt(
    inquiry: Inquiry,
    caller: Caller,
    role: RoleView,
    key: Resource,
    *,
    thing: str,
    why: str,
    then: str,
    context: Mapping[str, ContextValue] | None = None,
) -> Found | None:
    """What is said of a key that a role may not use; None where it may, or nobody can tell.

    ``thing`` is what is encrypted with it; ``why`` and ``then`` are those of ``denied``.
    """
    scope = inquiry.system.scope
    keys = {"aws:RequestedRegion": scope.region, "kms:CallerAccount": scope.account, **(context or {})}
    decision = allowed(inquiry.systems, role, DECRYPT, key.arn, keys)
    if decision.allowed is not False:
        return None
    name = key.logical_id
    return denied(
        inquiry,
        caller,
        role,
        (DECRYPT, key.arn, decision),
        what=f"{resource_name(role)} may not use {name}, which {thing} is encrypted with",
        why=why,
        then=then,
        mend=f"allow {DECRYPT} on !GetAtt {name}.Arn in a policy of {resource_name(role)}",
        all_of=[(DECRYPT, key.arn)],
        context=keys,
    )


def doubt_of(caller: Caller, what: str, decision: Decision) -> Doubt:
    """A doubt about a caller's role, for the reason that the decision has."""
    return Doubt(caller.by, caller.role_path, what, decision.reason.partition(", because ")[2] or decision.reason)
