"""AWS::SecretsManager::ResourcePolicy: who may read a secret, said by the secret."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    secret = physical_name(place, properties, "SecretId")
    return Identity(secret.text, "", {"Id": secret.known(secret.text)})


CARD = Card(
    type="AWS::SecretsManager::ResourcePolicy",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("SecretId", ("AWS::SecretsManager::Secret",), "guards"),),
    purpose="Who may read a secret, said by the secret itself.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html",
)
