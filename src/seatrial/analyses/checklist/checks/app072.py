"""Whether the role of a container that is told of a table's index may query that index.

An index of a table is a resource of its own: whoever may query the table may not query its indexes for that.

Source (read 2026-11-30):
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import TASK_ID, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.uses import Used, ask, asked
from seatrial.analyses.global_table import TABLES
from seatrial.analyses.iam import RoleView, access_denied_text, request_of
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

_QUERIES = ("dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect")


def _indexes(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role = item.role
        if item.resource.type not in TABLES or not isinstance(role, RoleView) or item.allowance is None:
            continue
        for name, _ in _named(item) if item.allowance.anything else ():
            on = f"{item.about}/index/{name}"
            decisions = [ask(inquiry, role, action, on) for action in _QUERIES]
            if (role.name, on) in seen or any(decision.allowed is not False for decision in decisions):
                continue
            seen.add((role.name, on))
            resource, path = role_place(inquiry, role, item.gift.definition)
            table = item.resource.logical_id
            says = decisions[0].reason
            mend = f'allow {_QUERIES[0]} on !Sub "${{{table}.Arn}}/index/*" in a policy of {resource_name(role)}'
            near = told(inquiry, asked(inquiry, role, _QUERIES[0], on), decisions[0], role)
            if near is not None:
                resource, path, says = near.resource, near.path, near.says
            yield Found(
                resource,
                path,
                f"{resource_name(role)} may not query {name}, an index of {table}",
                f"the application of {item.gift.definition.logical_id} is told of the index, which is a resource of "
                f"its own, and {says}: every query of it is denied",
                mend,
                access_denied_text(request_of(role, _QUERIES[0], on, session=TASK_ID), decisions[0]),
            )


def _named(item: Used) -> Iterator[tuple[str, PropertyPath]]:
    """The indexes of a table that a variable names."""
    keys = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    names = {as_text(at(index, "IndexName")) for key in keys for index in as_list(item.resource.get(key))} - {""}
    for _, _, path, value in variables(item.gift.definition) if names else ():
        if ENVIRONMENT in path and isinstance(value, str) and str(value) in names:
            yield str(value), path


CHECK = Check(
    "APP072",
    Severity.ERROR,
    Question.REACH,
    "A container is told of an index of a table that its role may not query",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html",
    _indexes,
)
