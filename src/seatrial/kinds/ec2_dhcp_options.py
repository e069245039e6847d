"""AWS::EC2::DHCPOptions: which resolver and domain name the VPC hands out."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "dopt")
    return Identity(ref, place.arn("ec2", f"dhcp-options/{ref}"), {"DhcpOptionsId": ref})


CARD = Card(
    type="AWS::EC2::DHCPOptions",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("DhcpOptionsId",),
    purpose="Which resolver and domain name the VPC hands out to what stands in it.",
    note="tasks always get the VPC's own resolver here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html",
)
