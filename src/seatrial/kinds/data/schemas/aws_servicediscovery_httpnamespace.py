"""AWS::ServiceDiscovery::HttpNamespace, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Arn": {"type": "string"},
        "Description": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "Id": {"type": "string"},
        "Name": {"maxLength": 1024, "minLength": 1, "pattern": "^(?!arn:)[!-~]{1,1024}$", "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 200, "minItems": 0, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "Id"],
    "required": ["Name"],
}
