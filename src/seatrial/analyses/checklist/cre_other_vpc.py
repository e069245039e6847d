"""What of a refusal for different VPCs is in one from outside.

A VPC that the stack is still to make cannot have an id that somebody has written down already. So the two are different
ones, and each API that is given both refuses.
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import Refusal
from seatrial.model.resource import Resource
from seatrial.model.value import OutsideId

# How EC2, ECS, EFS and Elastic Load Balancing say that two things are of different VPCs.
_APART = ("belong to different", "does not belong to VPC", "have different VPC", "not in the same VPC")


def strayed(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> list[Resource]:
    """What of a refusal for different VPCs is in one from outside."""
    if not any(text in refusal.message for text in _APART):
        return []
    involved = (resource, inquiry.find(resource.get(*refusal.path)), inquiry.find(resource.get("GroupId")))
    return [item for item in involved if item is not None and isinstance(item.get("VpcId"), OutsideId)]
