"""Whether the working directory of a container is an absolute path, as container engines want it.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html,
https://github.com/opencontainers/runtime-spec/blob/main/config.md (cwd: "This value MUST be an absolute path"; read
2026-11-30), which https://github.com/opencontainers/runc/blob/main/utils_linux.go asks for before a container starts
(read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_health import owner_of
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _directories(inquiry: Inquiry) -> Iterator[Said]:
    """Where a container's program is started, which container engines take as an absolute path alone."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            given = at(container, "WorkingDirectory")
            if isinstance(given, str) and given and not given.startswith(("/", "$", "{")) and ":" not in given:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "WorkingDirectory"),
                    f"the working directory of {owner_of(definition, container, index)} is {given}, no absolute path",
                    "the container is not created, and the task stops",
                    f"write WorkingDirectory: /{given}",
                )


CHECK = Check(
    "STA154",
    Severity.ERROR,
    Question.START,
    "The working directory of a container is not an absolute path",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html "
    "https://github.com/opencontainers/runtime-spec/blob/main/config.md",
    _directories,
)
