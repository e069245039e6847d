"""AWS::KMS::Key: a customer-managed encryption key."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = uuid_of(place)
    arn = place.arn("kms", f"key/{ref}")
    return Identity(ref, arn, {"Arn": arn, "KeyId": ref})


CARD = Card(
    type="AWS::KMS::Key",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=(
        "Arn",
        "KeyId",
    ),
    purpose="A customer-managed encryption key.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html",
)
