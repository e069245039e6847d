"""AWS::EC2::RouteTable, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["VpcId"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["RouteTableId"],
    "properties": {
        "RouteTableId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["RouteTableId"],
    "required": ["VpcId"],
}
