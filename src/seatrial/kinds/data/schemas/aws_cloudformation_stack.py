"""AWS::CloudFormation::Stack, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["StackId"],
    "properties": {
        "NotificationARNs": {"items": {"type": "string"}, "maxItems": 5, "type": "array"},
        "Parameters": {
            "additionalProperties": False,
            "patternProperties": {
                "[a-zA-Z0-9]+": {"type": ["string", "number", "integer", "object", "array", "boolean"]}
            },
            "type": "object",
        },
        "StackId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
        "TemplateURL": {"maxLength": 1024, "minLength": 1, "type": "string"},
        "TimeoutInMinutes": {"minimum": 1, "type": "integer"},
    },
    "readOnlyProperties": ["StackId"],
    "required": ["TemplateURL"],
}
