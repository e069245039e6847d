"""AWS::EC2::EIP: a public address that stays."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import public_address, resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    address = public_address(place)
    allocation = resource_id(place, "eipalloc")
    return Identity(
        address, place.arn("ec2", f"elastic-ip/{allocation}"), {"AllocationId": allocation, "PublicIp": address}
    )


CARD = Card(
    type="AWS::EC2::EIP",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "AllocationId",
        "PublicIp",
    ),
    purpose="A public address that stays.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html",
)
