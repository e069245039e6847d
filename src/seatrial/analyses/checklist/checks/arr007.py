"""Whether a container is told the port that its requests come to, where the variable PORT tells it one.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Value, as_list, as_number, as_text, at, is_whole

# The names by which application servers and platforms tell a program its port; SERVER_PORT is Spring Boot's,
# https://docs.spring.io/spring-boot/docs/1.0.0.RELEASE/reference/html/howto-embedded-servlet-containers.html (read
# 2026-11-30).
PORT_VARIABLES = ("PORT", "SERVER_PORT")


def _told_another_port(inquiry: Inquiry) -> Iterator[Said]:
    """A container whose PORT says one number and whose port mapping another: one of them is wrong."""
    for entry in inquiry.arrivals.entries:
        definition = entry.placement.definition
        container = inquiry.container(definition, entry.container) if definition is not None else None
        if definition is None or container is None:
            continue
        index, item = container
        for number, variable in enumerate(as_list(at(item, "Environment"))):
            value = at(variable, "Value")
            name = as_text(at(variable, "Name"))
            if name not in PORT_VARIABLES or not is_whole(as_text(value)):
                continue
            if as_number(value) != entry.port and as_number(value) not in _ports(item):
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Environment", number, "Value"),
                    f"{entry.container} of {definition.logical_id} has {name}={as_text(value)} in its environment, but "
                    f"gets its requests on port {entry.port}",
                    f"a program that listens on ${name} refuses the requests and health checks that come to "
                    f"port {entry.port}",
                    f'set {name} to "{entry.port}", or ContainerPort of the mapping and of the service to '
                    f"{as_text(value)}",
                )


def _ports(container: Value) -> set[int]:
    return {as_number(at(item, "ContainerPort")) for item in as_list(at(container, "PortMappings"))}


CHECK = Check(
    "ARR007",
    Severity.WARNING,
    Question.ARRIVE,
    "A container is told a different port from the one its requests come to",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    _told_another_port,
)
