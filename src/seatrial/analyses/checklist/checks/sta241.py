"""Whether a container waits for the end of one that serves others, which has none.

With the condition COMPLETE or SUCCESS, a container starts when the other has run to its end. One that has ports or a
health check is a server: it runs as long as the task does, and what waits for it never starts.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
(COMPLETE: "validates that a dependent container runs to completion (exits) before permitting other containers to
start").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at

_TO_THE_END = ("COMPLETE", "SUCCESS")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            for number, item in enumerate(as_list(at(container, "DependsOn"))):
                condition, name = as_text(at(item, "Condition")), as_text(at(item, "ContainerName"))
                other = inquiry.container(definition, name) if condition in _TO_THE_END and name else None
                path = ("ContainerDefinitions", index, "DependsOn", number)
                if other is None or inquiry.refused_at(definition, *path):
                    continue
                ports, checked = bool(as_list(at(other[1], "PortMappings"))), at(other[1], "HealthCheck") is not None
                if not ports and not checked:
                    continue
                own = as_text(at(container, "Name"))
                yield Found(
                    definition,
                    (*path, "Condition"),
                    f"{own} of {definition.logical_id} waits for {name} to end, which serves others",
                    f"{name} has {'ports' if ports else 'a health check'}, as what keeps running: "
                    f"as long as it does, {own} does not start",
                    f"write Condition: {'HEALTHY' if checked else 'START'}",
                )


CHECK = Check(
    "STA241",
    Severity.WARNING,
    Question.START,
    "A container waits for the end of one that keeps running",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html",
    _ask,
)
