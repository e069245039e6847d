"""Whether the VPC of a database with a public address is one in which it can have one.

Amazon RDS makes such a database only where an internet gateway is attached, and where the VPC resolves and gives names.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
(public access), and the texts as users of Terraform and CDK quote them, with InvalidVPCNetworkStateFault.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_list

_INSTANCE, _GROUP = "AWS::RDS::DBInstance", "AWS::RDS::DBSubnetGroup"
_ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
_PUBLIC, _REFUSED = "PubliclyAccessible", "Cannot create a publicly accessible DBInstance.  The specified VPC {}"


def _public(inquiry: Inquiry) -> Iterator[Said]:
    for database in inquiry.system.of_type(_INSTANCE):
        public = database.get(_PUBLIC)
        if isinstance(public, Unknown) or not as_flag(public) or inquiry.refused_at(database):
            continue
        vpc = _vpc_of(inquiry, database)
        if vpc is None or not inquiry.owns(vpc):
            continue
        if not _is_attached(inquiry, vpc):
            yield _found(
                database,
                f"{vpc.logical_id} has no internet gateway",
                f"write PubliclyAccessible: false, or attach an AWS::EC2::InternetGateway to {vpc.logical_id}",
                "has no internet gateway attached.Update the VPC and then try again",
            )
            continue
        for key, otherwise in (("EnableDnsSupport", True), ("EnableDnsHostnames", False)):
            value = vpc.get(key)
            if not isinstance(value, Unknown) and not (otherwise if value is None else as_flag(value)):
                yield _found(
                    database,
                    f"{vpc.logical_id} has {key} off",
                    f"set {key}: true in {vpc.logical_id}, or write PubliclyAccessible: false",
                    "does not support DNS resolution, DNS hostnames, or both. Update the VPC and then try again",
                )
                break


def _found(database: Resource, because: str, mend: str, text: str) -> Found:
    return Found(
        database,
        (_PUBLIC,),
        f"{database.logical_id} is to have a public address, and {because}",
        "Amazon RDS refuses to create it, and the stack is rolled back",
        mend,
        _REFUSED.format(text),
    )


def _vpc_of(inquiry: Inquiry, database: Resource) -> Resource | None:
    group = inquiry.find(database.get("DBSubnetGroupName"), _GROUP)
    for value in as_list(group.get("SubnetIds")) if group is not None else ():
        subnet = inquiry.find(value, "AWS::EC2::Subnet")
        if subnet is not None:
            return inquiry.find(subnet.get("VpcId"), "AWS::EC2::VPC")
    return None


def _is_attached(inquiry: Inquiry, vpc: Resource) -> bool:
    """Whether an internet gateway is attached to a VPC, or may be."""
    return any(
        item.get("InternetGatewayId") is not None
        and (item.get("VpcId") == vpc.physical_id or isinstance(item.get("VpcId"), Unknown))
        for item in of_type(inquiry.systems, _ATTACHMENT)
    )


CHECK = Check(
    "CRE212",
    Severity.ERROR,
    Question.CREATE,
    "A database is to have a public address in a VPC where it can't",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    _public,
)
