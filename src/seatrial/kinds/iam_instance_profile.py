"""AWS::IAM::InstanceProfile: gives a role to an EC2 instance."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "InstanceProfileName") or generated_name(place)
    arn = place.arn("iam", f"instance-profile{text_of(properties, 'Path') or '/'}{name}", region=False)
    return Identity(name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::IAM::InstanceProfile",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(Relation("Roles[]", ("AWS::IAM::Role",), "carries"),),
    purpose="Gives a role to an EC2 instance.",
    note="instances are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html",
)
