"""AWS::EC2::VPCGatewayAttachment: puts an internet gateway to a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    kind = "VGW" if properties.get("VpnGatewayId") and not properties.get("InternetGatewayId") else "IGW"
    vpc = given_name(properties, "VpcId") or Name("")
    return Identity(f"{kind}|{vpc.text or resource_id(place, 'vpc')}", "", {"AttachmentType": kind})


CARD = Card(
    type="AWS::EC2::VPCGatewayAttachment",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("AttachmentType",),
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "opens"),
        Relation("InternetGatewayId", ("AWS::EC2::InternetGateway",), "attaches"),
        Relation("VpnGatewayId", ("AWS::EC2::VPNGateway",), "attaches"),
    ),
    purpose="Joins an internet gateway to a VPC; a route through it works only once it is joined.",
    note="VPN gateways are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html",
)
