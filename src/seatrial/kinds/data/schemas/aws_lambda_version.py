"""AWS::Lambda::Version, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "CodeSha256",
        "Description",
        "FunctionName",
        "ProvisionedConcurrencyConfig",
        "RuntimePolicy",
    ],
    "definitions": {
        "FunctionScalingConfig": {
            "additionalProperties": False,
            "properties": {
                "MaxExecutionEnvironments": {"maximum": 15000, "minimum": 0, "type": "integer"},
                "MinExecutionEnvironments": {"maximum": 15000, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "ProvisionedConcurrencyConfiguration": {
            "additionalProperties": False,
            "properties": {"ProvisionedConcurrentExecutions": {"type": "integer"}},
            "required": ["ProvisionedConcurrentExecutions"],
            "type": "object",
        },
        "RuntimePolicy": {
            "additionalProperties": False,
            "properties": {
                "RuntimeVersionArn": {
                    "maxLength": 2048,
                    "minLength": 26,
                    "pattern": "^arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}::runtime:.+$",
                    "type": "string",
                },
                "UpdateRuntimeOn": {"type": "string"},
            },
            "required": ["UpdateRuntimeOn"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["FunctionArn"],
    "properties": {
        "CodeSha256": {"type": "string"},
        "Description": {"maxLength": 256, "minLength": 0, "type": "string"},
        "FunctionArn": {
            "pattern": "^(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?$",
            "type": "string",
        },
        "FunctionName": {
            "maxLength": 140,
            "minLength": 1,
            "pattern": "^(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?$",
            "type": "string",
        },
        "FunctionScalingConfig": {"$ref": "FunctionScalingConfig"},
        "ProvisionedConcurrencyConfig": {"$ref": "ProvisionedConcurrencyConfiguration"},
        "RuntimePolicy": {"$ref": "RuntimePolicy"},
        "Version": {"type": "string"},
    },
    "readOnlyProperties": ["FunctionArn", "Version"],
    "required": ["FunctionName"],
}
