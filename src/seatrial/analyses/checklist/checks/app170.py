"""A variable that one container is given twice, with different values.

Amazon ECS takes the task definition, and the container gets the value that is written last
(https://github.com/metaps/genova/issues/295, read 2026-11-30; no page of AWS's says which): the other one is lost, and
as likely as not it was meant for a variable of another name. Twice the same value loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import ENVIRONMENT, variables
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Value


def _twice(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        first: dict[tuple[int, str], Value] = {}
        for container, name, path, value in variables(definition):
            if ENVIRONMENT not in path or not name or first.setdefault((container, name), value) == value:
                continue
            yield Found(
                definition,
                path,
                f"{definition.logical_id} gives a container {name} twice, with different values",
                "the container gets only the value that is written last; the one before it reaches nobody",
                "remove one of the two, or give it the name that is meant",
            )


CHECK = Check(
    "APP170",
    Severity.WARNING,
    Question.REACH,
    "A container is given a variable twice, with different values",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    _twice,
)
