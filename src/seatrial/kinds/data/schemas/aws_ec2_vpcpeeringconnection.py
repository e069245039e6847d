"""AWS::EC2::VPCPeeringConnection, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["PeerOwnerId", "PeerRegion", "PeerVpcId", "VpcId"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Key", "Value"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "AssumeRoleRegion": {"type": "string"},
        "Id": {"type": "string"},
        "PeerOwnerId": {"type": "string"},
        "PeerRegion": {"type": "string"},
        "PeerRoleArn": {"type": "string"},
        "PeerVpcId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["VpcId", "PeerVpcId"],
}
