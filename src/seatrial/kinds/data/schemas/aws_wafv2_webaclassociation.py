"""AWS::WAFv2::WebACLAssociation, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ResourceArn", "WebACLArn"],
    "definitions": {"ResourceArn": {"maxLength": 2048, "minLength": 20, "pattern": "\\S", "type": "string"}},
    "primaryIdentifier": ["ResourceArn", "WebACLArn"],
    "properties": {"ResourceArn": {"$ref": "ResourceArn"}, "WebACLArn": {"$ref": "ResourceArn"}},
    "readOnlyProperties": [],
    "required": ["ResourceArn", "WebACLArn"],
}
