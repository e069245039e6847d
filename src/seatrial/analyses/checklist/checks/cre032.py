"""Whether the subnets of a DB subnet group are in two Availability Zones at least.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html,
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/pull/189 (the text on zones; read
2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.same_zone import are_alone
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_list

_PAIR = 2
SUBNET = "AWS::EC2::Subnet"
SUBNET_GROUPS = ("AWS::RDS::DBSubnetGroup", "AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBSubnetGroup")


def _zones(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type(*SUBNET_GROUPS):
        named = group.get("SubnetIds")
        subnets = [inquiry.find(item, SUBNET) for item in as_list(named)]
        zones = {inquiry.zone_of(item) if item is not None else "" for item in subnets}
        if isinstance(named, Unknown) or "" in zones or len(zones) != 1:
            continue
        (zone,) = zones
        known = list({item.logical_id: item for item in subnets if item is not None}.values())
        # Two that should be in two zones are told by the second one's.
        wrong = len(known) == _PAIR and are_alone(inquiry, known)
        yield Found(
            known[1] if wrong else group,
            ("AvailabilityZone",) if wrong else ("SubnetIds",),
            f"the subnets of {group.logical_id} are all in one Availability Zone, {zone}",
            "a DB subnet group needs subnets in at least two Availability "
            "Zones: RDS refuses it, and the stack is rolled back",
            f"set AvailabilityZone of {known[1].logical_id} to another zone than that of {known[0].logical_id}"
            if wrong
            else f"add a subnet in another Availability Zone to SubnetIds of {group.logical_id}",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{zone}. Add subnets to cover at least 2 AZs.",
        )


CHECK = Check(
    "CRE032",
    Severity.ERROR,
    Question.CREATE,
    "A DB subnet group has subnets in only one Availability Zone",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    _zones,
)
