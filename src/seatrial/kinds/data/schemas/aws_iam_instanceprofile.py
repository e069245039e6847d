"""AWS::IAM::InstanceProfile, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["InstanceProfileName", "Path"],
    "definitions": {},
    "primaryIdentifier": ["InstanceProfileName"],
    "properties": {
        "Arn": {"type": "string"},
        "InstanceProfileName": {"maxLength": 128, "minLength": 0, "pattern": "^([\\w+=,.@-]+)?$", "type": "string"},
        "Path": {
            "maxLength": 512,
            "minLength": 1,
            "pattern": "^(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)$",
            "type": "string",
        },
        "Roles": {
            "items": {"pattern": "[a-zA-Z0-9+=,.@\\-_]+", "type": "string"},
            "maxItems": 1,
            "minItems": 0,
            "type": "array",
        },
    },
    "readOnlyProperties": ["Arn"],
    "required": ["Roles"],
}
