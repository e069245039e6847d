"""Ways in by private links: the VPC link of an HTTP API, to tasks of Cloud Map or a load balancer, and VPC Lattice.

Sources (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html and
http-api-develop-integrations-private.html there (a VPC link has interfaces in its subnets, with its security groups),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html (portName);
https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_Target.html (id: what targets are by the group's type;
in botocore's model, read 2026-11-30)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import LATTICE
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text, at, unknowns

INTEGRATION, LINK = "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::VpcLink"
DISCOVERY, LATTICE_GROUP = "AWS::ServiceDiscovery::Service", "AWS::VpcLattice::TargetGroup"


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


def _balancers(inquiry: Inquiry) -> Iterator[Said]:
    """From a VPC link to the load balancer whose listener an integration names."""
    told: set[tuple[str, str]] = set()
    for integration in inquiry.system.of_type(INTEGRATION):
        link = inquiry.find(integration.get("ConnectionId"), LINK)
        uri = integration.get("IntegrationUri")
        listener = next((item for item in inquiry.arrivals.listeners if item.resource.arn == uri), None)
        if link is None or listener is None or listener.balancer is None or not listener.port:
            continue
        groups = tuple(inquiry.find(value) or value for value in as_list(link.get("SecurityGroupIds")))
        subnets = [inquiry.find(value, "AWS::EC2::Subnet") for value in as_list(link.get("SubnetIds"))]
        for subnet in subnets:
            for target in inquiry.paper.balancer(listener.balancer) if subnet is not None else ():
                assert subnet is not None
                source = inquiry.paper.interface(link.logical_id, subnet, groups, False)
                path = inquiry.paper.between(source, target, listener.port)
                hop = path.deciding
                key = (link.logical_id, listener.balancer.logical_id)
                if path.verdict is not Verdict.NO or hop is None or key in told:
                    continue
                told.add(key)
                yield Found(
                    hop.resource if hop.resource is not None else link,
                    hop.path if hop.resource is not None else (),
                    f"{link.logical_id} cannot reach {listener.resource.logical_id} (port {listener.port}) of "
                    f"{listener.balancer.logical_id}",
                    f"{path.why}: API Gateway answers the requests of {integration.logical_id} with 503",
                    hop.mend or f"allow inbound tcp {listener.port} from {link.logical_id}",
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


def _lattice_groups(inquiry: Inquiry) -> Iterator[Said]:
    """What a service registers its tasks with, which have addresses and nothing else."""
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        for index, item in enumerate(as_list(service.get(LATTICE))):
            arn = at(item, "TargetGroupArn")
            named = [ref.target for ref in service.references if ref.path == (LATTICE, index, "TargetGroupArn")]
            group = inquiry.find(arn, LATTICE_GROUP) or next(
                (found for name in named if (found := inquiry.system.resources.get(name)) is not None), None
            )
            kind = group.get("Type") if group is not None and group.type == LATTICE_GROUP else None
            # Tasks that share their instance's interface may be registered by the instance.
            wrong = ("ALB", "LAMBDA") if service.get("NetworkConfiguration") is None else ("ALB", "INSTANCE", "LAMBDA")
            if group is not None and kind in wrong:
                yield Found(
                    group,
                    ("Type",),
                    f"{service.logical_id} registers its tasks in {group.logical_id}, which is of type {as_text(kind)}",
                    "tasks on Fargate are registered by their addresses: ECS refuses the service or registers none, "
                    "and no request arrives",
                    "write Type: IP",
                )


def _lattice(inquiry: Inquiry) -> Iterator[Said]:
    """The port that a service registers with VPC Lattice, by a name that no mapping has."""
    for placement in inquiry.placements:
        service, definition = placement.by, placement.definition
        listed = as_list(service.get(LATTICE))
        if definition is None or not listed:
            continue
        containers = definition.get("ContainerDefinitions")
        mappings = [one for item in as_list(containers) for one in as_list(at(item, "PortMappings"))]
        names = [at(item, "Name") for item in mappings]
        if next(unknowns(containers if isinstance(containers, Unknown) else [mappings, names]), None) is not None:
            continue
        for index, item in enumerate(listed):
            name = at(item, "PortName")
            if not isinstance(name, str) or not name or name in names:
                continue
            there = [as_text(one) for one in names if one]
            yield Found(
                service,
                (LATTICE, index, "PortName"),
                f"{service.logical_id} registers the port {name} with VPC Lattice, which no port mapping of "
                f"{definition.logical_id} is named",
                f"{definition.logical_id} names {' and '.join(there) or 'no port'}: ECS has no port to register, and "
                "refuses the service, or no request arrives",
                f"write PortName: {there[0]}" if there else f"give the port mapping of {definition.logical_id} a Name",
            )


CHECKS = (
    Check(
        "ARR053",
        Severity.ERROR,
        Question.ARRIVE,
        "A VPC link cannot reach the tasks that it finds by Cloud Map",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
        _links,
    ),
    Check(
        "ARR159",
        Severity.ERROR,
        Question.ARRIVE,
        "A VPC link cannot reach the load balancer that it leads to",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
        _balancers,
    ),
    Check(
        "ARR160",
        Severity.ERROR,
        Question.ARRIVE,
        "A target group of VPC Lattice is not for addresses",
        "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_Target.html",
        _lattice_groups,
    ),
    Check(
        "ARR055",
        Severity.ERROR,
        Question.ARRIVE,
        "A service registers a port with VPC Lattice that no port mapping is named",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html",
        _lattice,
    ),
)
