"""AWS::RDS::DBSubnetGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["DBSubnetGroupName"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["DBSubnetGroupName"],
    "properties": {
        "DBSubnetGroupArn": {"type": "string"},
        "DBSubnetGroupDescription": {"type": "string"},
        "DBSubnetGroupName": {"type": "string"},
        "SubnetIds": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
    },
    "readOnlyProperties": ["DBSubnetGroupArn"],
    "required": ["DBSubnetGroupDescription", "SubnetIds"],
}
