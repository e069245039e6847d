"""AWS::EC2::NetworkAcl: stateless rules at a subnet's boundary."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "acl")
    return Identity(ref, place.arn("ec2", f"network-acl/{ref}"), {"Id": ref, "NetworkAclId": ref})


CARD = Card(
    type="AWS::EC2::NetworkAcl",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Id",
        "NetworkAclId",
    ),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),),
    purpose="Rules at a subnet's boundary that don't remember connections: answers need a rule of their own.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkacl.html",
)
