"""Two subnets that should be in two Availability Zones and are in one: whatever stands in both of them is refused.

Each endpoint and each load balancer says so of itself. Where several do of the same two subnets, it is the zone of the
second that is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatrial.analyses.refusals import Refusal
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, at

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

SUBNET = "AWS::EC2::Subnet"
Pair = tuple[Resource, Resource]


def says_so(refusal: Refusal) -> bool:
    """Whether a refusal is about two subnets in one zone."""
    text = "multiple subnets in the same Availability Zone"
    return refusal.code == "DuplicateSubnetsInSameZone" or text in refusal.message


def pair_in_one_zone(inquiry: Inquiry) -> Pair | None:
    """The two subnets of this stack that several resources are refused for, the second of which has a zone of its own
    to correct; None where there are none, or others as well.
    """
    pairs = refused_pairs(inquiry)
    found = {(one.logical_id, other.logical_id): (one, other) for pair in pairs if pair for one, other in [pair]}
    if len(pairs) < 2 or len(found) != 1 or None in pairs:
        return None
    (pair,) = found.values()
    return pair if inquiry.owns(pair[1]) and pair[1].get("AvailabilityZone") is not None else None


def refused_pairs(inquiry: Inquiry) -> list[Pair | None]:
    """For each resource that is refused so, the two subnets; None where they can't be told."""
    return [_pair(inquiry, resource) for resource, refusal in inquiry.refusals if says_so(refusal)]


def _pair(inquiry: Inquiry, resource: Resource) -> Pair | None:
    mapped = [at(item, "SubnetId") for item in as_list(resource.get("SubnetMappings"))]
    named = [*as_list(resource.get("SubnetIds")), *as_list(resource.get("Subnets")), *mapped]
    by_zone: dict[str, Resource] = {}
    for value in named:
        subnet = inquiry.find(value, SUBNET)
        zone = inquiry.zone_of(subnet) if subnet is not None else ""
        if subnet is None or not zone:
            continue
        if zone in by_zone and by_zone[zone] is not subnet:
            return by_zone[zone], subnet
        by_zone[zone] = subnet
    return None
