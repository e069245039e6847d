"""AWS::EC2::SubnetNetworkAclAssociation: says which network ACL guards a subnet."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "aclassoc")
    return Identity(ref, "", {"AssociationId": ref})


CARD = Card(
    type="AWS::EC2::SubnetNetworkAclAssociation",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("AssociationId",),
    relations=(
        Relation("SubnetId", ("AWS::EC2::Subnet",), "guards"),
        Relation("NetworkAclId", ("AWS::EC2::NetworkAcl",), "by"),
    ),
    purpose=(
        "Says which network ACL guards a subnet; a subnet without one has the default ACL, which allows everything."
    ),
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetnetworkaclassociation.html",
)
