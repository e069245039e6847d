"""AWS::SecretsManager::Secret: a value that a container gets without it standing in the template.

Secrets Manager ends every secret's ARN with a hyphen and six random letters and digits, so that a secret that is made
anew under the same name has another ARN.
Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import mixed_suffix, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name", 512)
    arn = place.arn("secretsmanager", f"secret:{name.text}-{mixed_suffix(place, 6, 'secret')}")
    return Identity(arn, arn, {"Id": name.known(arn)})


CARD = Card(
    type="AWS::SecretsManager::Secret",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("KmsKeyId", ("AWS::KMS::Key",), "is encrypted with"),),
    purpose="A password or key that a container gets as a variable, without it standing in the template or the image.",
    note="no rotation happens here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html",
)
