"""Actions in policies of tasks that AWS doesn't have: GetItems for GetItem, SendMessages for SendMessage.

IAM takes any name behind a service's, so the slip only shows as a denied call. Told are those that differ by the
plural from a call that the service has for what the task is given.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.checklist.uses import Used, ask, role_path
from seatrial.analyses.iam import RoleView, Statement
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at

# The calls of each service that are known, by the beginning of its actions.
_CALLS: dict[str, set[str]] = {}


for _use in USES.values():
    for _service, _, _call in (_use.action(call).partition(":") for calls in _use.calls.values() for call in calls):
        _CALLS.setdefault(_service, set()).add(_call)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for item in (*inquiry.used, *inquiry.used_by_functions, *inquiry.used_by_jobs):
        role = item.role
        if not isinstance(role, RoleView) or item.allowance is None or not item.allowance.plain:
            # Where the plain use is denied, that is told at the same statement.
            continue
        if role_refused(inquiry, role):
            continue
        for policy in role.identity:
            for statement in policy.statements() if policy.resource is not None else ():
                for index, action in _slips(item, statement):
                    right = _meant(action)
                    if (policy.name, action) in told or ask(inquiry, role, right, item.about).allowed:
                        continue
                    told.add((policy.name, action))
                    yield _found(inquiry, item, statement, index, action, right)


def _slips(item: Used, statement: Statement) -> Iterator[tuple[int | None, str]]:
    actions = at(statement.content, "Action")
    for index, value in enumerate(as_list(actions)):
        action = as_text(value)
        if action.startswith(f"{item.use.actions}:") and _meant(action) and not statement.denies:
            yield (index if isinstance(actions, list) else None), action


def _meant(action: str) -> str:
    """The action of which this one is the plural or the singular; "" for one that there is, and for any other."""
    service, _, name = action.partition(":")
    calls = _CALLS.get(service, set())
    other = name[:-1] if name.endswith("s") else f"{name}s"
    return f"{service}:{other}" if name not in calls and other in calls else ""


def _found(inquiry: Inquiry, item: Used, statement: Statement, index: int | None, action: str, right: str) -> Found:
    resource = statement.policy.resource
    assert resource is not None
    owned = inquiry.owns(resource)
    path = (*statement.path, "Action", *(() if index is None else (index,)))
    return Found(
        resource if owned else item.gift.definition,
        path if owned else role_path(item.gift.definition),
        f"{statement} allows {action}, which is no action of AWS",
        f"IAM takes any name, so the stack is created; but a call of {right.partition(':')[2]} on "
        f"{item.resource.logical_id} is denied, for nothing allows {right}",
        f"write {right} in place of {action}",
    )


CHECK = Check(
    "APP031",
    Severity.WARNING,
    Question.REACH,
    "A policy of an application's role allows an action that AWS does not have",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "reference_policies_actions-resources-contextkeys.html",
    _ask,
)
