"""AWS::EC2::PrefixList, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "Entry": {
            "additionalProperties": False,
            "properties": {
                "Cidr": {"maxLength": 46, "minLength": 1, "type": "string"},
                "Description": {"maxLength": 255, "minLength": 0, "type": "string"},
            },
            "required": ["Cidr"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "type": "string"},
            },
            "required": ["Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["PrefixListId"],
    "properties": {
        "AddressFamily": {"enum": ["IPv4", "IPv6"], "type": "string"},
        "Arn": {"type": "string"},
        "Entries": {"items": {"$ref": "Entry"}, "maxItems": 100, "minItems": 0, "type": "array"},
        "MaxEntries": {"minimum": 1, "type": "integer"},
        "OwnerId": {"type": "string"},
        "PrefixListId": {"type": "string"},
        "PrefixListName": {"maxLength": 255, "minLength": 1, "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Version": {"type": "integer"},
    },
    "readOnlyProperties": ["Arn", "OwnerId", "PrefixListId", "Version"],
    "required": ["PrefixListName", "AddressFamily"],
}
