"""Whether the VPC link of an HTTP API reaches the tasks that it finds by Cloud Map.

Sources (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html and
http-api-develop-integrations-private.html there (a VPC link has interfaces in its subnets, with its security groups).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_number, at

INTEGRATION, LINK = "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::VpcLink"
DISCOVERY = "AWS::ServiceDiscovery::Service"


def _links(inquiry: Inquiry) -> Iterator[Said]:
    """From a VPC link to the tasks that it finds by Cloud Map."""
    told: set[tuple[str, str]] = set()
    for integration in inquiry.system.of_type(INTEGRATION):
        link = inquiry.find(integration.get("ConnectionId"), LINK)
        registry = inquiry.find(integration.get("IntegrationUri"), DISCOVERY)
        if link is None or registry is None:
            continue
        groups = tuple(inquiry.find(value) or value for value in as_list(link.get("SecurityGroupIds")))
        subnets = [inquiry.find(value, "AWS::EC2::Subnet") for value in as_list(link.get("SubnetIds"))]
        for placement, port in _registered(inquiry, registry):
            key = (link.logical_id, placement.by.logical_id)
            if key in told or not port or inquiry.misplaced(placement):
                continue
            for subnet in subnets:
                if subnet is None:
                    continue
                source = inquiry.paper.interface(link.logical_id, subnet, groups, False)
                paths = [inquiry.paper.between(source, target, port) for target in placement.interfaces(inquiry.paper)]
                path = next((item for item in paths if item.verdict is Verdict.NO), None)
                hop = path.deciding if path is not None else None
                if path is None or hop is None or key in told:
                    continue
                told.add(key)
                yield Found(
                    hop.resource if hop.resource is not None else link,
                    hop.path if hop.resource is not None else (),
                    f"{link.logical_id} cannot reach port {port} of the tasks of {placement.by.logical_id}",
                    f"{path.why}: API Gateway answers the requests of {integration.logical_id} with 503 or 504",
                    hop.mend or f"allow inbound tcp {port} from {link.logical_id}",
                )


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
