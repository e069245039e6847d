"""AWS::KMS::Alias, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["AliasName"],
    "definitions": {},
    "primaryIdentifier": ["AliasName"],
    "properties": {
        "AliasName": {"maxLength": 256, "minLength": 1, "pattern": "^(alias/)[a-zA-Z0-9:/_-]+$", "type": "string"},
        "TargetKeyId": {"maxLength": 256, "minLength": 1, "type": "string"},
    },
    "readOnlyProperties": [],
    "required": ["AliasName", "TargetKeyId"],
}
