"""AWS::KMS::Alias: a readable name for a key."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "AliasName") or f"alias/{generated_name(place)}"
    return Identity(name, place.arn("kms", name))


CARD = Card(
    type="AWS::KMS::Alias",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    relations=(Relation("TargetKeyId", ("AWS::KMS::Key",), "names"),),
    purpose="A readable name for a key.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html",
)
