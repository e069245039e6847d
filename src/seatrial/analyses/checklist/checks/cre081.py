"""Whether a name of Service Connect has capitals, which ECS says it doesn't want, and may not ask.

The API's reference has lower-case letters alone for the names of port mappings and of what is discovered by them.
Nobody was seen to be refused on Fargate for others, so that it is a warning.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html ("The name can include
lowercase letters, numbers, underscores (_), and hyphens (-)").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

CONNECT = "ServiceConnectConfiguration"


def _capitals(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for definition in inquiry.definitions:
        for number, container in inquiry.containers(definition):
            for index, port in enumerate(as_list(at(container, "PortMappings"))):
                name = at(port, "Name")
                path: PropertyPath = ("ContainerDefinitions", number, "PortMappings", index, "Name")
                if _has_capitals(name) and not inquiry.refused_at(definition, *path):
                    told.add(as_text(name))
                    yield _found(definition, path, f"the port mapping {as_text(name)} of {definition.logical_id}", name)
    for service in inquiry.system.of_type(SERVICE):
        for index, item in enumerate(as_list(service.get(CONNECT, "Services"))):
            name = at(item, "DiscoveryName")
            path = (CONNECT, "Services", index, "DiscoveryName")
            if _has_capitals(name) and as_text(name) not in told and not inquiry.refused_at(service, *path):
                yield _found(service, path, f"the discovery name {as_text(name)} of {service.logical_id}", name)


def _has_capitals(name: Value) -> bool:
    return isinstance(name, str) and name != name.lower()


def _found(resource: Resource, path: PropertyPath, what: str, name: Value) -> Found:
    return Found(
        resource,
        path,
        f"{what} has capitals",
        "names of Service Connect have lower-case letters, digits, hyphens and underscores: ECS may refuse it, and "
        "clients that write it otherwise don't find it",
        f"write {path[-1]}: {as_text(name).lower()}, also where it is named",
    )


CHECK = Check(
    "CRE081",
    Severity.WARNING,
    Question.CREATE,
    "A name of Service Connect has capitals",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
    _capitals,
)
