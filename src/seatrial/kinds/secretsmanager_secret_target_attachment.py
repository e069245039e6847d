"""AWS::SecretsManager::SecretTargetAttachment: writes a database's address into a secret."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = text_of(properties, "SecretId") or generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::SecretsManager::SecretTargetAttachment",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("SecretId", ("AWS::SecretsManager::Secret",), "completes"),),
    purpose="Writes a database's address into a secret.",
    note="no database runs here, so the secret lacks host and port",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html",
)
