"""AWS::Backup::BackupVault, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["BackupVaultName", "EncryptionKeyArn"],
    "definitions": {
        "BackupVaultNamePattern": {"pattern": "^[a-zA-Z0-9\\-\\_]{2,50}$", "type": "string"},
        "LockConfigurationType": {
            "additionalProperties": False,
            "properties": {
                "ChangeableForDays": {"type": "integer"},
                "MaxRetentionDays": {"type": "integer"},
                "MinRetentionDays": {"type": "integer"},
            },
            "required": ["MinRetentionDays"],
            "type": "object",
        },
        "NotificationObjectType": {
            "additionalProperties": False,
            "properties": {
                "BackupVaultEvents": {"items": {"type": "string"}, "type": "array"},
                "SNSTopicArn": {"type": "string"},
            },
            "required": ["SNSTopicArn", "BackupVaultEvents"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["BackupVaultName"],
    "properties": {
        "AccessPolicy": {"type": ["object", "string"]},
        "BackupVaultArn": {"type": "string"},
        "BackupVaultName": {"$ref": "BackupVaultNamePattern"},
        "BackupVaultTags": {
            "additionalProperties": False,
            "patternProperties": {"^.{1,128}$": {"type": "string"}},
            "type": "object",
        },
        "EncryptionKeyArn": {"type": "string"},
        "LockConfiguration": {"$ref": "LockConfigurationType"},
        "Notifications": {"$ref": "NotificationObjectType"},
    },
    "readOnlyProperties": ["BackupVaultArn"],
    "required": ["BackupVaultName"],
}
