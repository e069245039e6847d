"""AWS::ElastiCache::SubnetGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["CacheSubnetGroupName"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["CacheSubnetGroupName"],
    "properties": {
        "CacheSubnetGroupName": {"type": "string"},
        "Description": {"type": "string"},
        "SubnetIds": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": [],
    "required": ["Description", "SubnetIds"],
}
