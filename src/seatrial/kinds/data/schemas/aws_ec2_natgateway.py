"""AWS::EC2::NatGateway, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "AllocationId",
        "AvailabilityMode",
        "ConnectivityType",
        "PrivateIpAddress",
        "SubnetId",
        "VpcId",
    ],
    "definitions": {
        "AvailabilityZoneAddress": {
            "additionalProperties": False,
            "properties": {
                "AllocationIds": {"items": {"type": "string"}, "type": "array"},
                "AvailabilityZone": {"type": "string"},
                "AvailabilityZoneId": {"type": "string"},
            },
            "required": ["AllocationIds"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["NatGatewayId"],
    "properties": {
        "AllocationId": {"type": "string"},
        "AutoProvisionZones": {"type": "string"},
        "AutoScalingIps": {"type": "string"},
        "AvailabilityMode": {"enum": ["regional", "zonal"], "type": "string"},
        "AvailabilityZoneAddresses": {"items": {"$ref": "AvailabilityZoneAddress"}, "type": "array"},
        "ConnectivityType": {"enum": ["private", "public"], "type": "string"},
        "EniId": {"type": "string"},
        "MaxDrainDurationSeconds": {"type": "integer"},
        "NatGatewayId": {"type": "string"},
        "PrivateIpAddress": {"type": "string"},
        "RouteTableId": {"type": "string"},
        "SecondaryAllocationIds": {"items": {"type": "string"}, "type": "array"},
        "SecondaryPrivateIpAddressCount": {"maximum": 31, "minimum": 1, "type": "integer"},
        "SecondaryPrivateIpAddresses": {"items": {"type": "string"}, "type": "array"},
        "SubnetId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["AutoProvisionZones", "AutoScalingIps", "EniId", "NatGatewayId", "RouteTableId"],
}
