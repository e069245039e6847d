"""AWS::EC2::SubnetRouteTableAssociation: says which route table a subnet uses."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "rtbassoc")
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::EC2::SubnetRouteTableAssociation",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("SubnetId", ("AWS::EC2::Subnet",), "routes"),
        Relation("RouteTableId", ("AWS::EC2::RouteTable",), "by"),
    ),
    purpose=("Says which route table a subnet uses; a subnet without one uses the VPC's main route table."),
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html",
)
