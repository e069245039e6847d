"""Whether a security group has a VpcId, where the template makes a VPC of its own.

Without one it is made in the account's default VPC, and is refused where it is used.

Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity


def _homeless(inquiry: Inquiry) -> Iterator[Said]:
    """A security group of the default VPC in a template that makes a VPC of its own."""
    vpc = next(inquiry.system.of_type("AWS::EC2::VPC"), None)
    for group in inquiry.system.of_type("AWS::EC2::SecurityGroup"):
        if vpc is not None and group.get("VpcId") is None:
            yield Found(
                group,
                ("VpcId",),
                f"{group.logical_id} has no VpcId",
                "without VpcId it is created in the account's default VPC, if there is one, but its users are in "
                f"{vpc.logical_id}: one of them is refused, and the stack is rolled back",
                f"add VpcId: !Ref {vpc.logical_id} to {group.logical_id}",
                "No default VPC for this user",
                fix=(set_property(group.logical_id, "VpcId", to={"Ref": vpc.logical_id}),),
            )


CHECK = Check(
    "CRE034",
    Severity.ERROR,
    Question.CREATE,
    "A security group has no VpcId, although the template creates a VPC",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    _homeless,
)
