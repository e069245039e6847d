"""AWS::EFS::MountTarget, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["FileSystemId", "IpAddress", "IpAddressType", "Ipv6Address", "SubnetId"],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "FileSystemId": {
            "maxLength": 128,
            "minLength": 0,
            "pattern": "^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$",
            "type": "string",
        },
        "Id": {"type": "string"},
        "IpAddress": {
            "maxLength": 15,
            "minLength": 7,
            "pattern": "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$",
            "type": "string",
        },
        "IpAddressType": {"enum": ["IPV4_ONLY", "IPV6_ONLY", "DUAL_STACK"], "type": "string"},
        "Ipv6Address": {"maxLength": 39, "minLength": 3, "type": "string"},
        "SecurityGroups": {
            "items": {"maxLength": 43, "minLength": 11, "pattern": "^sg-[0-9a-f]{8,40}$", "type": "string"},
            "maxItems": 100,
            "minItems": 0,
            "type": "array",
        },
        "SubnetId": {"maxLength": 47, "minLength": 15, "pattern": "^subnet-[0-9a-f]{8,40}$", "type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["FileSystemId", "SecurityGroups", "SubnetId"],
}
