"""AWS::SecretsManager::Secret: a value that a container gets without it standing in the template.

Secrets Manager ends every secret's ARN with a hyphen and six random letters and digits, so that a secret that is made
anew under the same name has another ARN.
One without a name is called by its logical id, a hyphen and twelve more: the stack's name is not in it.
Sources: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html (read 2026-11-23),
https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_secret.html (read 2026-11-30).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, mixed_suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    given = given_name(properties, "Name") or Name("")
    logical = place.logical_id.rpartition("/")[2]
    name = given.text or f"{logical}-{mixed_suffix(place, 12, 'name')}"
    arn = place.arn("secretsmanager", f"secret:{name}-{mixed_suffix(place, 6, 'secret')}")
    return Identity(arn, arn, {"Id": given.known(arn)})


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
