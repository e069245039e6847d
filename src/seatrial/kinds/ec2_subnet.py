"""AWS::EC2::Subnet: a part of the VPC in one zone.

Without AvailabilityZone AWS chooses the zone. Here it is the region's first, always the same.
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.data.regions import zones_of
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "subnet")
    zone = properties.get("AvailabilityZone")
    if zone is None and properties.get("AvailabilityZoneId") is not None:
        zone = Unknown("which letter a zone's number has differs from account to account")
    attributes: dict[str, Value] = {
        "SubnetId": ref,
        "AvailabilityZone": zone or zones_of(place.scope.region)[0],
        "AvailabilityZoneId": properties.get("AvailabilityZoneId")
        or Unknown("which number a zone's letter has differs from account to account"),
        "CidrBlock": properties.get("CidrBlock") or Unknown("the subnet's block comes from an address pool"),
        "NetworkAclAssociationId": resource_id(place, "aclassoc", "acl association"),
        "Ipv6CidrBlocks": Unknown("AWS chooses the subnet's blocks of IPv6"),
        "OutpostArn": properties.get("OutpostArn") or "",
    }
    return Identity(ref, place.arn("ec2", f"subnet/{ref}"), attributes)


CARD = Card(
    type="AWS::EC2::Subnet",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "SubnetId",
        "AvailabilityZone",
        "AvailabilityZoneId",
        "CidrBlock",
        "NetworkAclAssociationId",
        "Ipv6CidrBlocks",
        "OutpostArn",
    ),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),),
    essential="tasks get their addresses from subnets; two, in two zones, survive the loss of one",
    purpose="A part of the VPC in one zone. Whether it is public or private is decided by the route table it uses.",
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html",
)
