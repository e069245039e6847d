"""AWS::SecretsManager::Secret, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "GenerateSecretString": {
            "additionalProperties": False,
            "properties": {
                "ExcludeCharacters": {"type": "string"},
                "ExcludeLowercase": {"type": "boolean"},
                "ExcludeNumbers": {"type": "boolean"},
                "ExcludePunctuation": {"type": "boolean"},
                "ExcludeUppercase": {"type": "boolean"},
                "GenerateStringKey": {"type": "string"},
                "IncludeSpace": {"type": "boolean"},
                "PasswordLength": {"type": "integer"},
                "RequireEachIncludedType": {"type": "boolean"},
                "SecretStringTemplate": {"type": "string"},
            },
            "type": "object",
        },
        "ReplicaRegion": {
            "additionalProperties": False,
            "properties": {"KmsKeyId": {"type": "string"}, "Region": {"type": "string"}},
            "required": ["Region"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Description": {"maxLength": 2048, "minLength": 0, "type": "string"},
        "GenerateSecretString": {"$ref": "GenerateSecretString"},
        "Id": {"type": "string"},
        "KmsKeyId": {"maxLength": 2048, "minLength": 0, "type": "string"},
        "Name": {"maxLength": 512, "minLength": 0, "type": "string"},
        "ReplicaRegions": {"items": {"$ref": "ReplicaRegion"}, "type": "array"},
        "SecretString": {"maxLength": 65536, "minLength": 1, "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Type": {"maxLength": 256, "minLength": 0, "type": "string"},
    },
    "readOnlyProperties": ["Id"],
}
