"""AWS::IAM::InstanceProfile: gives a role to an EC2 instance."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "InstanceProfileName")
    path = given_name(properties, "Path") or Name("/")
    arn = place.arn("iam", f"instance-profile{path.text or '/'}{name.text}", region=False)
    return Identity(name.text, arn, {"Arn": name.known(path.known(arn))})


CARD = Card(
    type="AWS::IAM::InstanceProfile",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(Relation("Roles[]", ("AWS::IAM::Role",), "carries"),),
    purpose="Gives a role to an EC2 instance.",
    note="EC2 instances are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html",
)
