"""AWS::SecretsManager::Secret: a value that a container gets without it standing in the template."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, suffix, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or generated_name(place)
    arn = place.arn("secretsmanager", f"secret:{name}-{_ending(place)}")
    return Identity(arn, arn, {"Id": arn})


def _ending(place: Place) -> str:
    """Secrets Manager ends every secret's ARN with a hyphen and six random letters or digits."""
    return suffix(place, 6, "secret")[:3] + place.digits(3, "secret")


CARD = Card(
    type="AWS::SecretsManager::Secret",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("KmsKeyId", ("AWS::KMS::Key",), "is encrypted with"),),
    purpose="A value that a container gets without it standing in the template.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html",
)
