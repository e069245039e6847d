"""The logs that containers give to the FireLens router of their task, with the options of its outputs.

ECS writes the router's configuration from the options of the other containers' log drivers. Tasks start without it, and
their logs are lost.

Source (read 2026-11-29): https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch (options and their defaults).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_text, at

# The plugin written in C and its forerunner, which take the same options.
CLOUDWATCH = ("cloudwatch_logs", "cloudwatch")
# With these it is another account, or another host, that the router writes to.
ELSEWHERE = ("role_arn", "endpoint", "sts_endpoint", "profile")
_LOST = "tasks start, but what {} writes is lost"


class Output(Struct, frozen=True):
    """One container's log, and where the router is to send it. ``path`` is that of the options."""

    definition: Resource
    path: PropertyPath
    container: str
    options: Mapping[str, Value]
    router: Value

    @property
    def lost(self) -> str:
        return _LOST.format(self.container)


def outputs(inquiry: Inquiry) -> Iterator[Output]:
    """The logs that go to the router of their task."""
    for definition in inquiry.definitions:
        containers = [item for _, item in inquiry.containers(definition)]
        router = next((item for item in containers if at(item, "FirelensConfiguration") is not None), None)
        for index, container in inquiry.containers(definition):
            configuration = at(container, "LogConfiguration")
            options = at(configuration, "Options")
            if router is not None and at(configuration, "LogDriver") == "awsfirelens" and isinstance(options, dict):
                path: PropertyPath = ("ContainerDefinitions", index, "LogConfiguration", "Options")
                yield Output(definition, path, as_text(at(container, "Name")), options, router)
