"""Whether a container's restart policy says that it is enabled, for which there is no default to rely on.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_health import owner_of
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _restarts(inquiry: Inquiry) -> Iterator[Said]:
    """A restart policy that doesn't say that it is on. The API's model wants that; there is no default to rely on."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            policy = at(container, "RestartPolicy")
            if isinstance(policy, dict) and policy and policy.get("Enabled") is None:
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "RestartPolicy"),
                    f"the restart policy of {owner_of(definition, container, index)} does not say Enabled",
                    "ECS asks for it: the task definition is refused, or the container is not restarted",
                    "add Enabled: true to RestartPolicy",
                )


CHECK = Check(
    "STA153",
    Severity.WARNING,
    Question.START,
    "A container's restart policy does not say that it is enabled",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html",
    _restarts,
)
