"""AWS::ECS::Cluster, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ClusterName"],
    "definitions": {
        "CapacityProviderStrategyItem": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "integer"},
                "CapacityProvider": {"type": "string"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "ClusterConfiguration": {
            "additionalProperties": False,
            "properties": {
                "ExecuteCommandConfiguration": {"$ref": "ExecuteCommandConfiguration"},
                "ManagedStorageConfiguration": {"$ref": "ManagedStorageConfiguration"},
            },
            "type": "object",
        },
        "ClusterSettings": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}, "Value": {"type": "string"}},
            "type": "object",
        },
        "ExecuteCommandConfiguration": {
            "additionalProperties": False,
            "properties": {
                "KmsKeyId": {"type": "string"},
                "LogConfiguration": {"$ref": "ExecuteCommandLogConfiguration"},
                "Logging": {"enum": ["DEFAULT", "NONE", "OVERRIDE"], "type": "string"},
            },
            "type": "object",
        },
        "ExecuteCommandLogConfiguration": {
            "additionalProperties": False,
            "properties": {
                "CloudWatchEncryptionEnabled": {"type": "boolean"},
                "CloudWatchLogGroupName": {"type": "string"},
                "S3BucketName": {"type": "string"},
                "S3EncryptionEnabled": {"type": "boolean"},
                "S3KeyPrefix": {"type": "string"},
            },
            "type": "object",
        },
        "ManagedStorageConfiguration": {
            "additionalProperties": False,
            "properties": {"FargateEphemeralStorageKmsKeyId": {"type": "string"}, "KmsKeyId": {"type": "string"}},
            "type": "object",
        },
        "ServiceConnectDefaults": {
            "additionalProperties": False,
            "properties": {"Namespace": {"type": "string"}},
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["ClusterName"],
    "properties": {
        "Arn": {"type": "string"},
        "CapacityProviders": {"items": {"type": "string"}, "type": "array"},
        "ClusterName": {"type": "string"},
        "ClusterSettings": {"items": {"$ref": "ClusterSettings"}, "type": "array"},
        "Configuration": {"$ref": "ClusterConfiguration"},
        "DefaultCapacityProviderStrategy": {"items": {"$ref": "CapacityProviderStrategyItem"}, "type": "array"},
        "ServiceConnectDefaults": {"$ref": "ServiceConnectDefaults"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
    },
    "readOnlyProperties": ["Arn"],
}
