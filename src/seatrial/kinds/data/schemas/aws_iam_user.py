"""AWS::IAM::User, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["UserName"],
    "definitions": {
        "LoginProfile": {
            "additionalProperties": False,
            "properties": {"Password": {"type": "string"}, "PasswordResetRequired": {"type": "boolean"}},
            "required": ["Password"],
            "type": "object",
        },
        "Policy": {
            "additionalProperties": False,
            "properties": {"PolicyDocument": {"type": ["object", "string"]}, "PolicyName": {"type": "string"}},
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
    "primaryIdentifier": ["UserName"],
    "properties": {
        "Arn": {"type": "string"},
        "Groups": {"items": {"type": "string"}, "maxItems": 10, "minItems": 0, "type": "array"},
        "LoginProfile": {"$ref": "LoginProfile"},
        "ManagedPolicyArns": {
            "items": {
                "pattern": "arn:(aws[a-zA-Z-]*)?:iam::(\\d{12}|aws):policy/[a-zA-Z_0-9+=,.@\\-_/]+",
                "type": "string",
            },
            "maxItems": 20,
            "minItems": 0,
            "type": "array",
        },
        "Path": {
            "maxLength": 512,
            "minLength": 1,
            "pattern": "^(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)$",
            "type": "string",
        },
        "PermissionsBoundary": {"maxLength": 2048, "minLength": 20, "type": "string"},
        "Policies": {"items": {"$ref": "Policy"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
        "UserName": {"maxLength": 64, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
    },
    "readOnlyProperties": ["Arn"],
}
