"""AWS::IAM::Role, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Path", "RoleName"],
    "definitions": {
        "Policy": {
            "additionalProperties": False,
            "properties": {"PolicyDocument": {"type": ["string", "object"]}, "PolicyName": {"type": "string"}},
            "required": ["PolicyName", "PolicyDocument"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["RoleName"],
    "properties": {
        "Arn": {"type": "string"},
        "AssumeRolePolicyDocument": {
            "maxLength": 131072,
            "minLength": 1,
            "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+$",
            "type": ["object", "string"],
        },
        "Description": {
            "maxLength": 1000,
            "minLength": 0,
            "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*$",
            "type": "string",
        },
        "ManagedPolicyArns": {
            "items": {
                "pattern": "arn:(aws[a-zA-Z-]*)?:iam::(\\d{12}|aws):policy/[a-zA-Z_0-9+=,.@\\-_/]+",
                "type": "string",
            },
            "minItems": 0,
            "type": "array",
        },
        "MaxSessionDuration": {"maximum": 43200, "minimum": 3600, "type": "integer"},
        "Path": {
            "maxLength": 512,
            "minLength": 1,
            "pattern": "^(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)$",
            "type": "string",
        },
        "PermissionsBoundary": {"maxLength": 2048, "minLength": 20, "type": "string"},
        "Policies": {"items": {"$ref": "Policy"}, "type": "array"},
        "RoleId": {"type": "string"},
        "RoleName": {"maxLength": 64, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "RoleId"],
    "required": ["AssumeRolePolicyDocument"],
}
