"""AWS::EC2::SecurityGroupEgress: an outbound rule of a group that stands apart from it."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "sgr")
    return Identity(ref, place.arn("ec2", f"security-group-rule/{ref}"), {"Id": ref})


CARD = Card(
    type="AWS::EC2::SecurityGroupEgress",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("GroupId", ("AWS::EC2::SecurityGroup",), "is a rule of"),
        Relation("DestinationSecurityGroupId", ("AWS::EC2::SecurityGroup",), "lets out to"),
        Relation("DestinationPrefixListId", ("AWS::EC2::PrefixList",), "lets out to"),
    ),
    purpose="An outbound rule that stands apart from its group, so that two groups can name each other.",
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html",
)
