"""AWS::EC2::Subnet: a part of the VPC in one zone; tasks and load balancer nodes get their addresses from it."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "subnet")
    attributes: dict[str, Value] = {
        "SubnetId": ref,
        "AvailabilityZone": properties.get("AvailabilityZone") or f"{place.scope.region}a",
        "AvailabilityZoneId": properties.get("AvailabilityZoneId") or Unknown("AWS numbers zones for each account"),
        "CidrBlock": properties.get("CidrBlock") or Unknown("the subnet's block comes from an address pool"),
        "VpcId": properties.get("VpcId"),
        "NetworkAclAssociationId": resource_id(place, "aclassoc", "acl association"),
        "Ipv6CidrBlocks": [],
        "OutpostArn": "",
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
        "VpcId",
        "NetworkAclAssociationId",
        "Ipv6CidrBlocks",
        "OutpostArn",
    ),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),),
    essential="tasks need two, in two zones, to survive the loss of one",
    purpose="A part of the VPC in one zone; tasks and load balancer nodes get their addresses from it.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html",
)
