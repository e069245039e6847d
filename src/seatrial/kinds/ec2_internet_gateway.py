"""AWS::EC2::InternetGateway: the way between the VPC and the internet."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "igw")
    return Identity(ref, place.arn("ec2", f"internet-gateway/{ref}"), {"InternetGatewayId": ref})


CARD = Card(
    type="AWS::EC2::InternetGateway",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("InternetGatewayId",),
    purpose="The way between the VPC and the internet, for interfaces that have a public address.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html",
)
