"""Whether the awslogs driver is given two ways to tell where a message begins.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_dict, as_text, at


def _two_patterns(inquiry: Inquiry) -> Iterator[Said]:
    """Two options of which one makes the driver ignore the other."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            place: PropertyPath = ("ContainerDefinitions", index, "LogConfiguration")
            options = as_dict(at(container, "LogConfiguration", "Options"))
            if at(container, "LogConfiguration", "LogDriver") != "awslogs":
                continue
            if options.get("awslogs-datetime-format") and options.get("awslogs-multiline-pattern"):
                yield Found(
                    definition,
                    (*place, "Options", "awslogs-multiline-pattern"),
                    f"{as_text(at(container, 'Name'))} of {definition.logical_id} has both awslogs-datetime-format and "
                    "awslogs-multiline-pattern",
                    "both say where a message begins, and only one of them may be set: awslogs-multiline-pattern is "
                    "ignored where the driver does not refuse the two",
                    "leave one of the two out",
                )


CHECK = Check(
    "STA043",
    Severity.WARNING,
    Question.START,
    "The awslogs driver is given two ways to tell where a message begins",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
    _two_patterns,
)
