"""Whether the VPC link of an HTTP API reaches the tasks that it finds by Cloud Map.

Sources (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html and
http-api-develop-integrations-private.html there (a VPC link has interfaces in its subnets, with its security groups).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_links import cannot_reach, linked, shut_way
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_number, at

DISCOVERY = "AWS::ServiceDiscovery::Service"


def _links(inquiry: Inquiry) -> Iterator[Said]:
    """From a VPC link to the tasks that it finds by Cloud Map."""
    told: set[tuple[str, str]] = set()
    for integration, link in linked(inquiry):
        registry = inquiry.find(integration.get("IntegrationUri"), DISCOVERY)
        for placement, port in _registered(inquiry, registry) if registry is not None else ():
            key = (link.logical_id, placement.by.logical_id)
            if key in told or not port or inquiry.misplaced(placement):
                continue
            path = shut_way(inquiry, link, list(placement.interfaces(inquiry.paper)), port)
            if path is not None:
                told.add(key)
                what = f"port {port} of the tasks of {placement.by.logical_id}"
                answers = f"API Gateway answers the requests of {integration.logical_id} with 503 or 504"
                yield cannot_reach(link, path, port, what, answers)


def _registered(inquiry: Inquiry, registry: Resource) -> Iterator[tuple[Placement, int]]:
    """The services that register their tasks there, each with the port that it registers (0 where none is known)."""
    for placement in inquiry.placements:
        for item in as_list(placement.by.get("ServiceRegistries")):
            if inquiry.find(at(item, "RegistryArn"), DISCOVERY) is registry:
                own, other = as_number(at(item, "ContainerPort")), as_number(at(item, "Port"))
                yield placement, own or other or _only_port(placement.definition)


def _only_port(definition: Resource | None) -> int:
    containers = as_list(definition.get("ContainerDefinitions")) if definition is not None else []
    ports = {as_number(at(one, "ContainerPort")) for item in containers for one in as_list(at(item, "PortMappings"))}
    return min(ports) if len(ports) == 1 else 0


CHECK = Check(
    "ARR053",
    Severity.ERROR,
    Question.ARRIVE,
    "A VPC link cannot reach the tasks that it finds by Cloud Map",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    _links,
)
