"""AWS::StepFunctions::StateMachine, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["StateMachineName", "StateMachineType"],
    "definitions": {
        "CloudWatchLogsLogGroup": {
            "additionalProperties": False,
            "properties": {"LogGroupArn": {"maxLength": 256, "minLength": 1, "type": "string"}},
            "type": "object",
        },
        "Definition": {"maxLength": 1048576, "minLength": 1, "type": "object"},
        "DefinitionSubstitutions": {
            "additionalProperties": False,
            "patternProperties": {".*": {"open": True}},
            "type": "object",
        },
        "EncryptionConfiguration": {
            "additionalProperties": False,
            "properties": {
                "KmsDataKeyReusePeriodSeconds": {"maximum": 900, "minimum": 60, "type": "integer"},
                "KmsKeyId": {"maxLength": 2048, "minLength": 1, "type": "string"},
                "Type": {"enum": ["CUSTOMER_MANAGED_KMS_KEY", "AWS_OWNED_KEY"], "type": "string"},
            },
            "required": ["Type"],
            "type": "object",
        },
        "LogDestination": {
            "additionalProperties": False,
            "properties": {"CloudWatchLogsLogGroup": {"$ref": "CloudWatchLogsLogGroup"}},
            "type": "object",
        },
        "LoggingConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Destinations": {"items": {"$ref": "LogDestination"}, "minItems": 1, "type": "array"},
                "IncludeExecutionData": {"type": "boolean"},
                "Level": {"enum": ["ALL", "ERROR", "FATAL", "OFF"], "type": "string"},
            },
            "type": "object",
        },
        "S3Location": {
            "additionalProperties": False,
            "properties": {"Bucket": {"type": "string"}, "Key": {"type": "string"}, "Version": {"type": "string"}},
            "required": ["Bucket", "Key"],
            "type": "object",
        },
        "TagsEntry": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 1, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        },
        "TracingConfiguration": {
            "additionalProperties": False,
            "properties": {"Enabled": {"type": "boolean"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["Arn"],
    "properties": {
        "Arn": {"maxLength": 2048, "minLength": 1, "type": "string"},
        "Definition": {"$ref": "Definition"},
        "DefinitionS3Location": {"$ref": "S3Location"},
        "DefinitionString": {"maxLength": 1048576, "minLength": 1, "type": "string"},
        "DefinitionSubstitutions": {"$ref": "DefinitionSubstitutions"},
        "EncryptionConfiguration": {"$ref": "EncryptionConfiguration"},
        "LoggingConfiguration": {"$ref": "LoggingConfiguration"},
        "Name": {"maxLength": 80, "minLength": 1, "type": "string"},
        "RoleArn": {"maxLength": 256, "minLength": 1, "type": "string"},
        "StateMachineName": {"maxLength": 80, "minLength": 1, "type": "string"},
        "StateMachineRevisionId": {"maxLength": 256, "minLength": 1, "type": "string"},
        "StateMachineType": {"enum": ["STANDARD", "EXPRESS"], "type": "string"},
        "Tags": {"items": {"$ref": "TagsEntry"}, "type": "array"},
        "TracingConfiguration": {"$ref": "TracingConfiguration"},
    },
    "readOnlyProperties": ["Arn", "Name", "StateMachineRevisionId"],
    "required": ["RoleArn"],
}
