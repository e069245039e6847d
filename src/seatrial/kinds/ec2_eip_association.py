"""AWS::EC2::EIPAssociation: gives a public address to an interface."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "eipassoc")
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::EC2::EIPAssociation",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("AllocationId", ("AWS::EC2::EIP",), "gives out"),
        Relation("EIP", ("AWS::EC2::EIP",), "gives out"),
        Relation("InstanceId", ("AWS::EC2::Instance",), "to"),
        Relation("NetworkInterfaceId", ("AWS::EC2::NetworkInterface",), "to"),
    ),
    purpose="Gives a public address to an instance or an interface.",
    note="it gives an address to an instance or interface, and none are run here; a task's comes by AssignPublicIp",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eipassociation.html",
)
