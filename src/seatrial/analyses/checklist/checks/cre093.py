"""Whether a security group without a VPC stands beside others in the VPC that the stack is given.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (VpcId).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import TARGET_GROUP
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SECURITY_GROUP, SUBNET
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value


def _without_vpc(inquiry: Inquiry) -> Iterator[Said]:
    """A group that lands in the default VPC, where all else is in one that the stack is given."""
    placed: list[Value] = [
        value
        for item in inquiry.system.of_type(SECURITY_GROUP, SUBNET, TARGET_GROUP)
        if (value := item.get("VpcId")) is not None
    ]
    given = {item.reason for item in placed if isinstance(item, Unknown)}
    if len(given) != 1 or not all(isinstance(item, Unknown) for item in placed):
        return
    for group in inquiry.system.of_type(SECURITY_GROUP):
        users = [
            item.logical_id
            for item in inquiry.system.resources.values()
            if not item.type.startswith(SECURITY_GROUP)
            and any(one.target == group.logical_id for one in item.references)
        ]
        if group.get("VpcId") is not None or not users:
            continue
        others = next(
            item for item in inquiry.system.of_type(SECURITY_GROUP, SUBNET, TARGET_GROUP) if item.get("VpcId")
        )
        yield Found(
            group,
            (),
            f"{group.logical_id} has no VpcId, so it belongs to the account's default VPC",
            f"{others.logical_id} is in the VPC that the stack is given: unless that is the default one, "
            f"{inquiry.names([inquiry.system.resources[name] for name in users])} and {group.logical_id} belong to "
            "different networks, and AWS refuses the one with the other",
            f"give {group.logical_id} the VpcId of {others.logical_id}",
        )


CHECK = Check(
    "CRE093",
    Severity.WARNING,
    Question.CREATE,
    "A security group without a VPC stands beside others in a VPC that the stack is given",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
    _without_vpc,
)
