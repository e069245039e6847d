"""AWS::RDS::DBParameterGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["DBParameterGroupName", "Description", "Family"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["DBParameterGroupName"],
    "properties": {
        "DBParameterGroupArn": {"type": "string"},
        "DBParameterGroupName": {"pattern": "^[a-zA-Z]{1}(?:-?[a-zA-Z0-9])*$", "type": "string"},
        "Description": {"type": "string"},
        "Family": {"type": "string"},
        "Parameters": {"type": ["object", "string"]},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
    },
    "readOnlyProperties": ["DBParameterGroupArn"],
    "required": ["Family", "Description"],
}
