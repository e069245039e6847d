"""AWS::EC2::InternetGateway, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["InternetGatewayId"],
    "properties": {"InternetGatewayId": {"type": "string"}, "Tags": {"items": {"$ref": "Tag"}, "type": "array"}},
    "readOnlyProperties": ["InternetGatewayId"],
}
