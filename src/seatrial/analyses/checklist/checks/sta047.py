"""Whether a container's health check asks a port that something in the task has.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_health import NEVER, owner_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text, at, leaves

_OWN_ADDRESS = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::(?P<port>\d+))?(?=[/\s'\"?]|\Z)")
_HTTP = 80
# Ports that are the default of something, so that a check on one of them is easily copied. A server that speaks of its
# health on a port of its own, which nobody else needs, takes others.
_USUAL_PORTS = (_HTTP, 3000, 5000, 8000, 8080)


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    """Checks on the port of another program: the container has its own, and nothing in the task speaks of that one."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            mapped = [at(item, "ContainerPort") for item in as_list(at(container, "PortMappings"))]
            line = " ".join(as_text(word) for word in as_list(at(container, "HealthCheck", "Command")))
            asked = {int(item["port"] or _HTTP) for item in _OWN_ADDRESS.finditer(line)}
            if len(mapped) != 1 or len(asked) != 1 or not as_number(mapped[0]):
                continue
            port, own = asked.pop(), as_number(mapped[0])
            if port == own or port not in _USUAL_PORTS or _speaks_of(inquiry, definition, port):
                continue
            yield Found(
                definition,
                ("ContainerDefinitions", index, "HealthCheck", "Command"),
                f"the health check of {owner_of(definition, container, index)} asks port {port}, and the container has "
                f"{own}",
                f"nothing else in the task definition speaks of port {port}; unless a program listens there, {NEVER}",
                f"ask http://localhost:{own} in it",
            )


def _speaks_of(inquiry: Inquiry, definition: Resource, port: int) -> bool:
    """Whether anything else of a task definition has a port's number in it, or may."""
    for _, container in inquiry.containers(definition):
        if at(container, "EnvironmentFiles") is not None:
            return True
        for key in ("Environment", "Secrets", "Command", "EntryPoint", "PortMappings"):
            for _, value in leaves(at(container, key)):
                # What AWS decides is the address of something else.
                if isinstance(value, Unknown) and not value.reason.startswith("AWS decides"):
                    return True
                if re.search(rf"(?<!\d){port}(?!\d)", as_text(value)):
                    return True
    return False


CHECK = Check(
    "STA047",
    Severity.WARNING,
    Question.START,
    "A container's health check asks a port that nothing in the task has",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html",
    _ports,
)
