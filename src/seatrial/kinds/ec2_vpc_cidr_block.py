"""AWS::EC2::VPCCidrBlock: a further range of addresses of a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "vpc-cidr-assoc")
    attributes: dict[str, Value] = {"Id": ref, "IpSource": "amazon", "Ipv6AddressAttribute": "public"}
    return Identity(ref, "", attributes)


CARD = Card(
    type="AWS::EC2::VPCCidrBlock",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Id",
        "IpSource",
        "Ipv6AddressAttribute",
    ),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "widens"),),
    purpose="A further range of addresses, for a VPC that has run out of them.",
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html",
)
