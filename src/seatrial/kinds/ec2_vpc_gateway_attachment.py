"""AWS::EC2::VPCGatewayAttachment: puts an internet gateway to a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    kind = "IGW" if properties.get("InternetGatewayId") else "VGW"
    attributes: dict[str, Value] = {"AttachmentType": kind}
    return Identity(f"{kind}|{text_of(properties, 'VpcId')}", "", attributes)


CARD = Card(
    type="AWS::EC2::VPCGatewayAttachment",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("AttachmentType",),
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "opens"),
        Relation("InternetGatewayId", ("AWS::EC2::InternetGateway",), "attaches"),
    ),
    purpose="Puts an internet gateway to a VPC.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html",
)
