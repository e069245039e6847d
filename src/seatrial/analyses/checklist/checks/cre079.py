"""Whether what names a VPC from outside is used with what is in the template's own VPC.

Each API that is given both refuses: it is one finding, at the id.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html ("a security group is specific to a
VPC"; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_other_vpc import strayed
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import Refusal
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import OutsideId, as_text

VPC = "AWS::EC2::VPC"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    vpcs = [item for item in inquiry.system.of_type(VPC) if inquiry.owns(item)]
    apart: dict[str, dict[str, Resource]] = {}
    said: dict[str, Refusal] = {}
    for resource, refusal in inquiry.refusals:
        for item in strayed(inquiry, resource, refusal):
            vpc = item.get("VpcId")
            assert isinstance(vpc, OutsideId)
            apart.setdefault(vpc.id, {})[item.logical_id] = item
            said.setdefault(vpc.id, refusal)
    for vpc_id, items in apart.items():
        own = " or ".join(f"VpcId: !Ref {item.logical_id}" for item in vpcs) or "the VpcId of what they are used with"
        names = inquiry.names(list(items.values()))
        yield Found(
            next(iter(items.values())),
            ("VpcId",),
            f"{names} {'are' if len(items) > 1 else 'is'} in {vpc_id}, which is another VPC than that of the rest",
            f"it is used with what is in {as_text(vpcs[0].logical_id) if vpcs else 'another one'}, and what belongs to "
            "different VPCs cannot be put together: the stack is rolled back",
            f"write {own} in {names}",
            "" if said[vpc_id].ours else said[vpc_id].reason,
        )


CHECK = Check(
    "CRE079",
    Severity.ERROR,
    Question.CREATE,
    "A resource is in a VPC from outside and used with what is in the template's own",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    _ask,
)
