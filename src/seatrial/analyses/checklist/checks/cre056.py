"""Whether an interface endpoint for Amazon S3 with private DNS has the gateway endpoint that it needs.

One whose private names are for inbound resolvers alone (the default) needs a gateway endpoint beside it.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html,
https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982 and
https://github.com/hashicorp/terraform-provider-aws/issues/31117 (both read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_network import VPC, is_given_away, parts_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.kinds.endpoint_services import service_of
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

ENDPOINT = "AWS::EC2::VPCEndpoint"
_INBOUND = ("DnsOptions", "PrivateDnsOnlyForInboundResolverEndpoint")


def _endpoints(inquiry: Inquiry) -> Iterator[Said]:
    for endpoint in inquiry.system.of_type(ENDPOINT):
        vpc, only = inquiry.find(endpoint.get("VpcId"), VPC), endpoint.get(*_INBOUND)
        kind, private = as_text(endpoint.get("VpcEndpointType")), as_flag(endpoint.get("PrivateDnsEnabled"))
        if kind != "Interface" or service_of(as_text(endpoint.get("ServiceName"))) != "s3" or not private:
            continue
        if vpc is None or not inquiry.owns(vpc) or isinstance(only, Unknown) or as_text(only) == "AllResolvers":
            continue
        others = parts_of(inquiry, vpc, ENDPOINT)
        if others is None or any(_may_be_gateway(item) for item in others) or is_given_away(inquiry, vpc):
            continue
        name = endpoint.logical_id
        yield Found(
            endpoint,
            _INBOUND if only is not None else ("PrivateDnsEnabled",),
            f"{name} has private DNS for inbound resolvers alone, and {vpc.logical_id} has no gateway endpoint for s3",
            "that is the default, and what the VPC itself sends to Amazon S3 then goes to a gateway endpoint: "
            "CreateVpcEndpoint fails without one, and the stack is rolled back",
            f"set DnsOptions: {{ PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }} in {name}, or add a gateway "
            f"endpoint for s3 to {vpc.logical_id}",
            "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC "
            f"{vpc.physical_id} must have a Gateway endpoint for the service.",
            fix=(set_property(name, "DnsOptions", to={_INBOUND[1]: "AllResolvers"}),),
        )


def _may_be_gateway(endpoint: Resource) -> bool:
    kind, name = endpoint.get("VpcEndpointType"), endpoint.get("ServiceName")
    if isinstance(kind, Unknown) or isinstance(name, Unknown):
        return True
    return (as_text(kind) or "Gateway") == "Gateway" and service_of(as_text(name)) == "s3"


CHECK = Check(
    "CRE056",
    Severity.ERROR,
    Question.CREATE,
    "An interface endpoint for Amazon S3 with private DNS lacks the gateway endpoint that it needs",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html",
    _endpoints,
)
