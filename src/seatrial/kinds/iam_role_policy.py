"""AWS::IAM::RolePolicy: one set of permissions of one role."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, physical_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "PolicyName")
    return Identity(f"{name.text}|{text_of(properties, 'RoleName') or generated_name(place, 64)}")


CARD = Card(
    type="AWS::IAM::RolePolicy",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    relations=(Relation("RoleName", ("AWS::IAM::Role",), "is attached to"),),
    purpose="One set of permissions of one role.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html",
)
