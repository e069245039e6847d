"""AWS::SecretsManager::RotationSchedule, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["SecretId"],
    "definitions": {
        "ExternalSecretRotationMetadataItem": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Key", "Value"],
            "type": "object",
        },
        "HostedRotationLambda": {
            "additionalProperties": False,
            "properties": {
                "ExcludeCharacters": {"type": "string"},
                "KmsKeyArn": {"type": "string"},
                "MasterSecretArn": {"type": "string"},
                "MasterSecretKmsKeyArn": {"type": "string"},
                "RotationLambdaName": {"type": "string"},
                "RotationType": {"type": "string"},
                "Runtime": {"type": "string"},
                "SuperuserSecretArn": {"type": "string"},
                "SuperuserSecretKmsKeyArn": {"type": "string"},
                "VpcSecurityGroupIds": {"type": "string"},
                "VpcSubnetIds": {"type": "string"},
            },
            "required": ["RotationType"],
            "type": "object",
        },
        "RotationRules": {
            "additionalProperties": False,
            "properties": {
                "AutomaticallyAfterDays": {"type": "integer"},
                "Duration": {"type": "string"},
                "ScheduleExpression": {"type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "ExternalSecretRotationMetadata": {"items": {"$ref": "ExternalSecretRotationMetadataItem"}, "type": "array"},
        "ExternalSecretRotationRoleArn": {"type": "string"},
        "HostedRotationLambda": {"$ref": "HostedRotationLambda"},
        "Id": {"type": "string"},
        "RotateImmediatelyOnUpdate": {"type": "boolean"},
        "RotationLambdaARN": {"type": "string"},
        "RotationRules": {"$ref": "RotationRules"},
        "SecretId": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["SecretId"],
}
