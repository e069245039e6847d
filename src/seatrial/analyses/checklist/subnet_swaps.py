"""Tasks that are started in other subnets than the same ones elsewhere: those of a database, which lead nowhere.

Where all subnets of one rule are shut and those of another are not, the list of subnets is what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

SUBNET = "AWS::EC2::Subnet"
_PAIR = 2
# What is put into subnets of its own, and where it names them.
_STORES = (
    ("AWS::RDS::DBSubnetGroup", "SubnetIds"),
    ("AWS::ElastiCache::SubnetGroup", "SubnetIds"),
    ("AWS::MemoryDB::SubnetGroup", "SubnetIds"),
    ("AWS::Redshift::ClusterSubnetGroup", "SubnetIds"),
)


def subnets_of(placement: Placement) -> PropertyPath:
    """Where what starts tasks says in which subnets."""
    return (*placement.network, "Subnets")


def other_subnets(inquiry: Inquiry, named: Collection[str]) -> Iterator[tuple[Resource, PropertyPath, Placement]]:
    """What starts tasks that others start as well, each with one that does so in other subnets; and what starts tasks
    in the subnets of a database, with one that starts others elsewhere.
    """
    stores = {
        as_text(value)
        for type, key in _STORES
        for group in inquiry.system.of_type(type)
        for value in as_list(group.get(key))
    }
    placed = [item for item in inquiry.placements if item.by.type != SERVICE and item.definition is not None]
    for item in placed:
        own = item.by.get(*subnets_of(item))
        # Where one of them alone is shut, that one lacks something.
        if item.by.logical_id not in named or not isinstance(own, list) or len(own) < _PAIR or item.universal:
            continue
        for other in placed:
            theirs = other.by.get(*subnets_of(other))
            if other.by is item.by or other.universal or not isinstance(theirs, list):
                continue
            here, there = {*map(as_text, own)}, {*map(as_text, theirs)}
            same = other.definition is item.definition or (here <= stores and not there & stores)
            if same and not here & there:
                yield item.by, subnets_of(item), other
                if other.definition is not item.definition:
                    break


def elsewhere(
    inquiry: Inquiry, holder: Resource, path: PropertyPath, other: Placement, opened: Sequence[Item]
) -> Found:
    """That tasks are started in other subnets than the same ones elsewhere."""
    theirs = [
        found for value in as_list(other.by.get(*subnets_of(other))) if (found := inquiry.find(value)) is not None
    ]
    own = [found for value in as_list(holder.get(*path)) if (found := inquiry.find(value)) is not None]
    told = "; ".join(found.what for _, found in opened)
    alike = any(item.by is holder and item.definition is other.definition for item in inquiry.placements)
    what = "the same ones" if alike else "others"
    listed = ", ".join(f"!Ref {item.logical_id}" for item in theirs)
    return Found(
        holder,
        path,
        f"{holder.logical_id} starts its tasks in {inquiry.names(own)}, and {other.by.logical_id} {what} in "
        f"{inquiry.names(theirs)}",
        f"{told}; in {inquiry.names(theirs)}, all of this traffic gets through",
        f"write Subnets: [{listed}] in {holder.logical_id}",
        opened[0][1].aws,
    )
