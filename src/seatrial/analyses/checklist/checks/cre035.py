"""DynamoDB tables: what a key is made of must be defined, and nothing else may be.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.global_table import TABLE, TABLES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

# CloudFormation's text, from https://github.com/aws-cloudformation/cfn-lint/issues/1037 (read 2026-11-29).
_REFUSED = "Property AttributeDefinitions is inconsistent with the KeySchema of the table and the secondary indexes"


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    """Tables whose keys are attributes that nobody defines, or whose definitions nobody uses."""
    for table in inquiry.system.of_type(*TABLES):
        listed = table.get("AttributeDefinitions")
        schemas = [table.get("KeySchema")] + [
            at(index, "KeySchema")
            for key in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
            for index in as_list(table.get(key))
        ]
        names = [at(item, "AttributeName") for schema in schemas for item in as_list(schema)]
        defined = [at(item, "AttributeName") for item in as_list(listed)]
        if any(isinstance(item, Unknown) for item in (listed, *schemas, *names, *defined)):
            continue
        used, given = sorted({as_text(item) for item in names}), sorted({as_text(item) for item in defined})
        if missing := [item for item in used if item not in given]:
            what = f"{missing[0]} is a key of {table.logical_id}, but not in its AttributeDefinitions"
            yield _table(
                table, what, f"add {{ AttributeName: {missing[0]}, AttributeType: S }} to AttributeDefinitions"
            )
        elif unused := [item for item in given if item not in used]:
            what = f"{table.logical_id} defines {unused[0]}, which is not a key of the table or of an index"
            yield _table(table, what, f"remove {unused[0]} from AttributeDefinitions: only key attributes are defined")


def _table(table: Resource, what: str, mend: str) -> Found:
    # The text for a global table is DynamoDB's own, and isn't known word by word.
    why = "CloudFormation refuses to create the table, and rolls the stack back"
    return Found(table, ("AttributeDefinitions",), what, why, mend, _REFUSED if table.type == TABLE else "")


CHECK = Check(
    "CRE035",
    Severity.ERROR,
    Question.CREATE,
    "AttributeDefinitions of a table are not exactly the attributes of its keys",
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
    _keys,
)
