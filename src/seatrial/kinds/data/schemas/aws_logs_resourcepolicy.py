"""AWS::Logs::ResourcePolicy, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["PolicyName"],
    "definitions": {},
    "primaryIdentifier": ["PolicyName"],
    "properties": {
        "PolicyDocument": {
            "maxLength": 51200,
            "minLength": 1,
            "pattern": "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
            "type": ["string", "object"],
        },
        "PolicyName": {"maxLength": 255, "minLength": 1, "type": "string"},
    },
    "readOnlyProperties": [],
    "required": ["PolicyName", "PolicyDocument"],
}
