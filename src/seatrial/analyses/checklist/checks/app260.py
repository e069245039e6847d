"""Whether a name that is written out is that of anything: a table, a bucket, a queue or an index, but for a letter.

Where a template gives a name, people write it again in a variable instead of Ref. A letter too few names something that
isn't there. That there may be a thing of just that name elsewhere is ruled out by the task role: it may use what is
nearly called so, and nothing of the name that is written.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (what no statement allows is
denied), https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html (IndexName).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.checklist.app_meant import handed_with
from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, own_credentials, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.checklist.uses import allowance
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

TABLE = "AWS::DynamoDB::Table"
# By what a variable's name says: the type, and the property with a name of the template's own.
_KINDS = (
    (re.compile(r"(?:^|_)TABLE(?:_NAME)?\Z", re.IGNORECASE), TABLE, "TableName"),
    (re.compile(r"(?:^|_)BUCKET(?:_NAME)?\Z", re.IGNORECASE), "AWS::S3::Bucket", "BucketName"),
    (re.compile(r"(?:^|_)QUEUE_NAME\Z", re.IGNORECASE), "AWS::SQS::Queue", "QueueName"),
)
_INDEX = re.compile(r"(?:^|_)INDEX(?:_NAME)?\Z", re.IGNORECASE)
# How alike two names are of which one is a slip for the other; of 1.
_NEAR, _NEAR_OF_FEW = 0.8, 0.7


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for container, name, path, value in variables(definition):
            if ENVIRONMENT not in path or not isinstance(value, str) or own_credentials(definition, container):
                continue
            yield from _nearly_named(inquiry, definition, name, path, str(value))
            if _INDEX.search(name):
                yield from _index(inquiry, definition, name, path, str(value))


def _nearly_named(
    inquiry: Inquiry, definition: Resource, variable: str, path: PropertyPath, value: str
) -> Iterator[Found]:
    kind = next(((type, key) for pattern, type, key in _KINDS if pattern.search(variable)), None)
    if kind is None or not value or inquiry.find(value) is not None:
        return
    named = {as_text(item.get(kind[1])): item for item in inquiry.system.of_type(kind[0]) if item.get(kind[1])}
    near = get_close_matches(value, [name for name in named if name], 1, _NEAR)
    meant = named[near[0]] if near else None
    role = inquiry.role(definition.get("TaskRoleArn"))
    if meant is None or not meant.arn or near == [value] or not isinstance(role, RoleView):
        return
    given = [item for item in inquiry.gifts if item.definition is definition]
    if any(meant in handed_with(inquiry, item) for item in given[:1]):
        return
    other = replace(meant, arn=meant.arn.replace(near[0], value))
    use = USES[meant.type]
    if not allowance(inquiry, role, use, meant).anything or allowance(inquiry, role, use, other).anything is not False:
        return
    yield Found(
        definition,
        path,
        f"{variable} of {definition.logical_id} is {value}, and {meant.logical_id} is called {near[0]}",
        f"{resource_name(role)} may use {meant.logical_id}, which no variable hands out, and no {use.noun} {value}: "
        "every call of the application about it is denied",
        f"write !Ref {meant.logical_id}" if meant.type != "AWS::SQS::Queue" else f"write {near[0]}",
    )


def _index(inquiry: Inquiry, definition: Resource, variable: str, path: PropertyPath, value: str) -> Iterator[Found]:
    """An index that none of the tables which the containers are given has, and one of them nearly."""
    tables = {item.resource.logical_id: item.resource for item in inquiry.gifts if item.definition is definition}
    indexes = {
        as_text(name): table.logical_id
        for table in tables.values()
        if table.type == TABLE
        for name in _names_of_indexes(table)
    }
    near = get_close_matches(value, indexes, 1, _NEAR_OF_FEW) if value not in indexes else []
    if not near:
        return
    yield Found(
        definition,
        path,
        f"{variable} of {definition.logical_id} is {value}, and the index of {indexes[near[0]]} is called {near[0]}",
        f"{indexes[near[0]]} has no index {value}: every query of it is refused",
        f"write {near[0]}",
    )


def _names_of_indexes(table: Resource) -> Sequence[Value]:
    listed = [*as_list(table.get("GlobalSecondaryIndexes")), *as_list(table.get("LocalSecondaryIndexes"))]
    return [at(item, "IndexName") for item in listed]


CHECK = Check(
    "APP260",
    Severity.ERROR,
    Question.REACH,
    "A variable names a table, a bucket, a queue or an index that is called a little differently",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    _ask,
)
