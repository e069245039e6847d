"""AWS::EC2::Route: one destination of a route table."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    table = text_of(properties, "RouteTableId") or resource_id(place, "rtb")
    keys = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    destination = next((found for key in keys if (found := text_of(properties, key))), "")
    return Identity(f"{table}|{destination}", "", {"CidrBlock": destination})


CARD = Card(
    type="AWS::EC2::Route",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("CidrBlock",),
    relations=(
        Relation("RouteTableId", ("AWS::EC2::RouteTable",), "is part of"),
        Relation(
            "GatewayId",
            (
                "AWS::EC2::InternetGateway",
                "AWS::EC2::VPCEndpoint",
            ),
            "leads to",
        ),
        Relation("NatGatewayId", ("AWS::EC2::NatGateway",), "leads to"),
        Relation("VpcEndpointId", ("AWS::EC2::VPCEndpoint",), "leads to"),
    ),
    purpose="One destination of a route table.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html",
)
