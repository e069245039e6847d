"""AWS::Route53::HostedZone, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["DelegationSetId", "Name"],
    "definitions": {
        "HostedZoneConfig": {
            "additionalProperties": False,
            "properties": {"Comment": {"maxLength": 256, "minLength": 0, "type": "string"}},
            "type": "object",
        },
        "HostedZoneFeatures": {
            "additionalProperties": False,
            "properties": {"EnableAcceleratedRecovery": {"type": "boolean"}},
            "type": "object",
        },
        "HostedZoneTag": {
            "additionalProperties": False,
            "properties": {"Key": {"maxLength": 128, "type": "string"}, "Value": {"maxLength": 256, "type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
        "QueryLoggingConfig": {
            "additionalProperties": False,
            "properties": {"CloudWatchLogsLogGroupArn": {"type": "string"}},
            "required": ["CloudWatchLogsLogGroupArn"],
            "type": "object",
        },
        "VPC": {
            "additionalProperties": False,
            "properties": {"VPCId": {"type": "string"}, "VPCRegion": {"type": "string"}},
            "required": ["VPCId", "VPCRegion"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "DelegationSetId": {"maxLength": 32, "minLength": 0, "type": "string"},
        "HostedZoneConfig": {"$ref": "HostedZoneConfig"},
        "HostedZoneFeatures": {"$ref": "HostedZoneFeatures"},
        "HostedZoneTags": {"items": {"$ref": "HostedZoneTag"}, "type": "array"},
        "Id": {"type": "string"},
        "Name": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "NameServers": {"items": {"type": "string"}, "type": "array"},
        "QueryLoggingConfig": {"$ref": "QueryLoggingConfig"},
        "VPCs": {"items": {"$ref": "VPC"}, "type": "array"},
    },
    "readOnlyProperties": ["Id", "NameServers"],
}
