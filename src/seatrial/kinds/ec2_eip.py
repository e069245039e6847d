"""AWS::EC2::EIP: a public address that stays.

The twin's public addresses are of 198.18.0.0/15, which belongs to nobody (see naming).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import public_address, resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    given = text_of(properties, "Address")
    address = given or public_address(place)
    allocation = resource_id(place, "eipalloc")
    attributes: dict[str, Value] = {"AllocationId": allocation, "PublicIp": address}
    return Identity(address, place.arn("ec2", f"elastic-ip/{allocation}"), attributes)


CARD = Card(
    type="AWS::EC2::EIP",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "AllocationId",
        "PublicIp",
    ),
    relations=(Relation("InstanceId", ("AWS::EC2::Instance",), "is given to"),),
    purpose="A public address that stays the same, for a NAT gateway or a network load balancer.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html",
)
