"""Whether a table that a container is told of by name is one of the template's.

A table's name that no table here has, beside a table that nobody is told of, is a slip.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_plain_names import nearest
from seatrial.analyses.global_table import TABLES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

_OF_A_TABLE = re.compile(r"(?:^|_)TABLE(?:_NAME)?\Z", re.IGNORECASE)
_TABLE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{2,254}\Z")


def _tables(inquiry: Inquiry) -> Iterator[Said]:
    tables = list(inquiry.system.of_type(*TABLES))
    given = {gift.resource.logical_id for gift in inquiry.gifts}
    forgotten = [item for item in tables if item.logical_id not in given]
    if not forgotten:
        return
    names = {item.physical_id for item in tables}
    for definition in inquiry.definitions:
        for _, name, path, value in variables(definition):
            text = as_text(value)
            literal = isinstance(value, str) and ENVIRONMENT in path and path not in _referring(definition)
            if not literal or not _OF_A_TABLE.search(name) or not _TABLE_NAME.match(text) or text in names:
                continue
            near = nearest(text, [item.logical_id for item in forgotten])
            table = next((item.logical_id for item in forgotten if item.logical_id == near), forgotten[0].logical_id)
            yield Found(
                definition,
                path,
                f"{name} of {definition.logical_id} names the table {text}, which no table here is called",
                f"the template makes {inquiry.names(forgotten)}, and no container is told of it: calls to {text} find "
                "no table, unless the account has one of that name",
                f"write !Ref {table}",
            )


def _referring(definition: Resource) -> set[PropertyPath]:
    return {reference.path for reference in definition.references}


CHECK = Check(
    "APP044",
    Severity.WARNING,
    Question.REACH,
    "A container is given a table's name that no table of the template has",
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
    _tables,
)
