"""AWS::EC2::RouteTable: where packets of its subnets go."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "rtb")
    return Identity(ref, place.arn("ec2", f"route-table/{ref}"), {"RouteTableId": ref})


CARD = Card(
    type="AWS::EC2::RouteTable",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("RouteTableId",),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),),
    purpose="Says where packets of its subnets go. A route to an internet gateway makes them public subnets.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html",
)
