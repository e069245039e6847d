"""Whether a container's health check is one that is ever run.

The command is a list whose first word says how the rest is run: CMD or CMD-SHELL. With any other first word (but NONE,
which switches the check off) nothing is run, the container never becomes HEALTHY, and what waits for that waits on.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, at

KINDS = ("CMD", "CMD-SHELL", "NONE")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            command = at(container, "HealthCheck", "Command")
            words = as_list(command)
            path = ("ContainerDefinitions", index, "HealthCheck", "Command")
            if not words or not isinstance(words[0], str) or words[0] in KINDS:
                continue
            if inquiry.refused_at(definition, *path):
                continue
            shell = len(words) == 1
            yield Found(
                definition,
                path,
                f"the health check of container {index + 1} of {definition.logical_id} begins with neither CMD nor "
                "CMD-SHELL",
                "it never runs: the health status stays UNKNOWN, containers that depend on it as HEALTHY do not "
                "start, and the service's deployment does not complete",
                f"put {'CMD-SHELL' if shell else 'CMD'} before its first word",
                fix=(set_property(definition.logical_id, *path, to=["CMD-SHELL" if shell else "CMD", *words]),),
            )


CHECKS = (
    Check(
        "STA025",
        Severity.ERROR,
        Question.START,
        "A container's health check never runs",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html",
        _ask,
    ),
)
