"""AWS::IAM::Group, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["GroupName"],
    "definitions": {
        "Policy": {
            "additionalProperties": False,
            "properties": {"PolicyDocument": {"type": ["string", "object"]}, "PolicyName": {"type": "string"}},
            "required": ["PolicyDocument", "PolicyName"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["GroupName"],
    "properties": {
        "Arn": {"type": "string"},
        "GroupName": {"maxLength": 128, "minLength": 1, "pattern": "^[\\w+=,.@-]+$", "type": "string"},
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
        "Policies": {"items": {"$ref": "Policy"}, "type": "array"},
    },
    "readOnlyProperties": ["Arn"],
}
