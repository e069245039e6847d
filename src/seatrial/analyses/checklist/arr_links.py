"""Whether the VPC link of an HTTP API comes through to what an integration names.

Source (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html (a VPC
link has interfaces in its subnets, with its security groups).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Interface, Path, Verdict
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list

INTEGRATION, LINK = "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::VpcLink"


def linked(inquiry: Inquiry) -> Iterator[tuple[Resource, Resource]]:
    """Each integration that goes through a VPC link, with that."""
    for integration in inquiry.system.of_type(INTEGRATION):
        link = inquiry.find(integration.get("ConnectionId"), LINK)
        if link is not None:
            yield integration, link


def shut_way(inquiry: Inquiry, link: Resource, targets: Sequence[Interface], port: int) -> Path | None:
    """The first way from the link to one of these interfaces that something shuts, and what does."""
    groups = tuple(inquiry.find(value) or value for value in as_list(link.get("SecurityGroupIds")))
    for value in as_list(link.get("SubnetIds")):
        subnet = inquiry.find(value, "AWS::EC2::Subnet")
        if subnet is None:
            continue
        source = inquiry.paper.interface(link.logical_id, subnet, groups, False)
        for target in targets:
            path = inquiry.paper.between(source, target, port)
            if path.verdict is Verdict.NO and path.deciding is not None:
                return path
    return None


def cannot_reach(link: Resource, path: Path, port: int, what: str, answers: str) -> Found:
    """What is said of such a way, at what shuts it."""
    hop, mend = path.deciding, ""
    place: tuple[Resource, PropertyPath] = (link, ())
    if hop is not None and hop.resource is not None:
        place = (hop.resource, hop.path)
    if hop is not None:
        mend = hop.mend
    what = f"{link.logical_id} cannot reach {what}"
    return Found(*place, what, f"{path.why}: {answers}", mend or f"allow inbound tcp {port} from {link.logical_id}")
