"""What EC2 refuses about peering connections: VPCs whose blocks overlap can't be peered.

Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html ("matching or overlapping IPv4 CIDR
blocks"; read 2026-11-30). The text is ours: such a connection is made and fails.
"""

from __future__ import annotations

from seatrial.analyses.refusals.ec2_network import VPC, blocks_of
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource


def refused(world: World, resource: Resource) -> Refusal | None:
    one, other = (world.find(resource.get(key), VPC) for key in ("VpcId", "PeerVpcId"))
    if one is None or other is None or one is other:
        return None
    if any(resource.get(key) is not None for key in ("PeerRegion", "PeerOwnerId")):
        return None
    for block in blocks_of(world, one):
        for theirs in blocks_of(world, other):
            if block.overlaps(theirs):
                text = f"{one.logical_id} and {other.logical_id} have overlapping CIDR blocks, {block} and {theirs}."
                return Refusal("ec2.CreateVpcPeeringConnection", "status failed", text, ("PeerVpcId",), ours=True)
    return None
