"""The statement that nearly allows a request, and what it lacks: what somebody meant, and where it went wrong.

Where nothing allows a request, IAM says only that. Mostly there is a statement that was written for it, though: another
form of the resource's ARN, an action with a slip in it, a condition that never holds. Of all statements that allow,
the one that lacks least is it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.iam.condition import FailedTest, failing_tests
from seatrial.analyses.iam.pattern import action_matches, expand
from seatrial.analyses.iam.policy import Policy, PolicyKind, Statement
from seatrial.analyses.iam.principal import Names, named_by
from seatrial.analyses.iam.request import Request
from seatrial.model.arn import Arn
from seatrial.model.span import PropertyPath
from seatrial.model.value import GAP, Unknown, Value, as_list, as_text, at

# How alike two texts are at least that mean the same: ssm:GetParameter and ssm:GetParameters.
_ALIKE = 0.75


class Lack(StrEnum):
    """What keeps a statement from allowing a request, the least first."""

    CONDITION = "Condition"
    RESOURCE = "Resource"
    ACTION = "Action"
    PRINCIPAL = "Principal"


class Near(Struct, frozen=True):
    """``written`` is what stands there in place of what is needed; ``test`` the one of its condition that fails."""

    statement: Statement
    lack: Lack
    path: PropertyPath
    written: tuple[str, ...] = ()
    test: FailedTest | None = None

    @property
    def meant(self) -> bool:
        """Whether a statement of a resource's policy was written for this caller or its like, not for the account."""
        if self.lack is Lack.PRINCIPAL:
            return any(":role/" in item for item in self.written)
        return self.lack is not Lack.RESOURCE

    @property
    def administers(self) -> bool:
        """Whether a statement of a key's policy is its administrator's, which nobody else should be added to."""
        actions = [as_text(item) for item in as_list(at(self.statement.content, "Action"))]
        return any(action_matches(item, "kms:PutKeyPolicy") for item in actions)


def nearest(request: Request, policies: Sequence[Policy]) -> Near | None:
    """The statement of these policies that lacks just one thing, and that one nearly; None where there is none."""
    found = rated(request, policies)
    return found[1] if found is not None else None


def rated(request: Request, policies: Sequence[Policy]) -> tuple[float, Near] | None:
    """The nearest statement with a number that says how near it is, the more the nearer."""
    found: list[tuple[float, Near]] = []
    for policy in policies:
        for statement in policy.statements() if policy.resource is not None else ():
            if not statement.denies and (near := _near(request, policy, statement)) is not None:
                found.append(near)
    return max(found, key=lambda item: item[0]) if found else None


def _near(request: Request, policy: Policy, statement: Statement) -> tuple[float, Near] | None:
    lacks = list(_lacks(request, policy, statement))
    if len(lacks) != 1:
        return None
    lack = lacks[0]
    key = f"Not{lack}" if at(statement.content, f"Not{lack}") is not None else str(lack)
    written = tuple(text for item in as_list(at(statement.content, key)) if (text := _written(item)))
    path = (*statement.path, key)
    match lack:
        case Lack.CONDITION:
            test = next(failing_tests(at(statement.content, key), request, statement.variables), None)
            return None if test is None else (3.0, Near(statement, lack, (*path, test.operator, test.key), (), test))
        case Lack.RESOURCE:
            likeness = max((_likeness(request, statement, item) for item in written), default=0.0)
            return 1 + likeness, Near(statement, lack, path, written)
        case Lack.ACTION:
            return _action_near(request, policy, statement, Near(statement, lack, path, written))
        case _ if request.service:
            services = tuple(as_text(item) for item in as_list(at(statement.content, "Principal", "Service")))
            return (2.0, Near(statement, lack, (*path, "Service"), services)) if any(services) else None
        case _:
            roles = tuple(as_text(item) for item in as_list(at(statement.content, "Principal", "AWS")))
            of_roles = any(":role/" in item for item in roles)
            return (2.0 if of_roles else 0.5), Near(statement, lack, (*path, "AWS") if roles else path, roles)


def _action_near(request: Request, policy: Policy, statement: Statement, near: Near) -> tuple[float, Near] | None:
    service, _, name = request.action.partition(":")
    own = [item for item in near.written if item.lower().startswith(f"{service}:")]
    likeness = max((_ratio(item.partition(":")[2], name) for item in own), default=0.0)
    close = tuple(item for item in own if _ratio(item.partition(":")[2], name) == likeness)[:1]
    near = replace(near, written=close if likeness >= _ALIKE else tuple(own))
    if policy.kind is PolicyKind.RESOURCE:
        return (2.5 if named_by(statement.content, request) is Names.ITSELF else 1.0), near
    everywhere = "*" in [as_text(item) for item in as_list(at(statement.content, "Resource"))]
    return (1 + likeness / 2, near) if likeness >= _ALIKE or (own and not everywhere) else None


def _lacks(request: Request, policy: Policy, statement: Statement) -> Iterator[Lack]:
    parts = statement.parts(request)
    for lack, answer in ((Lack.CONDITION, parts[2]), (Lack.RESOURCE, parts[1]), (Lack.ACTION, parts[0])):
        if answer.holds is False:
            yield lack
    if policy.kind is PolicyKind.RESOURCE and named_by(statement.content, request) is Names.NOT:
        yield Lack.PRINCIPAL


def _likeness(request: Request, statement: Statement, written: str) -> float:
    """How much a Resource looks like the one that is asked for; nothing where it is another service's."""
    text = expand(written, request, statement.variables)
    text = text if isinstance(text, str) else written
    wanted, given = Arn.parse(request.resource), Arn.parse(text)
    if wanted is not None and given is not None:
        return _ratio(given.resource, wanted.resource) if given.service == wanted.service else 0.0
    return _ratio(text, request.resource)


def _ratio(left: str, right: str) -> float:
    return difflib.SequenceMatcher(None, left.lower(), right.lower()).ratio()


def _written(value: Value) -> str:
    return value.text.replace(GAP, "…") if isinstance(value, Unknown) else as_text(value)
