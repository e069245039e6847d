"""Whether the VPC link of an HTTP API reaches the load balancer whose listener an integration names.

Source (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html (a VPC
link has interfaces in its subnets, with its security groups).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.value import as_list

INTEGRATION, LINK = "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::VpcLink"


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


CHECK = Check(
    "ARR159",
    Severity.ERROR,
    Question.ARRIVE,
    "A VPC link cannot reach the load balancer that it leads to",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    _balancers,
)
