"""AWS::IAM::ServiceLinkedRole, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["AWSServiceName", "CustomSuffix"],
    "definitions": {},
    "primaryIdentifier": ["RoleName"],
    "properties": {
        "AWSServiceName": {"maxLength": 128, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
        "CustomSuffix": {"maxLength": 64, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
        "Description": {
            "maxLength": 1000,
            "minLength": 0,
            "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*$",
            "type": "string",
        },
        "RoleName": {"type": "string"},
    },
    "readOnlyProperties": ["RoleName"],
    "required": [],
}
