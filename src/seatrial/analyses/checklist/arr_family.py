"""The families of addresses, IPv4 and IPv6, that tasks have and that target groups take.

A target group takes targets of one family, which is IPv4 unless its IpAddressType says otherwise, and ECS registers
tasks by their addresses. Tasks in subnets with Ipv6Native have none of IPv4; others have none of IPv6 where their
subnet has no block of it, or doesn't assign addresses of it by itself.

Source (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html (one family).
"""

from __future__ import annotations

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.reach import Interface
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

ADDRESS_TYPE = "IpAddressType"


def of_another_family(inquiry: Inquiry, entry: Entry) -> list[Resource]:
    """The subnets whose tasks have no address that the target group of an entry takes."""
    group = entry.group
    if group is None or isinstance(group.get(ADDRESS_TYPE), Unknown):
        return []
    six = as_text(group.get(ADDRESS_TYPE)) == "ipv6"
    return [
        item.subnet for item in known_interfaces(inquiry, entry.placement) if (not item.six if six else item.native)
    ]


def known_interfaces(inquiry: Inquiry, placement: Placement) -> list[Interface]:
    """The interfaces of tasks in subnets that the templates have, where nothing else gives these a block."""
    later = [item.get("SubnetId") for item in inquiry.system.of_type("AWS::EC2::SubnetCidrBlock")]
    if inquiry.misplaced(placement) or any(isinstance(item, Unknown) for item in later):
        return []
    found = [item for item in placement.interfaces(inquiry.paper) if item.placed]
    return [item for item in found if inquiry.owns(item.subnet) and not inquiry.refused_at(item.subnet)]
