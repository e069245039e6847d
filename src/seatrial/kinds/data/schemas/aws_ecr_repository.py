"""AWS::ECR::Repository, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "EncryptionConfiguration",
        "EncryptionConfiguration/EncryptionType",
        "EncryptionConfiguration/KmsKey",
        "RepositoryName",
    ],
    "definitions": {
        "EmptyOnDelete": {"type": "boolean"},
        "EncryptionConfiguration": {
            "additionalProperties": False,
            "properties": {"EncryptionType": {"$ref": "EncryptionType"}, "KmsKey": {"$ref": "KmsKey"}},
            "required": ["EncryptionType"],
            "type": "object",
        },
        "EncryptionType": {"enum": ["AES256", "KMS", "KMS_DSSE"], "type": "string"},
        "ImageScanningConfiguration": {
            "additionalProperties": False,
            "properties": {"ScanOnPush": {"$ref": "ScanOnPush"}},
            "type": "object",
        },
        "ImageTagMutabilityExclusionFilter": {
            "additionalProperties": False,
            "properties": {
                "ImageTagMutabilityExclusionFilterType": {"$ref": "ImageTagMutabilityExclusionFilterType"},
                "ImageTagMutabilityExclusionFilterValue": {"$ref": "ImageTagMutabilityExclusionFilterValue"},
            },
            "required": ["ImageTagMutabilityExclusionFilterType", "ImageTagMutabilityExclusionFilterValue"],
            "type": "object",
        },
        "ImageTagMutabilityExclusionFilterType": {"enum": ["WILDCARD"], "type": "string"},
        "ImageTagMutabilityExclusionFilterValue": {
            "maxLength": 128,
            "minLength": 1,
            "pattern": "^[0-9a-zA-Z._*-]{1,128}",
            "type": "string",
        },
        "KmsKey": {"maxLength": 2048, "minLength": 1, "type": "string"},
        "LifecyclePolicy": {
            "additionalProperties": False,
            "properties": {
                "LifecyclePolicyText": {"$ref": "LifecyclePolicyText"},
                "RegistryId": {"$ref": "RegistryId"},
            },
            "type": "object",
        },
        "LifecyclePolicyText": {"maxLength": 30720, "minLength": 100, "type": "string"},
        "RegistryId": {"maxLength": 12, "minLength": 12, "pattern": "^[0-9]{12}$", "type": "string"},
        "ScanOnPush": {"type": "boolean"},
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 127, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 255, "minLength": 1, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["RepositoryName"],
    "properties": {
        "Arn": {"type": "string"},
        "EmptyOnDelete": {"$ref": "EmptyOnDelete"},
        "EncryptionConfiguration": {"$ref": "EncryptionConfiguration"},
        "ImageScanningConfiguration": {"$ref": "ImageScanningConfiguration"},
        "ImageTagMutability": {
            "enum": ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"],
            "type": "string",
        },
        "ImageTagMutabilityExclusionFilters": {
            "items": {"$ref": "ImageTagMutabilityExclusionFilter"},
            "maxItems": 5,
            "minItems": 1,
            "type": "array",
        },
        "LifecyclePolicy": {"$ref": "LifecyclePolicy"},
        "RepositoryName": {
            "maxLength": 256,
            "minLength": 2,
            "pattern": "^(?=.{2,256}$)([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*)$",
            "type": "string",
        },
        "RepositoryPolicyText": {"type": ["object", "string"]},
        "RepositoryUri": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "RepositoryUri"],
}
