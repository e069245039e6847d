"""Whether a task has one FireLens router.

"FireLens listens on port 24224", and the containers of a task on Fargate share one network: a second router finds the
port taken. ECS gives the logs of all containers to one of them. What RegisterTaskDefinition says of two isn't
documented, so this is a warning; CDK refuses the second.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text, at

_ROUTER = "FirelensConfiguration"


def _routers(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        found = [
            (index, as_text(at(container, "Name")) or f"container {index + 1}")
            for index, container in inquiry.containers(definition)
            if at(container, _ROUTER) is not None and not isinstance(at(container, _ROUTER), Unknown)
        ]
        if len(found) < 2 or inquiry.refused_at(definition):
            continue
        (_, first), (index, second) = found[:2]
        yield Found(
            definition,
            ("ContainerDefinitions", index, _ROUTER),
            f"{definition.logical_id} has two FireLens routers, {first} and {second}",
            f"each listens on port 24224 of the same task: {second} finds it taken and ends, and the task with it "
            "where that is essential",
            f"leave FirelensConfiguration out of {second}, and let {first} route the logs of all containers",
        )


CHECK = Check(
    "STA210",
    Severity.WARNING,
    Question.START,
    "A task has two FireLens routers",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html",
    _routers,
)
