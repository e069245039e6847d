"""AWS::EC2::EIP, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Address", "IpamPoolId", "NetworkBorderGroup", "TransferAddress"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["PublicIp", "AllocationId"],
    "properties": {
        "Address": {"type": "string"},
        "AllocationId": {"type": "string"},
        "Domain": {"type": "string"},
        "InstanceId": {"type": "string"},
        "IpamPoolId": {"type": "string"},
        "NetworkBorderGroup": {"type": "string"},
        "PublicIp": {"type": "string"},
        "PublicIpv4Pool": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TransferAddress": {"type": "string"},
    },
    "readOnlyProperties": ["AllocationId", "PublicIp"],
}
