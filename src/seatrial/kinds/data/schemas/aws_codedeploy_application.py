"""AWS::CodeDeploy::Application, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ApplicationName", "ComputePlatform"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["ApplicationName"],
    "properties": {
        "ApplicationName": {"maxLength": 100, "minLength": 1, "pattern": "^[A-Za-z0-9+=,.@_-]*$", "type": "string"},
        "ComputePlatform": {"enum": ["ECS", "Lambda", "Server"], "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": [],
}
