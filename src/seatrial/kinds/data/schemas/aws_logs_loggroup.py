"""AWS::Logs::LogGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["LogGroupName"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["LogGroupName"],
    "properties": {
        "Arn": {"type": "string"},
        "BearerTokenAuthenticationEnabled": {"type": "boolean"},
        "DataProtectionPolicy": {"type": ["object", "string"]},
        "DeletionProtectionEnabled": {"type": "boolean"},
        "FieldIndexPolicies": {"items": {"type": "object"}, "type": "array"},
        "KmsKeyId": {
            "maxLength": 256,
            "minLength": 0,
            "pattern": "^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+\\Z",
            "type": "string",
        },
        "LogGroupClass": {"enum": ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"], "type": "string"},
        "LogGroupName": {
            "maxLength": 512,
            "minLength": 1,
            "pattern": "^[.\\-_/#A-Za-z0-9]{1,512}\\Z",
            "type": "string",
        },
        "ResourcePolicyDocument": {"type": "object"},
        "RetentionInDays": {
            "enum": [
                1,
                3,
                5,
                7,
                14,
                30,
                60,
                90,
                120,
                150,
                180,
                365,
                400,
                545,
                731,
                1096,
                1827,
                2192,
                2557,
                2922,
                3288,
                3653,
            ],
            "type": "integer",
        },
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": ["Arn"],
}
