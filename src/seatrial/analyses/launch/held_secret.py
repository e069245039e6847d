"""What others than the template write into secrets: Amazon RDS makes one of its own, an attachment completes one.

With ManageMasterUserPassword a database has a secret that no resource of the template is. It holds username and
password, and nothing else; its ARN is what GetAtt MasterUserSecret.SecretArn gives. An AWS::SecretsManager::
SecretTargetAttachment adds the database's address to a secret of the template, once the database is there.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html,
https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from seatrial.kinds.secretsmanager_secret_target_attachment import ATTACHED_KEYS
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_text

SECRET, ATTACHMENT = "AWS::SecretsManager::Secret", "AWS::SecretsManager::SecretTargetAttachment"
DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
MASTER_SECRET = "MasterUserSecret.SecretArn"


def master_secret(database: Resource) -> Resource | None:
    """The secret that Amazon RDS makes for the master user of a database, as if it stood in the template."""
    arn = database.attributes.get(MASTER_SECRET)
    if database.type not in DATABASES or not isinstance(arn, str):
        return None
    template = json.dumps({"username": as_text(database.get("MasterUsername"))})
    properties: dict[str, Value] = {
        "GenerateSecretString": {"SecretStringTemplate": template, "GenerateStringKey": "password"},
    }
    key = database.get("MasterUserSecret", "KmsKeyId")
    if key is not None:
        properties["KmsKeyId"] = key
    return Resource(database.logical_id, SECRET, properties, arn, arn, spans=database.spans)


def attachments_of(systems: Sequence[System], secret: Resource) -> Iterator[Resource]:
    """The attachments that complete a secret."""
    for system in systems:
        for attachment in system.of_type(ATTACHMENT):
            if attachment.get("SecretId") in (secret.physical_id, secret.arn):
                yield attachment


def attached_values(systems: Sequence[System], secret: Resource) -> dict[str, str]:
    """What the attachments of a secret write into it; {} where it has none. The addresses are made up."""
    attachment = next(attachments_of(systems, secret), None)
    if attachment is None:
        return {}
    value = attachment.get("TargetId")
    target = next((found for system in systems if (found := system.find(value))), None)
    name = target.physical_id if target is not None else "database"
    written = dict.fromkeys(ATTACHED_KEYS, name)
    written["host"] = f"{name}.{systems[-1].scope.region}.rds.amazonaws.com"
    if target is not None:
        for key, attribute in (("host", "Endpoint.Address"), ("port", "Endpoint.Port")):
            written[key] = as_text(target.attributes.get(attribute)) or written[key]
        for key, name in (("engine", "Engine"), ("dbname", "DBName"), ("username", "MasterUsername")):
            written[key] = as_text(target.get(name)) or written[key]
    return written
