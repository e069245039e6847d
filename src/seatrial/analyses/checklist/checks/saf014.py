"""Whether any container of a task has its output kept.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _silent(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        containers = [item for _, item in inquiry.containers(definition)]
        if not containers or any(at(item, "LogConfiguration") is not None for item in containers):
            continue
        yield Found(
            definition,
            ("ContainerDefinitions",),
            f"the output of the containers of {definition.logical_id} is not kept",
            "a failed task leaves only its exit code: on Fargate there is no host to look at",
            "add LogConfiguration with LogDriver: awslogs, awslogs-group, awslogs-region and awslogs-stream-prefix",
        )


CHECK = Check(
    "SAF014",
    Severity.WARNING,
    Question.SEEMLY,
    "No container of a task has a log configuration",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    _silent,
)
