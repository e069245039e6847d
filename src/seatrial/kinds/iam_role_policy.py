"""AWS::IAM::RolePolicy: one permission set of one role."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(generated_name(place))


CARD = Card(
    type="AWS::IAM::RolePolicy",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    relations=(Relation("RoleName", ("AWS::IAM::Role",), "allows"),),
    purpose="One permission set of one role.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html",
)
