"""Whether the region's internet gateways are blocked, where a load balancer is for the internet.

Source (read 2026-11-30): https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

BLOCK = "AWS::EC2::VPCBlockPublicAccessOptions"


def _shut(inquiry: Inquiry) -> Iterator[Said]:
    """A region whose internet gateways are shut, with a load balancer for the internet."""
    if any(True for _ in inquiry.system.of_type("AWS::EC2::VPCBlockPublicAccessExclusion")):
        return
    facing = [
        item.balancer
        for item in inquiry.arrivals.listeners
        if item.balancer is not None and item.balancer.get("Scheme") in (None, "internet-facing")
    ]
    for options in inquiry.system.of_type(BLOCK):
        mode = as_text(options.get("InternetGatewayBlockMode"))
        if mode in ("block-bidirectional", "block-ingress") and facing:
            yield Found(
                options,
                ("InternetGatewayBlockMode",),
                f"{options.logical_id} keeps requests from the internet from {facing[0].logical_id}",
                f"{mode} blocks what comes in through the internet gateways of the whole region, and no "
                "AWS::EC2::VPCBlockPublicAccessExclusion excludes the load balancer's VPC or subnets",
                "add an AWS::EC2::VPCBlockPublicAccessExclusion with InternetGatewayExclusionMode: allow-bidirectional",
            )


CHECK = Check(
    "ARR162",
    Severity.ERROR,
    Question.ARRIVE,
    "Internet gateways are blocked, and a load balancer is for the internet",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html",
    _shut,
)
