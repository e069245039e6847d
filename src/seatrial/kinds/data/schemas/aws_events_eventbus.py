"""AWS::Events::EventBus, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["Name"],
    "properties": {
        "Arn": {"type": "string"},
        "DeadLetterConfig": {
            "additionalProperties": False,
            "properties": {"Arn": {"type": "string"}},
            "type": "object",
        },
        "Description": {"type": "string"},
        "EventSourceName": {"maxLength": 256, "minLength": 1, "type": "string"},
        "KmsKeyIdentifier": {"type": "string"},
        "LogConfig": {
            "additionalProperties": False,
            "properties": {
                "IncludeDetail": {"enum": ["FULL", "NONE"], "type": "string"},
                "Level": {"enum": ["INFO", "ERROR", "TRACE", "OFF"], "type": "string"},
            },
            "type": "object",
        },
        "Name": {"maxLength": 256, "minLength": 1, "pattern": "^[/\\.\\-_A-Za-z0-9]+$", "type": "string"},
        "Policy": {"type": ["object", "string"]},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": ["Arn"],
    "required": ["Name"],
}
