"""IAM's decision on a request, with the statement that decides.

AWS's order: a Deny anywhere decides; then a resource-based policy that names the caller itself allows within the
account; otherwise the caller's own policies must allow it, and its permissions boundary and a VPC endpoint's policy as
well. Across accounts both sides must allow. A key's policy must always allow, itself or by handing over to the
account.

Sources (read 2026-11-23): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html,
https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from msgspec import Struct, field

from seatrial.analyses.iam.answer import NO, YES, Answer, cannot_tell, every
from seatrial.analyses.iam.policy import Policy, PolicyKind, Statement
from seatrial.analyses.iam.principal import Names, named_by
from seatrial.analyses.iam.request import Request
from seatrial.model.arn import Arn
from seatrial.model.value import Unknown


class Policies(Struct, frozen=True):
    """Everything that has a say.

    ``identity`` are the caller's own; ``limits`` (a permissions boundary, an endpoint's policy) each must allow too;
    ``resource`` are those of what is asked for. ``doubts`` say what else the caller has that isn't known.
    """

    identity: Sequence[Policy] = ()
    resource: Sequence[Policy] = ()
    limits: Sequence[Policy] = ()
    doubts: Sequence[str] = ()


class Decision(Struct, frozen=True):
    """``allowed`` is None where it cannot be told; ``reason`` says why, ``statement`` is the one that decides.

    ``denial`` is the end of AWS's message for a refusal: ``because no identity-based policy allows the ... action``.
    """

    allowed: bool | None
    reason: str
    statement: Statement | None = None
    denial: str = ""


class _Seen(Struct):
    """What the statements of one set of policies say."""

    deny: Statement | None = None
    allow: Statement | None = None
    by_account: bool = False
    itself: bool = False
    maybe_deny: str = ""
    maybe_allow: str = ""
    maybe_itself: str = ""
    """Why a statement that names the caller itself may allow: that alone would do, whatever the caller's own say."""
    limits: list[tuple[PolicyKind, Answer]] = field(default_factory=list)


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decides a request. The answer is "cannot tell" only where what isn't known would make a difference."""
    own, theirs = _look(request, policies.identity), _look(request, policies.resource)
    limits = [(policy.kind, policy, _look(request, [policy])) for policy in policies.limits]
    for kind, seen in (
        (PolicyKind.IDENTITY, own),
        (PolicyKind.RESOURCE, theirs),
        *((kind, seen) for kind, _, seen in limits),
    ):
        if seen.deny is not None:
            article = "an" if kind is PolicyKind.IDENTITY else "a"
            return Decision(False, f"{seen.deny} denies it", seen.deny, f"with an explicit deny in {article} {kind}")
    doubt = next(iter(policies.doubts), "")
    answer = _allowed(request, own, theirs, [(kind, seen) for kind, _, seen in limits], doubt)
    if answer.holds is False:
        return Decision(False, answer.why, None, f"because {answer.why}")
    maybe = next((seen.maybe_deny for seen in (own, theirs, *(item for _, _, item in limits)) if seen.maybe_deny), "")
    if answer.holds is None or maybe or doubt:
        return Decision(None, f"cannot tell, because {answer.why or maybe or doubt}")
    statement = own.allow or theirs.allow
    return Decision(True, f"{statement} allows it" if statement else "it is allowed", statement)


def _look(request: Request, policies: Iterable[Policy]) -> _Seen:
    seen = _Seen()
    for policy in policies:
        if policy.doubt:
            seen.maybe_deny = seen.maybe_deny or policy.doubt
            seen.maybe_allow = seen.maybe_allow or policy.doubt
            seen.maybe_itself = seen.maybe_itself or policy.doubt
        for statement in policy.statements():
            _weigh(request, policy, statement, seen)
    return seen


def _weigh(request: Request, policy: Policy, statement: Statement, seen: _Seen) -> None:
    names: Names | Unknown = Names.ITSELF
    if policy.kind in (PolicyKind.RESOURCE, PolicyKind.ENDPOINT):
        names = named_by(statement.content, request)
    if names is Names.NOT:
        return
    answer = every((partial(statement.speaks_of, request), partial(_known_principal, names)))
    if answer.holds is False:
        return
    effect = statement.content.get("Effect") if isinstance(statement.content, dict) else None
    if isinstance(effect, Unknown):
        # It may allow, and it may deny.
        seen.maybe_allow = seen.maybe_allow or effect.reason
        seen.maybe_itself = seen.maybe_itself or ("" if names is Names.ACCOUNT else effect.reason)
        seen.maybe_deny = seen.maybe_deny or effect.reason
        return
    if statement.denies:
        if answer.holds:
            seen.deny = seen.deny or statement
        else:
            seen.maybe_deny = seen.maybe_deny or answer.why
    elif answer.holds is None:
        seen.maybe_allow = seen.maybe_allow or answer.why
        seen.maybe_itself = seen.maybe_itself or ("" if names is Names.ACCOUNT else answer.why)
    else:
        seen.allow = seen.allow or statement
        seen.itself = seen.itself or names is Names.ITSELF
        seen.by_account = seen.by_account or names is Names.ACCOUNT


def _known_principal(names: Names | Unknown) -> Answer:
    return cannot_tell(names.reason) if isinstance(names, Unknown) else YES


def _allowed(
    request: Request, own: _Seen, theirs: _Seen, limits: Sequence[tuple[PolicyKind, _Seen]], doubt: str
) -> Answer:
    action = request.action
    identity = _says(own, doubt, f"no identity-based policy allows the {action} action")
    resource = _says(theirs, "", f"no resource-based policy allows the {action} action")
    for kind, seen in limits:
        limit = _says(seen, "", f"no {kind} allows the {action} action")
        identity = _both(identity, limit)
        resource = _both(resource, limit) if resource.holds is not False else resource
    if request.service:
        # A service is nobody's role: only what it calls decides.
        return resource
    target = Arn.parse(request.resource)
    if target is not None and target.account and target.account != request.account:
        return _both(identity, resource)
    of_key = action.lower().startswith("kms:")
    if (of_key and resource.holds is False) or (theirs.itself and resource.holds is not False):
        return resource
    if identity.holds is False and resource.holds is not False and theirs.maybe_itself:
        return cannot_tell(theirs.maybe_itself)
    return _both(identity, resource) if of_key else identity


def _says(seen: _Seen, doubt: str, otherwise: str) -> Answer:
    if seen.allow is not None:
        return YES
    if seen.maybe_allow or doubt:
        return cannot_tell(seen.maybe_allow or doubt)
    return Answer(False, otherwise)


def _both(first: Answer, second: Answer) -> Answer:
    for answer in (first, second):
        if answer.holds is False:
            return answer
    for answer in (first, second):
        if answer.holds is None:
            return answer
    return YES if first.holds else NO


def access_denied_text(request: Request, decision: Decision) -> str:
    """AWS's message for a refused call.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (read 2026-11-23).
    """
    on = f" on resource: {request.resource}" if request.resource else ""
    return f"User: {request.user} is not authorized to perform: {request.action}{on} {decision.denial}".rstrip()
