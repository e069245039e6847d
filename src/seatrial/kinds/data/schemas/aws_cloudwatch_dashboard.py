"""AWS::CloudWatch::Dashboard, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["DashboardName"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 1, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["DashboardName"],
    "properties": {
        "DashboardBody": {"type": "string"},
        "DashboardName": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
    },
    "readOnlyProperties": [],
    "required": ["DashboardBody"],
}
