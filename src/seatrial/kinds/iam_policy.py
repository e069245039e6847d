"""AWS::IAM::Policy: permissions put on roles."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::IAM::Policy",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("Roles[]", ("AWS::IAM::Role",), "is attached to"),
        Relation("Users[]", ("AWS::IAM::User",), "is attached to"),
        Relation("Groups[]", ("AWS::IAM::Group",), "is attached to"),
    ),
    purpose="Permissions that are put on roles, apart from the roles themselves.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html",
)
