"""Whether something listens where a container is told to call its own task.

``localhost`` is the task itself: what other tasks or a database listen on isn't there.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at, is_whole

LOCAL = ("localhost", "127.0.0.1")
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html (read 2026-11-30)
_AWS = "AWS_ENDPOINT_URL"


def _local(inquiry: Inquiry) -> Iterator[Said]:
    for address in inquiry.addresses:
        if address.host not in LOCAL or not address.port or address.port in _ports(address.definition):
            continue
        if address.variable.upper().startswith(_AWS):
            yield from _stand_in(inquiry, address)
            continue
        meant = _meant(inquiry, address)
        # Containers of one task reach each other without any mapping.
        silent = any(
            not as_list(at(item, "PortMappings")) and index != address.container
            for index, item in inquiry.containers(address.definition)
        )
        if meant is None or silent:
            continue
        definition = address.definition.logical_id
        yield Found(
            address.definition,
            address.path,
            f"{address.variable} of {definition} names {address.host}:{address.port}, but no container of the task "
            f"maps {address.port}",
            f"{address.host} is the task itself, and {address.port} is the port of {meant.logical_id}, which runs "
            "elsewhere",
            f"write the name by which {meant.logical_id} is reached, or add the container that listens on "
            f"{address.port} to {definition}",
        )


def _stand_in(inquiry: Inquiry, address: Address) -> Iterator[Said]:
    """A stand-in for AWS on a developer's machine, which no other container of the task can be."""
    definition = address.definition
    if sum(1 for _ in inquiry.containers(definition)) != 1:
        return
    yield Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} sends calls of AWS to {address.host}:{address.port}, where "
        "nothing listens",
        f"{address.host} is the task itself, and its only container maps no port {address.port}: SDKs that know the "
        "variable don't reach AWS",
        f"remove {address.variable}",
    )


def _ports(definition: Resource) -> set[int]:
    containers = as_list(definition.get("ContainerDefinitions"))
    mappings = [mapping for item in containers for mapping in as_list(at(item, "PortMappings"))]
    values = [at(mapping, key) for mapping in mappings for key in ("ContainerPort", "HostPort")]
    return {int(text) for value in values if is_whole(text := as_text(value))}


def _meant(inquiry: Inquiry, address: Address) -> Resource | None:
    """What listens on the port elsewhere: another task definition, a database or a cache."""
    for definition in inquiry.definitions:
        if definition is not address.definition and address.port in _ports(definition):
            return definition
    stores = (item for item in inquiry.system.resources.values() if inquiry.paper.port_of(item) == address.port)
    return next((item for item in stores if not item.type.startswith("AWS::EC2::")), None)


CHECK = Check(
    "APP043",
    Severity.WARNING,
    Question.REACH,
    "A container is told to call a port of its own task on which another task, a database or a cache listens",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    _local,
)
