"""What of a network must be there first, and no reference says so: blocks of IPv6, gateway endpoints, attachments.

A VPC's blocks of IPv6 are a resource of their own, an interface endpoint for Amazon S3 whose private names are for
inbound resolvers alone (the default) needs a gateway endpoint beside it, and EC2 knows a transit gateway in the routes
of a VPC only once that is attached.

Sources (read 2026-11-29): https://github.com/aws/aws-cdk/issues/28843 and https://github.com/aws/aws-cdk/issues/36714
(blocks of IPv6), https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982 and
https://github.com/hashicorp/terraform-provider-aws/issues/31117 (endpoints of S3),
https://github.com/hashicorp/terraform-provider-aws/issues/10025 and https://github.com/aws-ia/terraform-aws-vpc/issues/101
(transit gateways).
"""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown

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
    return bool(inquiry.after(resource.logical_id) & {item.logical_id for item in blocks})
