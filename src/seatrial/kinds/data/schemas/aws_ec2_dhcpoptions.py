"""AWS::EC2::DHCPOptions, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "DomainName",
        "DomainNameServers",
        "Ipv6AddressPreferredLeaseTime",
        "NetbiosNameServers",
        "NetbiosNodeType",
        "NtpServers",
    ],
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
    "primaryIdentifier": ["DhcpOptionsId"],
    "properties": {
        "DhcpOptionsId": {"type": "string"},
        "DomainName": {"type": "string"},
        "DomainNameServers": {"items": {"type": "string"}, "type": "array"},
        "Ipv6AddressPreferredLeaseTime": {"type": "integer"},
        "NetbiosNameServers": {"items": {"type": "string"}, "type": "array"},
        "NetbiosNodeType": {"enum": [1, 2, 4, 8], "type": "integer"},
        "NtpServers": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": ["DhcpOptionsId"],
}
