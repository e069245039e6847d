"""Whether CloudFront is to call an internal load balancer over the internet.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html (what is in private
subnets is reached by a VPC origin alone).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_front import origins
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import at


def _private_origins(inquiry: Inquiry) -> Iterator[Said]:
    for distribution, path, origin, balancer in origins(inquiry):
        if balancer.get("Scheme") != "internal" or at(origin, "VpcOriginConfig") is not None:
            continue
        yield Found(
            distribution,
            (*path, "DomainName"),
            f"{distribution.logical_id} cannot reach {balancer.logical_id}, which is internal",
            "an internal load balancer only has private addresses, and CloudFront calls its origins over the internet: "
            "it answers with 502 or 504",
            "write Scheme: internet-facing in "
            f"{balancer.logical_id}, or VpcOriginConfig with an AWS::CloudFront::VpcOrigin in place of "
            "CustomOriginConfig",
        )


CHECK = Check(
    "ARR151",
    Severity.ERROR,
    Question.ARRIVE,
    "CloudFront is to call an internal load balancer over the internet",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
    _private_origins,
)
