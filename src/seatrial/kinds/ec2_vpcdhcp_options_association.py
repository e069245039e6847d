"""AWS::EC2::VPCDHCPOptionsAssociation: gives DHCP options to a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(generated_name(place))


CARD = Card(
    type="AWS::EC2::VPCDHCPOptionsAssociation",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "configures"),
        Relation("DhcpOptionsId", ("AWS::EC2::DHCPOptions",), "by"),
    ),
    purpose="Gives DHCP options to a VPC.",
    note="tasks always get the VPC's own resolver here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcdhcpoptionsassociation.html",
)
