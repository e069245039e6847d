"""AWS::KMS::Key: an encryption key of the account's own."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = uuid_of(place)
    if properties.get("MultiRegion") in (True, "true"):
        ref = f"mrk-{place.digits(32, 'uuid')}"
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
    purpose="An encryption key of the account's own, with its own say in who may use it.",
    note="nothing is encrypted here; whether a role may use the key is asked",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html",
)
