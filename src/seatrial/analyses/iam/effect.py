"""A Deny that was meant to be an Allow: a statement written for one caller and one call, with the wrong Effect.

A real deny speaks of everybody but somebody, of everything but something, or of whole services. One that names just the
caller, the call and the circumstances that the caller needs says the contrary of what it was written for.
"""

from __future__ import annotations

from msgspec.structs import replace

from seatrial.analyses.iam.evaluate import Policies, evaluate
from seatrial.analyses.iam.policy import Policy, PolicyKind, Statement
from seatrial.analyses.iam.request import Request
from seatrial.model.value import Value, as_list, as_text, at

_CONTRARY = ("NotAction", "NotResource", "NotPrincipal")


def meant_to_allow(request: Request, policies: Policies, statement: Statement) -> bool:
    """Whether a statement that denies a request would be the one that allows it, and is written like such a one."""
    if not _is_narrow(statement):
        return False
    allowing = evaluate(request, _changed(policies, statement, "Allow")).allowed
    if not allowing:
        return False
    by_key = statement.policy.kind is PolicyKind.RESOURCE and at(statement.content, "Condition") is not None
    return by_key or evaluate(request, _changed(policies, statement, "")).allowed is False


def _is_narrow(statement: Statement) -> bool:
    content = statement.content
    if any(at(content, key) is not None for key in _CONTRARY):
        return False
    actions = [as_text(item) for item in as_list(at(content, "Action"))]
    if not actions or any(item.endswith("*") for item in actions):
        return False
    operators = at(content, "Condition")
    names = [str(name).lower() for name in operators] if isinstance(operators, dict) else []
    if any("not" in name or "null" in name or "bool" in name for name in names):
        return False
    if statement.policy.kind is PolicyKind.RESOURCE:
        named = as_list(at(content, "Principal", "AWS"))
        return bool(named) and "*" not in named
    return "*" not in as_list(at(content, "Resource"))


def _changed(policies: Policies, statement: Statement, effect: str) -> Policies:
    """The policies with another effect of a statement, or without it."""
    return replace(
        policies,
        identity=[_with(item, statement, effect) for item in policies.identity],
        resource=[_with(item, statement, effect) for item in policies.resource],
    )


def _with(policy: Policy, statement: Statement, effect: str) -> Policy:
    own = statement.policy
    if (policy.name, policy.path) != (own.name, own.path) or not isinstance(policy.document, dict):
        return policy
    content = statement.content
    new: list[Value] = [{**content, "Effect": effect}] if effect and isinstance(content, dict) else []
    listed = as_list(policy.document.get("Statement"))
    return replace(
        policy,
        document={**policy.document, "Statement": [*listed[: statement.index], *new, *listed[statement.index + 1 :]]},
    )
