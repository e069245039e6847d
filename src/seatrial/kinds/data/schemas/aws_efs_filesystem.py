"""AWS::EFS::FileSystem, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["AvailabilityZoneName", "Encrypted", "KmsKeyId", "PerformanceMode"],
    "definitions": {
        "Arn": {"type": "string"},
        "BackupPolicy": {
            "additionalProperties": False,
            "properties": {"Status": {"enum": ["DISABLED", "ENABLED"], "type": "string"}},
            "required": ["Status"],
            "type": "object",
        },
        "ElasticFileSystemTag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
        "FileSystemProtection": {
            "additionalProperties": False,
            "properties": {"ReplicationOverwriteProtection": {"enum": ["DISABLED", "ENABLED"], "type": "string"}},
            "type": "object",
        },
        "LifecyclePolicy": {
            "additionalProperties": False,
            "properties": {
                "TransitionToArchive": {
                    "enum": [
                        "AFTER_14_DAYS",
                        "AFTER_180_DAYS",
                        "AFTER_1_DAY",
                        "AFTER_270_DAYS",
                        "AFTER_30_DAYS",
                        "AFTER_365_DAYS",
                        "AFTER_60_DAYS",
                        "AFTER_7_DAYS",
                        "AFTER_90_DAYS",
                    ],
                    "type": "string",
                },
                "TransitionToIA": {
                    "enum": [
                        "AFTER_14_DAYS",
                        "AFTER_180_DAYS",
                        "AFTER_1_DAY",
                        "AFTER_270_DAYS",
                        "AFTER_30_DAYS",
                        "AFTER_365_DAYS",
                        "AFTER_60_DAYS",
                        "AFTER_7_DAYS",
                        "AFTER_90_DAYS",
                    ],
                    "type": "string",
                },
                "TransitionToPrimaryStorageClass": {"enum": ["AFTER_1_ACCESS"], "type": "string"},
            },
            "type": "object",
        },
        "ReplicationConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Destinations": {
                    "items": {"$ref": "ReplicationDestination"},
                    "maxItems": 1,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "ReplicationDestination": {
            "additionalProperties": False,
            "properties": {
                "AvailabilityZoneName": {"type": "string"},
                "FileSystemId": {
                    "pattern": "^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$",
                    "type": "string",
                },
                "KmsKeyId": {"type": "string"},
                "Region": {"type": "string"},
                "RoleArn": {"type": "string"},
                "Status": {"type": "string"},
                "StatusMessage": {"type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["FileSystemId"],
    "properties": {
        "Arn": {"$ref": "Arn"},
        "AvailabilityZoneName": {"maxLength": 64, "minLength": 1, "pattern": "^.+$", "type": "string"},
        "BackupPolicy": {"$ref": "BackupPolicy"},
        "BypassPolicyLockoutSafetyCheck": {"type": "boolean"},
        "Encrypted": {"type": "boolean"},
        "FileSystemId": {
            "maxLength": 128,
            "minLength": 0,
            "pattern": "^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$",
            "type": "string",
        },
        "FileSystemPolicy": {"type": ["object", "string"]},
        "FileSystemProtection": {"$ref": "FileSystemProtection"},
        "FileSystemTags": {"items": {"$ref": "ElasticFileSystemTag"}, "type": "array"},
        "KmsKeyId": {
            "maxLength": 2048,
            "minLength": 0,
            "pattern": "^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+|(arn:aws[-a-z]*:kms:[a-z0-9-]+:\\d{12}:((key/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(key/mrk-[0-9a-f]{32})|(alias/[a-zA-Z0-9/_-]+))))$",
            "type": "string",
        },
        "LifecyclePolicies": {"items": {"$ref": "LifecyclePolicy"}, "maxItems": 3, "minItems": 0, "type": "array"},
        "PerformanceMode": {"enum": ["generalPurpose", "maxIO"], "type": "string"},
        "ProvisionedThroughputInMibps": {"minimum": 1.0, "type": "number"},
        "ReplicationConfiguration": {"$ref": "ReplicationConfiguration"},
        "ThroughputMode": {"enum": ["bursting", "elastic", "provisioned"], "type": "string"},
    },
    "readOnlyProperties": [
        "Arn",
        "FileSystemId",
        "ReplicationConfiguration/Destinations/*/Status",
        "ReplicationConfiguration/Destinations/*/StatusMessage",
    ],
}
