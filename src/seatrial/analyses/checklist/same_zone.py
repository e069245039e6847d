"""Two subnets that should be in two Availability Zones and are in one: whatever stands in both of them is refused.

Each endpoint, each load balancer and each mount target says so of itself. Where several do of the same two subnets, or
where there is no third subnet like them that would be in another zone, it is the zone of the second that is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seatrial.analyses.refusals import Refusal
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, at

if TYPE_CHECKING:
    from seatrial.analyses.checklist.inquiry import Inquiry

SUBNET = "AWS::EC2::Subnet"
Pair = tuple[Resource, Resource]
_NO_WAY = ("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


def says_so(refusal: Refusal) -> bool:
    """Whether a refusal is about two subnets in one zone."""
    texts = ("multiple subnets in the same Availability Zone", "mount target already exists in this AZ")
    return refusal.code == "DuplicateSubnetsInSameZone" or any(text in refusal.message for text in texts)


def pair_in_one_zone(inquiry: Inquiry) -> Pair | None:
    """The two subnets of this stack that several resources are refused for, the second of which has a zone of its own
    to correct; None where there are none, or others as well.
    """
    pairs = refused_pairs(inquiry)
    found = {(one.logical_id, other.logical_id): (one, other) for pair in pairs if pair for one, other in [pair]}
    if len(found) != 1 or None in pairs:
        return None
    (pair,) = found.values()
    if len(pairs) < 2 and not are_alone(inquiry, pair):
        return None
    return pair if inquiry.owns(pair[1]) and pair[1].get("AvailabilityZone") is not None else None


def are_alone(inquiry: Inquiry, pair: Sequence[Resource]) -> bool:
    """Whether a VPC has no subnet in another zone that does as these do: with the same route table, or with one that
    has the same kinds of routes.
    """
    first = pair[0]
    if len({_ways(inquiry, item) for item in pair}) > 1:
        return False
    for subnet in inquiry.system.of_type(SUBNET):
        if any(subnet is item for item in pair) or subnet.get("VpcId") != first.get("VpcId"):
            continue
        if inquiry.zone_of(subnet) != inquiry.zone_of(first) and _ways(inquiry, subnet) == _ways(inquiry, first):
            return False
    return inquiry.owns(pair[1]) and pair[1].get("AvailabilityZone") is not None


def _ways(inquiry: Inquiry, subnet: Resource) -> frozenset[str]:
    """By which properties the routes of a subnet lead out."""
    tables = [
        item.get("RouteTableId")
        for item in inquiry.system.of_type("AWS::EC2::SubnetRouteTableAssociation")
        if item.get("SubnetId") == subnet.physical_id
    ]
    routes = [item for item in inquiry.system.of_type("AWS::EC2::Route") if item.get("RouteTableId") in tables]
    return frozenset(key for item in routes for key in item.properties if key not in _NO_WAY)


def refused_pairs(inquiry: Inquiry) -> list[Pair | None]:
    """For each resource that is refused so, the two subnets; None where they can't be told."""
    return [_pair(inquiry, resource) for resource, refusal in inquiry.refusals if says_so(refusal)]


def _of_mounts(inquiry: Inquiry, resource: Resource) -> Pair | None:
    """The subnets of two mount targets of one file system."""
    own = inquiry.find(resource.get("SubnetId"), SUBNET)
    for other in inquiry.system.of_type("AWS::EFS::MountTarget"):
        there = inquiry.find(other.get("SubnetId"), SUBNET)
        same = other is not resource and other.get("FileSystemId") == resource.get("FileSystemId")
        apart = own is None or there is None or own is there or inquiry.zone_of(own) != inquiry.zone_of(there)
        if same and not apart and own is not None and there is not None and inquiry.zone_of(own):
            return there, own
    return None


def _pair(inquiry: Inquiry, resource: Resource) -> Pair | None:
    if resource.type == "AWS::EFS::MountTarget":
        return _of_mounts(inquiry, resource)
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
