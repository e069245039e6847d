"""AWS::EC2::VPCDHCPOptionsAssociation: gives DHCP options to a VPC."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    options = text_of(properties, "DhcpOptionsId") or resource_id(place, "dopt")
    return Identity(f"{options}|{text_of(properties, 'VpcId') or resource_id(place, 'vpc')}")


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
