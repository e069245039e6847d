"""AWS::EC2::EIPAssociation, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["AllocationId", "EIP", "InstanceId", "NetworkInterfaceId", "PrivateIpAddress"],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "AllocationId": {"type": "string"},
        "EIP": {"type": "string"},
        "Id": {"type": "string"},
        "InstanceId": {"type": "string"},
        "NetworkInterfaceId": {"type": "string"},
        "PrivateIpAddress": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
}
