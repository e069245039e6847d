"""AWS::ServiceDiscovery::PrivateDnsNamespace, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name", "Vpc"],
    "definitions": {
        "PrivateDnsPropertiesMutable": {
            "additionalProperties": False,
            "properties": {"SOA": {"$ref": "SOA"}},
            "type": "object",
        },
        "Properties": {
            "additionalProperties": False,
            "properties": {"DnsProperties": {"$ref": "PrivateDnsPropertiesMutable"}},
            "type": "object",
        },
        "SOA": {
            "additionalProperties": False,
            "properties": {"TTL": {"maximum": 2147483647, "minimum": 0, "type": "number"}},
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Arn": {
            "pattern": "^arn:aws[-a-z]*:servicediscovery:[a-z0-9-]+:[0-9]{12}:namespace/ns-[a-z0-9]{16}$",
            "type": "string",
        },
        "Description": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "HostedZoneId": {"type": "string"},
        "Id": {"type": "string"},
        "Name": {"maxLength": 1024, "minLength": 1, "pattern": "^(?!arn:)[!-~]{1,253}$", "type": "string"},
        "Properties": {"$ref": "Properties"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 200, "minItems": 0, "type": "array"},
        "Vpc": {"maxLength": 64, "minLength": 0, "type": "string"},
    },
    "readOnlyProperties": ["Arn", "HostedZoneId", "Id"],
    "required": ["Name"],
}
