"""Whether a policy that allows the use of a table's index names one that the table has.

IAM takes any name. Where the index is called otherwise, each query of it is denied.

Source (read 2026-11-30):
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html (table/NAME/index/NAME)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_plain_names import nearest
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at, unknowns

_TABLES = ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")
_INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_INDEX = re.compile(r"(arn:[^*?]+:table/[^/*?]+)/index/([^/*?]+)\Z")
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    if not any(inquiry.system.of_type(*_TABLES)):
        return
    for resource, path, document in _documents(inquiry):
        for number, statement in enumerate(as_list(at(document, "Statement"))):
            given = at(statement, "Resource")
            for index, text in enumerate(as_list(given)):
                place = (*path, "Statement", number, "Resource", *((index,) if isinstance(given, list) else ()))
                yield from _index(inquiry, resource, place, as_text(text))


def _documents(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    for policy in inquiry.system.of_type(*_POLICIES):
        yield policy, ("PolicyDocument",), policy.get("PolicyDocument")
    for role in inquiry.system.of_type("AWS::IAM::Role"):
        for index, item in enumerate(as_list(role.get("Policies"))):
            yield role, ("Policies", index, "PolicyDocument"), at(item, "PolicyDocument")


def _index(inquiry: Inquiry, resource: Resource, place: PropertyPath, text: str) -> Iterator[Found]:
    match = _INDEX.match(text)
    table = inquiry.find(match[1], *_TABLES) if match is not None else None
    if match is None or table is None or any(next(unknowns(table.get(key)), None) is not None for key in _INDEXES):
        return
    have = [as_text(at(item, "IndexName")) for key in _INDEXES for item in as_list(table.get(key))]
    if match[2] in have or not have:
        return
    near = nearest(match[2], have) or have[0]
    yield Found(
        resource,
        place,
        f"{resource.logical_id} speaks of the index {match[2]}, which {table.logical_id} doesn't have",
        f"{table.logical_id} has {' and '.join(have)}: a query of that is not allowed by this",
        f"write {near} in place of {match[2]}",
    )


CHECK = Check(
    "APP240",
    Severity.WARNING,
    Question.REACH,
    "A policy speaks of an index that the table does not have",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html",
    _ask,
)
