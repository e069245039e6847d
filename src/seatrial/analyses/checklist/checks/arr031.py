"""Whether the VPC of a private hosted zone has DNS host names, without which the zone's names may not be found.

Source (read 2026-11-29): https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html (private hosted zones
need both DNS attributes of the VPC).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag, as_list, at


def _private_names(inquiry: Inquiry) -> Iterator[Said]:
    for vpc in inquiry.system.of_type("AWS::EC2::VPC"):
        hostnames, support = vpc.get("EnableDnsHostnames"), vpc.get("EnableDnsSupport")
        if isinstance(hostnames, Unknown) or as_flag(hostnames) or not as_flag(support, True):
            continue
        zones = [
            item
            for item in inquiry.system.of_type("AWS::Route53::HostedZone", "AWS::ServiceDiscovery::PrivateDnsNamespace")
            if vpc.physical_id in (item.get("Vpc"), *(at(entry, "VPCId") for entry in as_list(item.get("VPCs"))))
        ]
        told = any("enableDnsHostnames" in said.message for _, said in inquiry.refusals)
        if not zones or told:
            continue
        yield Found(
            vpc,
            ("EnableDnsHostnames",) if hostnames is not None else (),
            f"the names of {inquiry.names(zones)} may not be found in {vpc.logical_id}",
            "a private hosted zone needs EnableDnsHostnames and EnableDnsSupport of its VPC, and EnableDnsHostnames is "
            f"{'false' if hostnames is not None else 'not set, which is false'}",
            f"set EnableDnsHostnames: true in {vpc.logical_id}",
            fix=(set_property(vpc.logical_id, "EnableDnsHostnames", to=True),),
        )


CHECK = Check(
    "ARR031",
    Severity.WARNING,
    Question.ARRIVE,
    "Private names may not be found, because the VPC has no DNS host names",
    "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html",
    _private_names,
)
