"""AWS::SecretsManager::SecretTargetAttachment: writes a database's address into a secret.

Source of the keys: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
(read 2026-11-29).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import mixed_suffix, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties

# What an attachment may write, whatever the database: taken widely, for not every key is written for every engine.
RARE_KEYS = ("ssl", "masterarn", "dbInstanceIdentifier", "dbClusterIdentifier", "namespaceName")
ATTACHED_KEYS = ("engine", "host", "port", "username", "dbname", *RARE_KEYS)


def _identify(place: Place, properties: Properties) -> Identity:
    secret = physical_name(place, properties, "SecretId")
    if not isinstance(properties.get("SecretId"), str):
        # Which secret that is isn't known, and what Ref gives is an ARN all the same.
        arn = place.arn("secretsmanager", f"secret:{secret.text}-{mixed_suffix(place, 6, 'secret')}")
        return Identity(arn, "", {"Id": arn})
    return Identity(secret.text, "", {"Id": secret.known(secret.text)})


CARD = Card(
    type="AWS::SecretsManager::SecretTargetAttachment",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("SecretId", ("AWS::SecretsManager::Secret",), "completes"),
        Relation(
            "TargetId",
            (
                "AWS::RDS::DBInstance",
                "AWS::RDS::DBCluster",
                "AWS::DocDB::DBInstance",
                "AWS::DocDB::DBCluster",
            ),
            "with the address of",
        ),
    ),
    purpose="Writes a database's address and port into the secret that holds its password.",
    note="no database runs here, so the secret lacks host and port",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html",
)
