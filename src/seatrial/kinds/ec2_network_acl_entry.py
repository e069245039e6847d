"""AWS::EC2::NetworkAclEntry: one numbered rule of a network ACL."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::EC2::NetworkAclEntry",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("NetworkAclId", ("AWS::EC2::NetworkAcl",), "is a rule of"),),
    purpose="One numbered rule of a network ACL; the lowest number that fits decides.",
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html",
)
