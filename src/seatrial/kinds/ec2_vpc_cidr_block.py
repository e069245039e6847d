"""AWS::EC2::VPCCidrBlock: a further block of addresses of a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "vpc-cidr-assoc")
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::EC2::VPCCidrBlock",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "widens"),),
    purpose="A further block of addresses of a VPC.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html",
)
