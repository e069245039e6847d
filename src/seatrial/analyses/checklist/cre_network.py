"""What belongs to a VPC, and whether a resource is made after what it needs and doesn't refer to."""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown

VPC = "AWS::EC2::VPC"
_OPAQUE = ("AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack")


def parts_of(inquiry: Inquiry, vpc: Resource, *types: str) -> list[Resource] | None:
    """The resources of these types that belong to a VPC; None where that isn't known of all of them."""
    found = []
    for item in inquiry.system.of_type(*types):
        owner = item.get("VpcId")
        if isinstance(owner, Unknown):
            return None
        if owner == vpc.physical_id:
            found.append(item)
    return found


def is_given_away(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether something is given a resource that may do to it what no template tells."""
    return any(
        reference.target == resource.logical_id
        for item in inquiry.system.resources.values()
        if item.type in _OPAQUE or item.type.startswith("Custom::")
        for reference in item.references
    )


def comes_after(inquiry: Inquiry, resource: Resource, blocks: Sequence[Resource]) -> bool:
    """Whether CloudFormation makes a resource after one of these, as the template stands."""
    return bool(inquiry.after(resource.logical_id) & {item.logical_id for item in blocks})
