"""AWS::IAM::Policy, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "Groups": {"items": {"type": "string"}, "type": "array"},
        "Id": {"type": "string"},
        "PolicyDocument": {
            "maxLength": 131072,
            "minLength": 1,
            "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+$",
            "type": ["object", "string"],
        },
        "PolicyName": {"maxLength": 128, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
        "Roles": {"items": {"type": "string"}, "type": "array"},
        "Users": {"items": {"type": "string"}, "type": "array"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["PolicyDocument", "PolicyName"],
}
